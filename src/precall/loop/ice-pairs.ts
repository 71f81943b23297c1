/** The candidate pairs of a loop's end, read from getStats (https://www.w3.org/TR/webrtc-stats/). */
import { sleep } from '../base/abortable.ts';

/** Chromium gives the same statistics for 50 ms, and does not know the pair that has just been selected for so long. */
const OLD_MS = 50;
const LOOKS = 3;

export type Stat = RTCStats & Record<string, unknown>;

export async function stats(end: RTCPeerConnection): Promise<Stat[]> {
  return [...(await end.getStats()).values()] as Stat[];
}

/** The other end's relay is known by a check from it at times, before it was told. */
export function isRelayOfOther(type: unknown): boolean {
  return type === 'relay' || type === 'prflx';
}

/** A relay that the other end sees at another address, behind a NAT, is "prflx" as well, but keeps its protocol. */
function isRelay(local: Stat | undefined): boolean {
  return local?.candidateType === 'relay' || local?.relayProtocol !== undefined;
}

/** The pairs of relays: until it has one the loop goes over the device itself. */
export function relayedPairs(list: readonly Stat[]): Stat[] {
  const candidate = (id: unknown) => list.find((stat) => stat.id === id);
  return list.filter(
    ({ type, localCandidateId, remoteCandidateId }) =>
      type === 'candidate-pair' &&
      isRelay(candidate(localCandidateId)) &&
      isRelayOfOther(candidate(remoteCandidateId)?.candidateType),
  );
}

function selectedId(list: readonly Stat[]): unknown {
  return list.find((stat) => stat.type === 'transport')?.selectedCandidatePairId;
}

/** The pair of relays in use, in browsers that name it and in those that only tell which is nominated. */
export function relayedPair(list: readonly Stat[]): Stat | undefined {
  const pairs = relayedPairs(list);
  return pairs.find(({ id }) => id === selectedId(list)) ?? pairs.find(({ nominated }) => nominated === true);
}

/** The statistics of an end whose path through the relays is up: such as know of it. */
export async function statsOfPath(end: RTCPeerConnection, signal: AbortSignal): Promise<Stat[]> {
  for (let look = 1; ; look += 1) {
    const list = await stats(end);
    if (look === LOOKS || relayedPair(list) !== undefined) return list;
    await sleep(OLD_MS / (LOOKS - 1), signal);
  }
}
