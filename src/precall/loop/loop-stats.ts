/** Facts of one loop read from getStats (https://www.w3.org/TR/webrtc-stats/). */
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import { packetFramingBytes } from '../link/wire-overhead.ts';
import { relayedPair, type Stat, stats, statsOfPath } from './ice-pairs.ts';
import type { LoopMeans, RelayLoop } from './relay-loop.ts';

export interface LoopFacts {
  /** ms, client to TURN server and back, by the ICE checks of both ends. */
  readonly checkRoundTripsMs: readonly number[];
  readonly networkType?: string;
  readonly srtpTagBytes?: number;
  readonly rtpHeaderBytes?: number;
  readonly turnFramingBytes: number;
}

export interface LoopBytes {
  readonly sent: number;
  readonly received: number;
}

/** IP-level bytes of one ICE check or its answer, in a Send or Data indication. */
const CHECK_BYTES = 160;
/** IP-level bytes, one way, of getting one allocation, permission and channel, and giving them back. */
const ALLOCATION_BYTES = 900;

const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

export async function readLoopFacts(loop: RelayLoop, signal: AbortSignal): Promise<LoopFacts> {
  const [sender, receiver] = await Promise.all([statsOfPath(loop.sender, signal), stats(loop.receiver)]);
  const relay = relayedPair(sender)?.localCandidateId;
  const networkType = sender.find(({ id }) => id === relay)?.networkType;
  const cipher = receiver.find((stat) => stat.type === 'transport')?.srtpCipher;
  const rtpHeaderBytes = headerBytes(receiver);
  return {
    checkRoundTripsMs: [sender, receiver].flatMap(checkRoundTrips),
    ...(typeof networkType === 'string' ? { networkType } : {}),
    ...(typeof cipher === 'string' ? { srtpTagBytes: /GCM/.test(cipher) ? 16 : 10 } : {}),
    ...(rtpHeaderBytes === undefined ? {} : { rtpHeaderBytes }),
    turnFramingBytes: loop.turnFramingBytes,
  };
}

/** A check and its answer cross both relays: two client-TURN round trips. */
function checkRoundTrips(list: readonly Stat[]): number[] {
  const pair = relayedPair(list);
  const latest = number(pair?.currentRoundTripTime);
  const total = number(pair?.totalRoundTripTime);
  const count = number(pair?.responsesReceived);
  const mean = total !== undefined && count !== undefined && count > 1 ? total / count : undefined;
  return [latest, mean].flatMap((seconds) => (seconds === undefined ? [] : [(seconds * 1000) / 2]));
}

function headerBytes(list: readonly Stat[]): number | undefined {
  const bytes = total(list, 'inbound-rtp', 'headerBytesReceived');
  const packets = total(list, 'inbound-rtp', 'packetsReceived');
  return packets === 0 || bytes === 0 ? undefined : bytes / packets;
}

function total(list: readonly Stat[], type: string, name: string): number {
  return list.reduce((sum, stat) => sum + (stat.type === type ? (number(stat[name]) ?? 0) : 0), 0);
}

/** IP-level bytes of both ends. */
export async function readLoopBytes(loop: RelayLoop): Promise<LoopBytes> {
  const [sender, receiver] = await Promise.all([
    readEndBytes(loop.sender, loop.relays.sender.relayProtocol, loop),
    readEndBytes(loop.receiver, loop.relays.receiver.relayProtocol, loop),
  ]);
  return { sent: sender.sent + receiver.sent, received: sender.received + receiver.received };
}

/** IP-level bytes of one end; what stats do not count (allocation, framing) is added by its known size. */
export async function readEndBytes(
  end: RTCPeerConnection,
  relayProtocol: RelayProtocol,
  { turnFramingBytes }: Pick<LoopMeans, 'turnFramingBytes'>,
): Promise<LoopBytes> {
  const list = await stats(end);
  const pair = relayedPair(list);
  const count = (name: string) => number(pair?.[name]) ?? 0;
  // Firefox counts a pair's bytes but not its packets; nearly all of them are RTP.
  const packetsOut = number(pair?.packetsSent) ?? total(list, 'outbound-rtp', 'packetsSent');
  const packetsIn = number(pair?.packetsReceived) ?? total(list, 'inbound-rtp', 'packetsReceived');
  const framing = packetFramingBytes(relayProtocol, turnFramingBytes);
  const checksOut = count('requestsSent') + count('responsesSent') + count('consentRequestsSent');
  const checksIn = count('requestsReceived') + count('responsesReceived');
  return {
    sent: count('bytesSent') + packetsOut * framing + checksOut * CHECK_BYTES + ALLOCATION_BYTES,
    received: count('bytesReceived') + packetsIn * framing + checksIn * CHECK_BYTES + ALLOCATION_BYTES,
  };
}
