/** Whether one TURN URL gives a relayed loop, how fast, and if not, why. */

import type { ProbeReport } from '../../core/report/run-report.ts';
import {
  parseTurnUri,
  type RelayProtocol,
  type TurnServer,
  type TurnUri,
} from '../../core/servers/ice-server.ts';
import { familyOf, lookAtDevice } from '../loop/device-families.ts';
import {
  decidingError,
  failureReason,
  isAmbiguous,
  isSilent,
  type LoopObservation,
} from '../loop/failure-reason.ts';
import { lookUpHost } from '../loop/host-lookup.ts';
import { connectLoop, type LoopAttempt } from '../loop/loop-attempts.ts';
import type { LoopEngine } from '../loop/loop-media.ts';
import { type LoopBytes, type LoopFacts, readLoopFacts } from '../loop/loop-stats.ts';
import { lookAtPort } from '../loop/port-look.ts';
import type { Handshake, LoopOutcome, RelayUrl } from '../loop/relay-loop.ts';
import type { PrecallEnvironment } from './precall-environment.ts';

/** A URL with an open loop through it. */
export interface OpenUrl extends LoopAttempt {
  readonly facts: LoopFacts;
  /** IP-level bytes of another loop, given up because this one was up first. */
  readonly spentInVain?: LoopBytes;
}

export interface ProbedUrl {
  readonly report: ProbeReport;
  /** Present exactly when the URL is reachable. */
  readonly open?: OpenUrl;
}

export interface ProbeMeans {
  openEngine(): LoopEngine;
  /** How many other URLs are tried side by side. */
  readonly otherUrls: number;
  readonly handshake?: Handshake;
}

/** Everything opened is closed again unless it is handed out as `open`. Rejects only when aborted. */
export async function probeUrl(
  server: TurnServer,
  url: string,
  { openEngine, otherUrls, handshake }: ProbeMeans,
  environment: PrecallEnvironment,
  signal: AbortSignal,
): Promise<ProbedUrl> {
  const { createPeerConnection, turnFramingBytes } = environment;
  const relayProtocol = relayProtocolOf(url);
  const relay = relayUrlOf(server, url);
  const begunAt = performance.now();
  const { outcome, open, spentInVain } = await connectLoop(
    {
      relays: { sender: relay, receiver: relay },
      otherUrls,
      ...(handshake === undefined ? {} : { handshake }),
      createPeerConnection,
      turnFramingBytes,
      openEngine,
    },
    signal,
  );
  if (open === undefined) {
    const tookMs = performance.now() - begunAt;
    return { report: await failureReport(url, { ...outcome, tookMs }, environment, signal) };
  }
  let handedOut = false;
  try {
    const facts = await readLoopFacts(open.loop, signal);
    // Nobody would take it any more.
    signal.throwIfAborted();
    handedOut = true;
    return {
      report: { url, relayProtocol, reachable: true, ...times(outcome) },
      open: { ...open, facts, ...(spentInVain === undefined ? {} : { spentInVain }) },
    };
  } finally {
    if (!handedOut) {
      open.loop.close();
      open.engine.close();
    }
  }
}

/** For a URL whose probe did not end before the run did, or never began. */
export function unfinishedReport(url: string, online: boolean): ProbeReport {
  const reason = online ? 'timed-out' : 'no-network';
  return { url, relayProtocol: relayProtocolOf(url), reachable: false, reason };
}

export function relayUrlOf({ username, credential }: TurnServer, url: string): RelayUrl {
  return { url, relayProtocol: relayProtocolOf(url), username, credential };
}

export function relayProtocolOf(url: string): RelayProtocol {
  const parsed = parseTurnUri(url);
  return parsed.ok ? parsed.uri.relayProtocol : 'udp';
}

async function failureReport(
  url: string,
  { tookMs, ...outcome }: LoopOutcome & { readonly tookMs: number },
  environment: PrecallEnvironment,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const parsed = parseTurnUri(url);
  const host = parsed.ok ? parsed.uri.host : undefined;
  const hostFamily = host === undefined ? undefined : familyOf(host);
  const seen: LoopObservation = {
    relayProtocol: relayProtocolOf(url),
    port: parsed.ok ? parsed.uri.port : undefined,
    hostIsAddress: hostFamily !== undefined,
    ...(hostFamily === undefined ? {} : { hostFamily }),
    online: environment.isOnline(),
    ...outcome,
  };
  const uri = parsed.ok ? parsed.uri : undefined;
  const more = await lookCloser(seen, { uri, tookMs }, environment, signal);
  const reason = failureReason({ ...seen, ...more });
  const errorCode = decidingError(outcome.errors)?.code;
  return {
    url,
    relayProtocol: seen.relayProtocol,
    reachable: false,
    reason,
    ...(errorCode === undefined ? {} : { errorCode }),
    ...times(outcome),
  };
}

/** Where the loop alone does not tell: another look at the name, the port, or the device. */
async function lookCloser(
  seen: LoopObservation,
  { uri, tookMs }: { readonly uri: TurnUri | undefined; readonly tookMs: number },
  { createPeerConnection }: PrecallEnvironment,
  signal: AbortSignal,
): Promise<Partial<LoopObservation>> {
  if (isSilent(seen)) return { deviceFamilies: await lookAtDevice(createPeerConnection, signal) };
  if (uri === undefined || !isAmbiguous(seen)) return {};
  const [hostLookup, portLook] = await Promise.all([
    seen.hostIsAddress ? undefined : lookUpHost(uri.host, tookMs, createPeerConnection, signal),
    seen.relayProtocol === 'tls' ? lookAtPort(uri, tookMs, createPeerConnection, signal) : undefined,
  ]);
  return { ...(hostLookup && { hostLookup }), ...(portLook && { portLook }) };
}

function times(outcome: LoopOutcome): Pick<ProbeReport, 'allocationTimeMs' | 'connectTimeMs'> {
  const { allocationTimeMs, connectTimeMs } = outcome;
  return {
    ...(allocationTimeMs === undefined ? {} : { allocationTimeMs }),
    ...(connectTimeMs === undefined ? {} : { connectTimeMs }),
  };
}
