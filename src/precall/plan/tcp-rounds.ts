/**
 * Over TCP a connection's window opens round trip by round trip: on a far link it would take seconds to fill the path. But
 * what it does send in one go crosses the bottleneck at the bottleneck's rate. So each round sends one train, as long as the
 * window lets out by then and as a small queue allows, and waits until it is back.
 */

import { wasRetransmitted } from '../estimate/capacity/tcp-retransmissions.ts';
import { leftEvenly, roundsOf, tcpPath, tcpTrainRate } from '../estimate/capacity/tcp-train-rate.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { groupOf, loopRoundTripMs, packetRecords, returned } from '../link/packet-log.ts';
import type { PlanRequest } from '../link/plan-request.ts';
import { MOST_SERIALISATION_MS } from './burst-request.ts';
import { probeUntilIn, searchRate } from './rate-search.ts';
import { warmUpRoundTripMs } from './warm-up.ts';

/** ms of the link's time that trains take (bench). */
const TRAIN = {
  /** One train. */
  ms: 80,
  /** All of them together. */
  inAll: 450,
  /** All of them on a far link, where they agree. */
  inAllFar: 150,
} as const;
/** How a train leaves once the rate is known, so that the queue it raises stays small (bench). */
const CALM = {
  /** ms of the link sent in one go. */
  ms: 40,
  /** Factor on the rate at which the rest follows. */
  pace: 1.08,
  /** ms between two looks. */
  tickMs: 3,
} as const;
/** Rounds at least and at most, and ms after which the next one is the last (bench). */
const ROUNDS = { least: 3, most: 12, mostMs: 3_200 } as const;
/** How trains grow: a sender that paces itself (BBR) lets a small one out below what the path carries (bench). */
const GROWTH = {
  /** Factor on the size while larger trains read more. */
  pace: 2,
  /** Factor on the size of the one train that asks whether a larger one would read more. */
  asking: 1.35,
  /** Factor on the reading before, from which on a train reads more. */
  reads: 1.08,
} as const;
/** ms of round trip below which no train has to ask so: acknowledgements come soon enough (bench). */
const NEAR_MS = 100;
/** ms of round trip above which a window that paces has no time to open: what was read is a lower bound (bench). */
const FAR_MS = 250;
/** Relative difference of two rounds that agree. */
const AGREE = 0.03;
/**
 * Bytes of payload of a datagram at least: the kernel may put shorter ones into one segment, whose header would count
 * twice.
 */
const LEAST_PAYLOAD = 320;
/** Datagrams of a train at least. */
const LEAST_IN_TRAIN = 4;
/** Bytes of a train at most: a browser's socket may refuse more at once. */
const MOST_BYTES = 120_000;

export interface RoundsOutcome {
  /** Group of the first round. */
  readonly firstGroup: number;
  /** kbit/s at IP level as far as the rounds read. */
  readonly kbps: number;
  /**
   * Present when the rounds' rate is not the throughput: segments were retransmitted, or the sender's pacing distorts
   * it.
   */
  readonly needsFlow?: 'repeats' | 'pacing';
  /** True when the last and largest train still read more than the one before, or there was no time for larger ones. */
  readonly growing: boolean;
}

/** kbit/s below which a sender that paces itself lets a near link's short trains out below its rate (bench). */
const PACED_KBPS = 2_000;
/**
 * kbit/s below which a retransmission calls for no flow: that would only fill the queue further that dropped the segment
 * (bench).
 */
const REPEATS_KBPS = 300;
/** Relative spread of the rounds' rates, above which a flow tells the throughput better. */
const MOST_SPREAD = 0.15;
/** Bits of a small datagram on the wire, up and down: on a slow link their time is no distance. */
const SMALL_BITS = 2 * 8 * 180;

