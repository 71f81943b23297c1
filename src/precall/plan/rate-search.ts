/** Trains of growing size that find the rate of a link, so that a slow one never gets a fast one's. */
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
import { wholeWords } from '../link/turn-framing.ts';
import { SLOW_KBPS } from './burst-request.ts';
import { sendFlushPackets } from './flush-packets.ts';
import { sendPaced } from './paced-probes.ts';
import { PROBES_PER_SECOND, TCP_PROBES_PER_SECOND } from './probe-pace.ts';
import { warmUpRoundTripMs } from './warm-up.ts';

/** 5 x 214 bytes are 86 ms of a 100 kbit/s link. */
const FIRST_TRAIN = { count: 5, payload: 160 } as const;
/**
 * Chromium paces its first few kB of larger packets at 930 kbit/s (bandwidth probing); these get that over with. What they
 * read themselves is the link's only when it is far slower than that.
 */
const PACER_FLUSH = { count: 20, payload: 250, inOneGo: 4, neededFor: 200, tellBelowKbps: 550 } as const;
/** Each further train holds as much as the link carries in this time, by what the one before said. */
const NEXT_TRAIN = { most: 16, least: 5, ms: 45 } as const;
/** Where arrivals delay variation a train's reading may be far too high: the next is at most this many times as large. */
const UNSTEADY_GROWTH = 3;
const MOST_TRAINS = 5;
/** A train this large is as good as any. */
const LARGE_TRAIN_BYTES = 12_000;
/** A train that reads less than this times the one before has found the rate. */
const FOUND = 1.4;
/** Share that comes back below which a train was far too fast or too long. */
const MOSTLY_LOST = 0.5;
/** kbit/s assumed when no train comes back. */
const UNKNOWN_KBPS = 300;
/** ms waited for when nothing at all came back yet. */
const UNKNOWN_ROUND_TRIP_MS = 1_000;
/**
 * What is not back after this, in ms and in gaps like the last one, is lost. When it is the end that is missing it may still
 * wait behind a bucket that has just run empty, and a large datagram takes 96 ms on 100 kbit/s.
 */
const SILENCE = { ms: 40, gaps: 1.5, end: 3, endMissingMs: 130 } as const;
/** ms at most until a group is in. */
const TCP_SILENCE_MS = 1_000;
const MOST_WAIT_MS = { datagrams: 2_000, stream: 4_000 } as const;

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
  /** ms that the train it was read from took to arrive. */
  readonly timedMs?: number;
  /** When the beginning of a train went through a token bucket. */
  readonly knee?: TokenBucketKnee;
}

/** Trains, each sized by the one before, until one says no more than that. */
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
    const { delayVariationMs } = burstConditions(link.log, group, overheadBytes, 0);
    const even = isEven(groupOf(link.log, 'train', group - 1));
    // Over TCP what scatters is repeats and what waited behind them; its trains stay as small as they read.
    const unsteady = relayProtocol === 'udp' && !even && isUnsteady(delayVariationMs, known ?? UNKNOWN_KBPS);
    const bytes = unsteady ? lastBytes * UNSTEADY_GROWTH : ((known ?? 0) * NEXT_TRAIN.ms) / 8;
    const mostPayload =
      (known ?? 0) < SLOW_KBPS && !unsteady ? PACER_FLUSH.neededFor - 4 : link.maxPayloadBytes;
    // Where a few datagrams tell no rate, these many do: on a slow link they are as large a train as it should get.
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
    // More of them would only drown: a burst finds out what drops them.
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

/** Probes while a group is under way: at most links a round trip is mostly rest. */
export async function probeUntilIn(
  link: DatagramLink,
  sent: Group,
  signal: AbortSignal,
  udpPerSecond: number = PROBES_PER_SECOND.slow,
): Promise<void> {
  const until = () => isIn(link, sent);
  const udp = sent.relayProtocol === 'udp';
  const ms = udp ? MOST_WAIT_MS.datagrams : MOST_WAIT_MS.stream;
  const perSecond = udp ? udpPerSecond : TCP_PROBES_PER_SECOND;
  // While a train is coming in they would only queue up behind it.
  const pauses = () =>
    udp && sent.kind === 'train' && returned(groupOf(link.log, sent.kind, sent.group)).length > 0;
  await sendPaced(link, { perSecond, kind: 'probe', ms, until, pauses }, signal);
}

/**
 * kbit/s, at most what the first train's round trip allows beyond the quickest datagram's. Over TCP small ones share a segment
 * and arrive at once, whatever the rate; each direction takes its time for the whole of it.
 */
function wholeKbps(link: DatagramLink, overheadBytes: number): number {
  const train = returned(groupOf(link.log, 'train', 0));
  // What set the loop up may have kept every one of the first waiting, and no longer the train.
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

/** Everything is back, or nothing new came for so long that the rest is lost; a stream only loses what its socket refused. */
function isIn(link: DatagramLink, { kind, group, relayProtocol }: Group): boolean {
  const sent = groupOf(link.log, kind, group);
  const back = returned(sent);
  if (back.length === sent.length) return true;
  const lastSent = sent.at(-1)?.sentMs ?? 0;
  const now = link.now();
  if (relayProtocol !== 'udp') {
    const newest = Math.max(lastSent, ...back.map((packet) => packet.receivedMs));
    const idleRoundTripMs = warmUpRoundTripMs(link.log) ?? UNKNOWN_ROUND_TRIP_MS;
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

/** ms, the longest small datagram's way so far: nothing is slower without a queue of ours. */
function roundTripOf(link: DatagramLink): number {
  const roundTrips = returned(packetRecords(link.log, ...SMALL)).map(loopRoundTripMs);
  return roundTrips.length === 0 ? UNKNOWN_ROUND_TRIP_MS : Math.max(...roundTrips);
}
