/** What the browser itself adds to every reading, whatever the path does. */
export interface HostFacts {
  /** ms between two readings the clock can tell apart. */
  readonly clockTickMs: number;
  /** ms of each round trip that a datagram spends inside the browser. */
  readonly delayMs: number;
  /** Bytes at IP level that the browser sends in one go beside the probes: ICE checks and RTCP reports. */
  readonly reportBytes: number;
}

/** True for Firefox's usual clock, which needs corrections that a finer one does not. */
export function ticksWholeMs({ clockTickMs }: Pick<HostFacts, 'clockTickMs'>): boolean {
  return clockTickMs >= 1;
}
