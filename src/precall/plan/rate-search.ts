/**
 * A first search for the rate of a link, by packet trains of growing size (as in pathChirp and TOPP): each is sized by what the
 * one before read, so that a slow link never gets a fast one's.
 */
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import { burstConditions, isUnsteady } from '../estimate/capacity/burst-conditions.ts';
import { kneeOf, type TokenBucketKnee } from '../estimate/capacity/token-bucket-knee.ts';
import {
  isEven,
  trainDispersionKbps,
  wholeTrainDispersionKbps,
} from '../estimate/capacity/train-dispersion.ts';
import { SMALL } from '../link/datagram-kinds.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import {
  groupOf,
  loopRoundTripMs,
  type PacketRecord,
  packetRecords,
  returned,
  wireBitsOf,
} from '../link/packet-log.ts';
import type { PlanRequest } from '../link/plan-request.ts';
import { SLOW_KBPS } from '../link/slow-link.ts';
import { wholeWords } from '../link/turn-framing.ts';
import { sendFlushPackets } from './flush-packets.ts';
import { sendPaced } from './paced-probes.ts';
import { PROBES_PER_SECOND, TCP_PROBES_PER_SECOND } from './probe-pace.ts';
import { warmUpRoundTripMs } from './warm-up.ts';

/** Datagrams and bytes of payload of the first train: 5 x 214 bytes with their headers are 86 ms of a 100 kbit/s link. */
const FIRST_TRAIN = { count: 5, payload: 160 } as const;
/**
 * What makes Chromium's pacer finish its bandwidth probing, in which it paces the first few kB of larger packets at 930
 * kbit/s.
 */
const PACER_FLUSH = {
  /** Datagrams, bytes of payload of each, and how many go out at once. */
  count: 20,
  payload: 250,
  inOneGo: 4,
  /** Bytes of payload from which on packets are paced so (captures). */
  neededFor: 200,
  /** kbit/s below which what the flush itself reads is the link's rate, and not the pacer's. */
  tellBelowKbps: 550,
} as const;
/** A further train (bench). */
const NEXT_TRAIN = {
  /** Datagrams at most and at least. */
  most: 16,
  least: 5,
  /** ms of the link in it, at the rate the train before read. */
  ms: 45,
} as const;
/** Factor by which a train may exceed the one before where delays vary and its reading may be far too high (bench). */
const UNSTEADY_GROWTH = 3;
/** Trains of one search at most (bench). */
const MOST_TRAINS = 5;
/** Bytes of a train that reads as well as any larger one where delays vary (bench). */
const LARGE_TRAIN_BYTES = 12_000;
/** Factor on the reading before, below which a train has found the rate (bench). */
const FOUND = 1.4;
/** Share of a train that comes back, below which it was far too fast or too long. */
const MOSTLY_LOST = 0.5;
/** kbit/s assumed when no train comes back. */
const UNKNOWN_KBPS = 300;
/** ms of round trip assumed while nothing has come back. */
const ASSUMED_ROUND_TRIP_MS = 1_000;
/** The silence after which what is missing of a train is lost (bench). */
const SILENCE = {
  /** ms at least, and gaps as long as the last one. */
  ms: 40,
  gaps: 1.5,
  /** Datagrams that are the train's end. */
  end: 3,
  /**
   * ms where all of the end is missing: a token bucket may have run empty, and a large datagram takes 96 ms at 100
   * kbit/s.
   */
  endMissingMs: 130,
} as const;
/** ms of silence, beside two round trips, after which what is missing over TCP never left the socket. */
const TCP_SILENCE_MS = 1_000;
/** ms at most until a train or burst is in. */
const MOST_WAIT_MS = { datagrams: 2_000, tcp: 4_000 } as const;

/** What was sent in one go. */
export interface Group {
  readonly kind: 'train' | 'burst';
  readonly group: number;
  readonly relayProtocol: RelayProtocol;
}

export interface FoundRate {
  /** The last group. */
  readonly group: number;
  readonly kbps: number;
  /** ms of arrivals it was read from. */
  readonly timedMs?: number;
  /** Present when the beginning of a train passed on a token bucket's tokens. */
  readonly knee?: TokenBucketKnee;
}

