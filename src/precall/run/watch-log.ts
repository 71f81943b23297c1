/** What a watch has seen so far: loop after loop, and what became of the path; and what of that is told. */
import type { FailureReason } from '../../core/report/failure-reasons.ts';
import {
  NOTHING_SEEN,
  type WatchChange,
  type WatchEnd,
  type WatchSecond,
  type WatchUpdate,
} from '../../core/watch/watch-report.ts';
import { viewOf } from '../estimate/stall/watched-line.ts';
import { PacketLogParts, type SeenPackets } from '../link/seen-packets.ts';
import { pathChanges, type WatchedPath } from './watched-path.ts';

interface WatchedLoop {
  readonly parts: PacketLogParts;
  lostAtMs?: number;
}

export class WatchLog {
  readonly #ofMs: number;
  readonly #now: () => number;
  readonly #loops: WatchedLoop[] = [];
  readonly #changes: WatchChange[] = [];
  readonly #told = new Map<number, string>();
  #startedAt: number;
  /** On the probes' clock, which is not this page's. */
  #startMs: number | undefined;
  #seen: { readonly nowMs: number; readonly atMs: number } | undefined;
  #path: WatchedPath | undefined;
  /** Up to when the newest update went. */
  #viewedMs = 0;
  #phase: WatchUpdate['phase'] = 'waiting';
  #end: Pick<WatchUpdate, 'end' | 'reason' | 'bytes'> = {};

  /** `now`: ms since the epoch. */
  constructor(ofMs: number, now: () => number) {
    this.#ofMs = ofMs;
    this.#now = now;
    this.#startedAt = now();
  }

  /** ms that are left since the first probe; undefined before it. */
  get leftMs(): number | undefined {
    return this.#startMs === undefined ? undefined : this.#ofMs - this.#elapsedMs;
  }

  connecting(): void {
    this.#phase = 'connecting';
  }

  connected(path: WatchedPath): void {
    this.#phase = 'watching';
    this.#loops.push({ parts: new PacketLogParts() });
    if (this.#path !== undefined) {
      // Another loop has other relays: that alone is no change.
      const { pair: _pair, ...known } = this.#path;
      this.#path = known;
    }
    this.pathIs(path);
  }

  /** Facts that are not known leave those known before. */
  pathIs(path: Partial<WatchedPath>): void {
    const now = { ...this.#path, ...path } as WatchedPath;
    const changes = this.#path === undefined ? [] : pathChanges(this.#path, now);
    this.#path = now;
    const atMs = Math.max(0, this.#elapsedMs);
    this.#changes.push(...changes.map((change) => ({ atMs, ...change })));
  }

  take(seen: SeenPackets): void {
    const first = seen.sent.find(({ kind }) => kind === 'probe');
    if (this.#startMs === undefined && first !== undefined) {
      this.#startMs = first.sentMs;
      this.#startedAt = this.#now() - (seen.nowMs - first.sentMs);
    }
    this.#seen = { nowMs: seen.nowMs, atMs: performance.now() };
    this.#loops.at(-1)?.parts.add(seen);
  }

  /** ms since anything came back through the loop, or since its first probe. */
  get silentMs(): number {
    const log = this.#loops.at(-1)?.parts.log;
    const since = log?.arrivals.at(-1)?.receivedMs ?? log?.sent[0]?.sentMs;
    return since === undefined ? 0 : this.#probeClockMs - since;
  }

  /** The loop is given up. */
  lost(): void {
    const loop = this.#loops.at(-1);
    if (loop === undefined) return;
    loop.lostAtMs = loop.parts.log.arrivals.at(-1)?.receivedMs ?? this.#probeClockMs;
    this.#phase = 'connecting';
  }

  ended(end: WatchEnd, bytes: number, reason?: FailureReason): void {
    this.#phase = 'ended';
    this.#end = { end, bytes: Math.round(bytes), ...(reason === undefined ? {} : { reason }) };
  }

  /** Of the seconds only what is new since it was asked last; all of them when `whole`. */
  update(whole = false): WatchUpdate {
    this.#viewedMs = this.#viewMs;
    const view =
      this.#startMs === undefined
        ? { summary: NOTHING_SEEN, seconds: [], silentMs: 0 }
        : viewOf({
            startMs: this.#startMs,
            nowMs: this.#viewedMs,
            loops: this.#loops.map(({ parts, lostAtMs }) => ({
              log: parts.log,
              ...(lostAtMs === undefined ? {} : { lostAtMs }),
            })),
            changes: this.#changes,
            isOver: this.#phase === 'ended',
          });
    const { server, transport, network } = this.#path ?? {};
    // The last probes are waited for beyond the time.
    const durationMs = Math.min(this.#ofMs, view.summary.durationMs);
    return {
      phase: this.#phase,
      startedAt: this.#startedAt,
      ofMs: this.#ofMs,
      ...(server === undefined ? {} : { server }),
      ...(transport === undefined ? {} : { relayProtocol: transport }),
      ...(network === undefined ? {} : { networkType: network }),
      ...view,
      ...(this.#phase === 'ended' && { silentMs: 0 }),
      summary: { ...view.summary, durationMs },
      seconds: whole ? view.seconds : view.seconds.filter((second) => this.#isNews(second)),
      ...this.#end,
    };
  }

  #isNews(second: WatchSecond): boolean {
    const text = JSON.stringify(second);
    if (this.#told.get(second.second) === text) return false;
    this.#told.set(second.second, text);
    return true;
  }

  /** As far as the newest loop has told; while there is none that has, time goes on, but not over a sleep. */
  get #viewMs(): number {
    if (this.#end.end === 'slept') return this.#viewedMs;
    const loop = this.#loops.at(-1);
    const hasTold = loop !== undefined && loop.lostAtMs === undefined && loop.parts.log.sent.length > 0;
    return hasTold ? (this.#seen?.nowMs ?? 0) : this.#probeClockMs;
  }

  get #probeClockMs(): number {
    return this.#seen === undefined ? 0 : this.#seen.nowMs + performance.now() - this.#seen.atMs;
  }

  get #elapsedMs(): number {
    return this.#startMs === undefined ? 0 : this.#probeClockMs - this.#startMs;
  }
}
