import type { ForecastInput } from '../../src/core/forecast/forecast-types.ts';

/** What a tool said of a link, in one vocabulary; a metric that a tool does not give is absent. */
export interface Measurement {
  /** kbit/s, as the tool reports it (ours: goodput at IP level). */
  readonly throughputKbps?: number;
  /** kbit/s; only ours tells capacity from goodput. */
  readonly capacityKbps?: number;
  readonly shareKbps?: number;
  /** 0-1, half width of the tool's own 95 % interval. */
  readonly uncertainty?: number;
  readonly atLeast?: boolean;
  /** The way that sets the throughput, kbit/s of each where it is known, and why it is not known; only of `precall-ways`. */
  readonly narrower?: 'up' | 'down';
  readonly upKbps?: number;
  readonly downKbps?: number;
  readonly narrowerMissing?: string;
  /** ms, median. */
  readonly rttMs?: number;
  /** 0-1, over the loop. */
  readonly loss?: number;
  readonly lossInterval?: readonly [number, number];
  /** ms, what the tool calls jitter. */
  readonly jitterMs?: number;
  readonly p95DeviationMs?: number;
  readonly medianDeviationMs?: number;
  /** What the forecast of a call takes beside these; only ours. */
  readonly ways?: Partial<ForecastInput>;
  readonly durationMs: number;
  /** ms since the epoch when the first train was in: what raises queues from then on is the test, not the set-up. */
  readonly climbingSince?: number;
  /** Bytes both ways as the tool counted them itself. */
  readonly ownBytes?: number;
  /** How many of the URLs asked for carried data; for connectivity runs. */
  readonly reachable?: number;
  /** Why metrics are missing, or what went wrong. */
  readonly remark?: string;
}

/** What runs on the bench's page. */
export type PageTool =
  | 'precall'
  | 'precall-light'
  /** A full run that also looks for the narrower way. */
  | 'precall-ways'
  | 'precall-connectivity'
  | 'jitsi'
  | 'twilio'
  | 'cloudflare';
/** `product` is `npm run precall`: the built extension in a browser of its own. */
export type ToolName = PageTool | 'product';

export interface PageServer {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

export interface PageRequest {
  readonly tool: PageTool;
  /** One, but for connectivity runs. */
  readonly servers: readonly PageServer[];
  /** kbit/s; ours only. */
  readonly capKbps: number;
  /**
   * Hold both ends of a peer's loop to the relay. Twilio's sender is not by itself: where its packets would otherwise
   * bypass the emulated link or the transport under test.
   */
  readonly forceRelay: boolean;
}
