/** What a measurement is asked for, and what it hands back. */
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import type { HostFacts } from './host-facts.ts';
import type { PacketLog } from './packet-log.ts';

export interface PlanRequest {
  readonly kind: 'light' | 'full';
  readonly relayProtocol: RelayProtocol;
  /** IP-level bytes around each payload, as far as known beforehand. */
  readonly overheadBytes: number;
  /** kbit/s at IP level; nothing faster is sent. */
  readonly capKbps: number;
  /** ms, a first idea of one round trip. */
  readonly roundTripMs: number;
  readonly host: HostFacts;
  /** ms that setting the loop up took. */
  readonly setUpMs?: number;
  /** IP-level bytes both ways that setting the loop up took, where that is known. */
  readonly setUpBytes?: number;
}

/** Loss alone, on a loop that nothing else is asked of. */
export interface LossPlanRequest {
  readonly kind: 'loss';
  /** ms, a first idea of one round trip. */
  readonly roundTripMs: number;
  readonly probesPerSecond: number;
}

/** A filled line: one loop fills it, another probes it meanwhile. */
export interface FillPlanRequest {
  /** IP-level bytes around each payload. */
  readonly overheadBytes: number;
  /** kbit/s at IP level that the line carries, as was measured just before. */
  readonly capacityKbps: number;
  /** ms, a round trip of the idle line. */
  readonly roundTripMs: number;
}

export interface FillPlanResult {
  /** Of the loop that filled the line. */
  readonly filling: PacketLog;
  /** Of the one that probed it. */
  readonly probing: PacketLog;
}

/** Trains that go up alone, and probes around the loop beside them. */
export interface UpPlanRequest extends FillPlanRequest {
  /** kbit/s at IP level; a faster way up is told as that. */
  readonly mostKbps: number;
}

export interface UpPlanResult {
  /** Of what went up alone: nothing of it comes back. */
  readonly trains: PacketLog;
  /** Of the loop that probed. */
  readonly probing: PacketLog;
}

/** A few probes a second for some minutes. */
export interface WatchPlanRequest {
  readonly ms: number;
  readonly perSecond: number;
  /** ms, a first idea of one round trip. */
  readonly roundTripMs: number;
}

export interface PlanResult {
  readonly log: PacketLog;
  /** Group of the burst that the throughput comes from; absent when none was sent. */
  readonly decidingGroup?: number;
  /** Over TCP: whether trains in rounds or one flow say the throughput, and rounds only a lower bound. */
  readonly tcp?: 'rounds' | 'growing-rounds' | 'flow';
  /** True when the deciding burst was held back by the cap. */
  readonly capped: boolean;
  /** True when the rate is what a token bucket regains: an idle path delays nothing. */
  readonly tokenBucket?: boolean;
}
