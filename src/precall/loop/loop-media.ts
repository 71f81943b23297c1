/** What a loop carries, and how it is measured: `engine/` has the two that there are. */
import type {
  FillPlanRequest,
  FillPlanResult,
  LossPlanRequest,
  PlanRequest,
  PlanResult,
  UpPlanRequest,
  UpPlanResult,
  WatchPlanRequest,
} from '../link/plan-request.ts';
import type { SeenPackets } from '../link/seen-packets.ts';

/** The two ends of a loop, and what is to be called when one has got further media. */
export interface LoopEnds {
  readonly sender: RTCPeerConnection;
  readonly receiver: RTCPeerConnection;
  renegotiate(): Promise<void>;
}

/** What travels on the loop. `attach` is called before the offer is made. */
export interface LoopMedia {
  attach(ends: LoopEnds): void;
}

/** One loop's media, and the way to measure through it. */
export interface LoopEngine extends LoopMedia {
  readonly method: 'rtp-datagrams' | 'data-channel';
  /** Rejects when aborted or when the engine itself fails. */
  measure(
    plan: PlanRequest | LossPlanRequest,
    signal: AbortSignal,
    onThroughput: () => void,
  ): Promise<PlanResult>;
  /** Fills the line through this loop while `probing`, of the same engine, probes it; absent where nothing can fill a line. */
  fill?(probing: LoopEngine, plan: FillPlanRequest, signal: AbortSignal): Promise<FillPlanResult>;
  /** Sends trains through this loop, whose far end is gone, while `probing`, of the same engine, probes the line; absent as `fill` is. */
  sendUp?(probing: LoopEngine, plan: UpPlanRequest, signal: AbortSignal): Promise<UpPlanResult>;
  /** Sends a few probes a second; tells each second what was seen. Rejects as `measure` does. */
  watch(plan: WatchPlanRequest, signal: AbortSignal, onSeen: (seen: SeenPackets) => void): Promise<void>;
  close(): void;
}