export async function sendRounds(
  link: DatagramLink,
  request: PlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<RoundsOutcome> {
  const { overheadBytes, capKbps, relayProtocol } = request;
  const searched = await searchRate(link, request, signal, onThroughput);
  const firstGroup = searched.group + 1;
  const idleRoundTripMs = warmUpRoundTripMs(link.log) ?? request.roundTripMs;
  let kbps = Math.min(searched.kbps, 1.2 * capKbps);
  // What set the loop up may have kept all of the warm-up waiting.
  const quickestMs = Math.min(
    idleRoundTripMs,
    ...returned(packetRecords(link.log, 'train', 'probe')).map(loopRoundTripMs),
  );
  const paced = quickestMs - SMALL_BITS / kbps < NEAR_MS && kbps < PACED_KBPS;
  const repeated = () => wasRetransmitted(link.log, idleRoundTripMs);
  const atFirst = repeated();
  if (atFirst && kbps > REPEATS_KBPS) return { firstGroup, kbps, needsFlow: 'repeats', growing: false };
  if (paced && !atFirst) return { firstGroup, kbps, needsFlow: 'pacing', growing: false };
  const start = link.now();
  let bytes = (kbps * TRAIN.ms) / 8;
  let measuredMs = 0;
  let asked = idleRoundTripMs < NEAR_MS;
  let growing = false;
  let overCap = 0;
  let even = false;
  for (let round = 0; round < ROUNDS.most; round += 1) {
    const group = firstGroup + round;
    const payload = tcpPayload(link, kbps, overheadBytes);
    const wire = payload + overheadBytes;
    const count = Math.max(LEAST_IN_TRAIN, Math.floor(bytes / wire));
    await link.prepare(count, signal);
    await sendTrain(link, { payload, count, group, wire, ...(even ? { kbps } : {}) }, signal);
    await probeUntilIn(link, { kind: 'burst', group, relayProtocol }, signal);
    if (kbps > REPEATS_KBPS && repeated()) return { firstGroup, kbps, needsFlow: 'repeats', growing };
    const path = tcpPath(link.log, overheadBytes, idleRoundTripMs, request.host);
    const read = tcpTrainRate([groupOf(link.log, 'burst', group)], overheadBytes, path)?.kbps ?? kbps;
    const alike = Math.abs(read - kbps) < AGREE * kbps;
    growing = read > GROWTH.reads * kbps;
    even = leftEvenly(groupOf(link.log, 'burst', group));
    measuredMs += (count * wire * 8) / read;
    kbps = Math.min(Math.max(read, growing ? 0 : kbps), 1.2 * capKbps);
    const usual = (kbps * TRAIN.ms) / 8;
    overCap = read >= 1.05 * capKbps ? overCap + 1 : 0;
    if (overCap >= ROUNDS.least) break;
    const enough = round + 1 >= ROUNDS.least && measuredMs >= TRAIN.inAll;
    const late = link.now() - start + idleRoundTripMs > ROUNDS.mostMs;
    if (!growing && asked && (enough || late)) break;
    if (even && alike && idleRoundTripMs >= NEAR_MS && measuredMs >= TRAIN.inAllFar) break;
    if (late && round + 1 >= ROUNDS.least) break;
    if (even) {
      bytes = usual;
      asked = true;
    } else if (growing) {
      bytes = asked ? Math.max(usual, bytes * GROWTH.pace) : usual;
    } else if (asked) {
      bytes = usual;
    } else {
      bytes = Math.max(usual, bytes * GROWTH.asking);
      asked = true;
    }
    bytes = Math.min(bytes, (capKbps * TRAIN.ms * 1.15) / 8, MOST_BYTES);
  }
  const path = tcpPath(link.log, overheadBytes, idleRoundTripMs, request.host);
  const trains = packetRecords(link.log, 'burst').filter(({ group }) => group >= firstGroup);
  const { spread = 1 } = tcpTrainRate(roundsOf(trains), overheadBytes, path) ?? {};
  return {
    firstGroup,
    kbps,
    growing: growing || (idleRoundTripMs > FAR_MS && !even),
    ...(spread > MOST_SPREAD && { needsFlow: 'pacing' }),
  };
}

interface Train {
  readonly payload: number;
  readonly count: number;
  readonly group: number;
  /** Bytes of one at IP level. */
  readonly wire: number;
  /** kbit/s, where the rate of the link is known. */
  readonly kbps?: number;
}

/**
 * Sends a train in one go; where the rate is known, as much as keeps the link busy, and the rest as it empties. What the
 * link refuses follows as soon as it takes it: a data channel waits for its own congestion control.
 */
async function sendTrain(link: DatagramLink, train: Train, signal: AbortSignal): Promise<void> {
  const { payload, count, group, wire, kbps } = train;
  const start = link.now();
  for (let sent = 0; sent < count && link.now() - start < ROUNDS.mostMs; ) {
    const ms = CALM.ms + CALM.pace * (link.now() - start);
    const due = kbps === undefined ? count : Math.max(LEAST_IN_TRAIN, Math.floor((kbps * ms) / 8 / wire));
    while (sent < Math.min(count, due) && link.send(payload, 'burst', group)) sent += 1;
    if (sent < count) await link.sleep(CALM.tickMs, signal);
  }
}

/** Bytes of payload whose time on the wire keeps nobody else waiting. */
export function tcpPayload(
  { maxPayloadBytes }: Pick<DatagramLink, 'maxPayloadBytes'>,
  kbps: number,
  overheadBytes: number,
): number {
  const payload = Math.round((kbps * MOST_SERIALISATION_MS) / 8 - overheadBytes);
  return Math.min(maxPayloadBytes, Math.max(LEAST_PAYLOAD, payload));
}
