/** Which way a watched loop's datagrams take, and how that differs from before. Addresses stay in here. */
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import type { WatchChange } from '../../core/watch/watch-report.ts';
import type { AddressFamily } from '../loop/device-families.ts';
import { relayedPair, type Stat, stats } from '../loop/ice-pairs.ts';
import type { RelayLoop } from '../loop/relay-loop.ts';

/** What is not known is absent, and is no change. */
export interface WatchedPath {
  /** Label. */
  readonly server: string;
  readonly transport: RelayProtocol;
  /** RTCNetworkType. */
  readonly network?: string;
  /** Of the device's own address. */
  readonly family?: AddressFamily;
  /** The device's address on its own network, and as the server sees it. */
  readonly hostAddress?: string;
  readonly seenAddress?: string;
  /** The addresses of the candidate pair. */
  readonly pair?: string;
}

export async function readWatchedPath(
  loop: RelayLoop,
): Promise<Pick<WatchedPath, 'network' | 'pair' | 'seenAddress'>> {
  const list = await stats(loop.sender);
  const pair = relayedPair(list);
  const candidate = (id: unknown) => list.find((stat) => stat.id === id);
  const local = candidate(pair?.localCandidateId);
  const ends = [local, candidate(pair?.remoteCandidateId)].map(addressOf);
  const network = text(local?.networkType);
  const seenAddress = text(local?.relatedAddress);
  return {
    ...(network === undefined ? {} : { network }),
    ...(seenAddress === undefined ? {} : { seenAddress }),
    ...(ends.includes(undefined) ? {} : { pair: ends.join(' ') }),
  };
}

type Change = Omit<WatchChange, 'atMs'>;

/** What has changed that a person can do something about; the pair alone only where nothing else has. */
export function pathChanges(before: WatchedPath, now: WatchedPath): Change[] {
  const found: Change[] = [];
  const differs = (key: keyof WatchedPath) =>
    before[key] !== undefined && now[key] !== undefined && before[key] !== now[key];
  const named = (kind: Change['kind'], from: string | undefined, to: string | undefined) =>
    found.push({ kind, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
  if (differs('server')) named('server', before.server, now.server);
  if (differs('transport')) named('transport', before.transport, now.transport);
  if (differs('network')) named('network', before.network, now.network);
  else if (differs('family')) named('family', before.family, now.family);
  else if (differs('hostAddress') || differs('seenAddress')) named('network', undefined, undefined);
  if (found.length === 0 && differs('pair')) named('pair', undefined, undefined);
  return found;
}

function addressOf(candidate: Stat | undefined): string | undefined {
  const address = text(candidate?.address);
  return address === undefined ? undefined : `${address} ${String(candidate?.port)}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
