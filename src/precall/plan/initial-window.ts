/**
 * How much of a burst may be under way before its first datagrams are back. A train that came through unshaped may have met
 * a full token bucket, and at its rate a round trip of datagrams would flood a slow link. Pure.
 */

/** Bytes under way, and what each byte that is back allows. */
const INITIAL_WINDOW = { bytes: 48_000, perByteBack: 1 } as const;
/** kbit/s that trains read from which on they may have met no bottleneck at all: the clock tells no more of the first one. */
const UNTIMED_KBPS = 8_000;

export class InitialWindow {
  /** True once that much has come back that no bucket could have let it all pass. */
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

  /** True from when it first was full until it is known what the path lets pass: until then nothing is told by the time. */
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
