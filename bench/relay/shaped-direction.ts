/** One direction of a link within a process: the same rules as link-emulator.c, by timers instead of a device. */
import type { DirectionStats } from '../link/emulator.ts';
import type { Direction } from '../link/link-spec.ts';

interface Held {
  readonly releaseMs: number;
  readonly order: number;
  readonly bytes: number;
  readonly deliver: () => void;
}

/** ms; timers fire up to this early or late, the rest is waited for in turns of the event loop. */
const TIMER_SLACK_MS = 1.5;

export class ShapedDirection {
  #spec: Direction;
  readonly #random: () => number;
  #held: Held[] = [];
  #timer: NodeJS.Timeout | NodeJS.Immediate | undefined;
  #busyUntil = 0;
  #lastRelease = 0;
  #traceStart = performance.now();
  #inBurst = false;
  #lastWasLost = false;
  #order = 0;
  #stats = noStats();

  constructor(spec: Direction, random: () => number = Math.random) {
    this.#spec = spec;
    this.#random = random;
  }

  set(spec: Direction): void {
    this.#spec = spec;
    this.#traceStart = performance.now();
  }

  get stats(): DirectionStats {
    return { ...this.#stats };
  }

  reset(): void {
    this.#stats = noStats();
  }

  /** ms that a packet would wait now before it is sent. */
  waitMs(): number {
    return Math.max(0, this.#busyUntil - performance.now());
  }

  /** Takes a packet of that many bytes at IP level; `deliver` is called when it has crossed, unless it is lost. */
  send(bytes: number, deliver: () => void, { reliable = false } = {}): void {
    const spec = this.#spec;
    const now = performance.now();
    this.#stats.packetsIn += 1;
    this.#stats.bytesIn += bytes;
    if (!reliable && spec.lossAtEntry === true && this.#isLost()) return;
    const wait = Math.max(0, this.#busyUntil - now);
    if (!reliable && wait > spec.queueMs) {
      this.#stats.queueDrops += 1;
      return;
    }
    this.#stats.maxWaitMs = Math.max(this.#stats.maxWaitMs, wait);
    this.#busyUntil = this.#transmitted(now + wait, bytes);
    if (!reliable && spec.lossAtEntry !== true && this.#isLost()) return;
    const jitter = spec.jitterMs * (2 * this.#random() - 1);
    let releaseMs = this.#busyUntil + Math.max(0, spec.delayMs + jitter);
    if (spec.reorder !== true || reliable) releaseMs = Math.max(releaseMs, this.#lastRelease);
    this.#lastRelease = releaseMs;
    this.#hold({ releaseMs, order: this.#order++, bytes, deliver });
  }

  close(): void {
    this.#held = [];
    this.#clear();
  }

  #isLost(): boolean {
    const { loss, lossBurst } = this.#spec;
    if (lossBurst <= 1) {
      this.#inBurst = this.#random() < loss;
    } else {
      const enter = loss / (1 - loss) / lossBurst;
      this.#inBurst = this.#inBurst ? this.#random() >= 1 / lossBurst : this.#random() < enter;
    }
    if (this.#inBurst) this.#stats.losses += 1;
    if (this.#inBurst && !this.#lastWasLost) this.#stats.lossRuns += 1;
    this.#lastWasLost = this.#inBurst;
    return this.#inBurst;
  }

  /** When the last bit has left a link that starts to send at `startMs`. */
  #transmitted(startMs: number, bytes: number): number {
    const { rateKbps, trace } = this.#spec;
    let bits = bytes * 8;
    if (trace === undefined) return rateKbps > 0 ? startMs + bits / rateKbps : startMs;
    const period = trace.reduce((sum, [ms]) => sum + ms, 0);
    let at = startMs;
    let phase = (startMs - this.#traceStart) % period;
    for (let i = 0; ; i = (i + 1) % trace.length) {
      const [ms, kbps] = trace[i] ?? [period, 0];
      const left = ms - phase;
      phase = Math.max(0, -left);
      if (left <= 0) continue;
      if (kbps * left >= bits && kbps > 0) return at + bits / kbps;
      bits -= kbps * left;
      at += left;
    }
  }

  #hold(held: Held): void {
    // Nearly always the last: look from behind.
    let i = this.#held.length;
    while (i > 0 && (this.#held[i - 1]?.releaseMs ?? 0) > held.releaseMs) i -= 1;
    this.#held.splice(i, 0, held);
    if (i === 0) this.#schedule();
  }

  #schedule(): void {
    this.#clear();
    const [next] = this.#held;
    if (next === undefined) return;
    const wait = next.releaseMs - performance.now();
    const release = () => this.#release();
    this.#timer = wait > TIMER_SLACK_MS ? setTimeout(release, Math.floor(wait - 1)) : setImmediate(release);
  }

  #release(): void {
    for (;;) {
      const [next] = this.#held;
      const late = next === undefined ? -1 : performance.now() - next.releaseMs;
      if (next === undefined || late < 0) break;
      this.#held.shift();
      this.#stats.maxLateMs = Math.max(this.#stats.maxLateMs, late);
      this.#stats.packetsOut += 1;
      this.#stats.bytesOut += next.bytes;
      next.deliver();
    }
    this.#schedule();
  }

  #clear(): void {
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
    this.#timer = undefined;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function noStats(): Writable<DirectionStats> {
  const counters = { packetsIn: 0, bytesIn: 0, packetsOut: 0, bytesOut: 0, queueDrops: 0, policerDrops: 0 };
  return { ...counters, losses: 0, lossRuns: 0, stray: 0, maxWaitMs: 0, maxLateMs: 0 };
}