/** Sends trains, each sized by the one before, until one reads no more than that. */
export async function searchRate(
  link: DatagramLink,
  { overheadBytes, relayProtocol }: PlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<FoundRate> {
  let known: number | undefined;
  let flushed = false;
  let lastBytes = 0;
  for (let group = 0; group < MOST_TRAINS; group += 1) {
    const { delayVariationMs } = burstConditions({ log: link.log, overheadBytes }, group);
    const even = isEven(groupOf(link.log, 'train', group - 1));
    // Over TCP delays vary because of retransmissions and what waited behind them; its trains stay as small as they read.
    const unsteady = relayProtocol === 'udp' && !even && isUnsteady(delayVariationMs, known ?? UNKNOWN_KBPS);
    const bytes = unsteady ? lastBytes * UNSTEADY_GROWTH : ((known ?? 0) * NEXT_TRAIN.ms) / 8;
    const mostPayload =
      (known ?? 0) < SLOW_KBPS && !unsteady ? PACER_FLUSH.neededFor - 4 : link.maxPayloadBytes;
    // Where delays vary a few datagrams tell no rate, but the many of the flush do; a slow link should get no larger train.
    const byFlushPackets = unsteady && known !== undefined && !flushed;
    const next = byFlushPackets
      ? PACER_FLUSH
      : known === undefined
        ? FIRST_TRAIN
        : nextTrain(bytes, mostPayload, overheadBytes);
    lastBytes = next.count * (next.payload + overheadBytes);
    if (next.payload >= PACER_FLUSH.neededFor && !flushed) {
      await sendFlushPackets(
        link,
        { ...PACER_FLUSH, group, kind: byFlushPackets ? 'train' : 'flush' },
        signal,
      );
      flushed = true;
    }
    if (!byFlushPackets) {
      await link.prepare(next.count, signal);
      for (let i = 0; i < next.count; i += 1) link.send(next.payload, 'train', group);
    }
    await probeUntilIn(link, { kind: 'train', group, relayProtocol }, signal);
    onThroughput();
    const knee =
      relayProtocol === 'udp' && known !== undefined
        ? kneeOf(
            packetRecords(link.log, 'flush', 'train').filter((sent) => sent.group === group),
            overheadBytes,
            delayVariationMs,
          )
        : undefined;
    if (knee !== undefined) return { group, kbps: knee.kbps, knee };
    const path = unsteady ? 'unsteady' : 'steady';
    const train = groupOf(link.log, 'train', group);
    const read =
      trainDispersionKbps(train, overheadBytes, path) ??
      (unsteady ? wholeTrainDispersionKbps(train, overheadBytes) : undefined);
    // Larger trains would only lose more: a burst finds out what drops them.
    if (known !== undefined && relayProtocol === 'udp' && isMostlyLost(train)) {
      return { group, kbps: unsteady ? (read ?? known) : known };
    }
    if (read === undefined) continue;
    const first = relayProtocol !== 'udp' && known === undefined;
    const seen = first ? Math.min(read, wholeKbps(link, overheadBytes)) : read;
    const timedMs = spanMs(link, group);
    const found =
      known !== undefined &&
      (byFlushPackets
        ? (seen * timedMs) / Math.max(1, timedMs - delayVariationMs) < PACER_FLUSH.tellBelowKbps
        : unsteady
          ? timedMs > 1.5 * delayVariationMs || lastBytes > LARGE_TRAIN_BYTES
          : seen < FOUND * known);
    known = seen;
    link.expectBurst?.(known);
    if (found) return { group, kbps: seen, timedMs };
  }
  return { group: MOST_TRAINS, kbps: known ?? UNKNOWN_KBPS };
}

function nextTrain(bytes: number, maxPayload: number, overheadBytes: number) {
  const payload = Math.max(24, Math.min(maxPayload, wholeWords(bytes / NEXT_TRAIN.least - overheadBytes)));
  const count = Math.floor(bytes / (payload + overheadBytes));
  return { payload, count: Math.max(NEXT_TRAIN.least, Math.min(NEXT_TRAIN.most, count)) };
}

/** Sends probes while a train or burst is under way: on most links that is mostly idle time. */
export async function probeUntilIn(
  link: DatagramLink,
  sent: Group,
  signal: AbortSignal,
  udpPerSecond: number = PROBES_PER_SECOND.slow,
): Promise<void> {
  const until = () => isIn(link, sent);
  const udp = sent.relayProtocol === 'udp';
  const ms = udp ? MOST_WAIT_MS.datagrams : MOST_WAIT_MS.tcp;
  const perSecond = udp ? udpPerSecond : TCP_PROBES_PER_SECOND;
  // While a train is coming in they would only queue up behind it.
  const pauses = () =>
    udp && sent.kind === 'train' && returned(groupOf(link.log, sent.kind, sent.group)).length > 0;
  await sendPaced(link, { perSecond, kind: 'probe', ms, until, pauses }, signal);
}

/**
 * kbit/s at most, by how much longer the whole first train took than the quickest small datagram. Over TCP small datagrams share
 * a segment and arrive at once, whatever the rate; but each direction takes its time for the whole segment.
 */
function wholeKbps(link: DatagramLink, overheadBytes: number): number {
  const train = returned(groupOf(link.log, 'train', 0));
  // What set the loop up may have kept all of the warm-up waiting, and no longer the train.
  const rest = Math.min(...returned(packetRecords(link.log, 'warm-up', 'train')).map(loopRoundTripMs));
  const bits = wireBitsOf(train, overheadBytes);
  const beyondMs = Math.max(...train.map(loopRoundTripMs)) - rest;
  return (2 * bits) / Math.max(1, beyondMs);
}

function isMostlyLost(train: readonly PacketRecord[]): boolean {
  return returned(train).length < MOSTLY_LOST * train.length;
}

/** ms from the first to the last arrival of a train. */
function spanMs(link: DatagramLink, group: number): number {
  const times = returned(groupOf(link.log, 'train', group)).map((packet) => packet.receivedMs);
  return Math.max(...times) - Math.min(...times);
}

/**
 * True when everything is back, or nothing came for so long that the rest is lost; TCP loses only what its socket
 * refused.
 */
function isIn(link: DatagramLink, { kind, group, relayProtocol }: Group): boolean {
  const sent = groupOf(link.log, kind, group);
  const back = returned(sent);
  if (back.length === sent.length) return true;
  const lastSent = sent.at(-1)?.sentMs ?? 0;
  const now = link.now();
  if (relayProtocol !== 'udp') {
    const newest = Math.max(lastSent, ...back.map((packet) => packet.receivedMs));
    const idleRoundTripMs = warmUpRoundTripMs(link.log) ?? ASSUMED_ROUND_TRIP_MS;
    return now - newest > TCP_SILENCE_MS + 2 * idleRoundTripMs;
  }
  if (back.length === 0) return now - lastSent > 1.5 * roundTripOf(link) + 300;
  const times = back.map((packet) => packet.receivedMs).sort((a, b) => a - b);
  const latest = times.at(-1) ?? 0;
  const roundTrips = back.map(loopRoundTripMs);
  const delayVariation = Math.max(...roundTrips) - Math.min(...roundTrips);
  const endMissing = sent.slice(-SILENCE.end).every((packet) => packet.receivedMs === undefined);
  const leastMs = endMissing ? SILENCE.endMissingMs : SILENCE.ms;
  const silenceMs = Math.max(leastMs, SILENCE.gaps * (latest - (times.at(-2) ?? latest)));
  return now - latest > silenceMs && now - lastSent > Math.max(...roundTrips) + delayVariation / 4 + 20;
}

/** ms, the longest round trip of a small datagram so far: without a queue of ours nothing is slower. */
function roundTripOf(link: DatagramLink): number {
  const roundTrips = returned(packetRecords(link.log, ...SMALL)).map(loopRoundTripMs);
  return roundTrips.length === 0 ? ASSUMED_ROUND_TRIP_MS : Math.max(...roundTrips);
}
