/** What the page and the RTP worker say to each other. Loops are numbered by the page. */
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

/** Options of each RTCRtpScriptTransform: which loop it belongs to and at which end it sits. */
export interface TransformRole {
  readonly loop: number;
  readonly end: 'sender' | 'receiver';
}

export type WorkerRequest =
  /** The loop's audio track is fed through this: one chunk in, one encoded frame out. */
  | { readonly type: 'mint'; readonly loop: number; readonly chunks: WritableStream<AudioData> }
  | { readonly type: 'measure'; readonly loop: number; readonly plan: PlanRequest | LossPlanRequest }
  | {
      readonly type: 'fill';
      readonly loop: number;
      readonly probingLoop: number;
      readonly plan: FillPlanRequest;
    }
  | {
      readonly type: 'up';
      readonly loop: number;
      readonly probingLoop: number;
      readonly plan: UpPlanRequest;
    }
  | { readonly type: 'watch'; readonly loop: number; readonly plan: WatchPlanRequest }
  | { readonly type: 'stop'; readonly loop: number };

export type WorkerReply =
  | { readonly type: 'throughput-begins'; readonly loop: number }
  /** A burst is to come that needs more frames than the audio clock makes so far. */
  | { readonly type: 'frames-wanted'; readonly loop: number }
  /** Enough frames are held for what is still to come. */
  | { readonly type: 'frames-enough'; readonly loop: number }
  | { readonly type: 'measured'; readonly loop: number; readonly result: PlanResult }
  | { readonly type: 'filled'; readonly loop: number; readonly result: FillPlanResult }
  | { readonly type: 'went-up'; readonly loop: number; readonly result: UpPlanResult }
  /** What a watch has seen since it told last. */
  | { readonly type: 'seen'; readonly loop: number; readonly seen: SeenPackets }
  | { readonly type: 'watched'; readonly loop: number }
  | { readonly type: 'failed'; readonly loop: number; readonly message: string };
