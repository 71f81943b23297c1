/**
 * How much of a burst may be under way before its first datagrams are back (as TCP's initial window, RFC 6928). The train it
 * follows may have passed on the tokens of a full bucket, and a round trip's worth at that rate would flood a slow link. Pure.
 */

/** Bytes under way at first, and further ones for each byte that is back: twice as much every round trip (bench). */
const INITIAL_WINDOW = { bytes: 48_000, perByteBack: 1 } as const;
/**
 * kbit/s from which on a train's reading proves no bottleneck: its datagrams came as close as the clock can tell
 * (bench).
 */
const UNTIMED_KBPS = 8_000;

export class InitialWindow {
  /** True once so much has come back that no bucket's tokens could have let it all pass. */
  #proven: boolean;
  #sentBytes = 0;
  #backBytes = 0;
  #waited = false;

  constructor(expectedKbps: number, proven: boolean) {
    this.#proven = proven || expectedKbps < UNTIMED_KBPS;
  }

  /** True when no more may be sent now. */
  get full(): boolean {
    const full =
      !this.#proven && this.#sentBytes >= INITIAL_WINDOW.bytes + INITIAL_WINDOW.perByteBack * this.#backBytes;
    this.#waited ||= full;
    return full;
  }

  /** True from when it first was full until the path is proven: meanwhile the pace is the window's and not the path's. */
  get waits(): boolean {
    return this.#waited && !this.#proven;
  }

  sent(bytes: number): void {
    this.#sentBytes += bytes;
  }

  /** True when this ends a wait. */
  back(bytes: number): boolean {
    this.#backBytes += bytes;
    if (this.#proven || this.#backBytes < INITIAL_WINDOW.bytes) return false;
    this.#proven = true;
    return this.#waited;
  }
}
