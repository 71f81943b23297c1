import type { DatagramKind } from './datagram-kinds.ts';
import type { PacketLog } from './packet-log.ts';

/**
 * One loop seen as a datagram service: client -> TURN -> client, both ends on one clock.
 * The plans are written against this, so that RTP frames, a data channel and a simulated link all fit.
 */
export interface DatagramLink {
  readonly log: PacketLog;
  /** Largest payload that fits one IP packet. */
  readonly maxPayloadBytes: number;
  /** ms. */
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Makes sure that `count` datagrams can be sent back to back. */
  prepare(count: number, signal: AbortSignal): Promise<void>;
  /** Tells it what rate a burst will have, kbit/s, so that it can get ready meanwhile. */
  expectBurst?(kbps: number): void;
  /** Tells it that only paced probes are still to come: no more than this, after which it may rest. */
  expectProbes?(pace: { readonly perSecond: number; readonly ms: number }): void;
  /** Sends one datagram now; false when the link has none to give at this moment. */
  send(payloadBytes: number, kind: DatagramKind, group: number): boolean;
}
