/** What differs from browser to browser and none of their APIs tells: one row a browser. */
import type { HostFacts } from '../link/host-facts.ts';
import { CHANNEL_DATA_BYTES, INDICATION_BYTES } from '../link/turn-framing.ts';

export interface BrowserTraits extends Omit<HostFacts, 'clockTickMs'> {
  /** Bytes that TURN puts around each datagram. */
  readonly turnFramingBytes: number;
}

const TRAITS = {
  /**
   * Sends from the process that reads the clock, which takes a tenth of a millisecond or two. Reports: the checks of both
   * ends at the same moment.
   */
  chromium: { turnFramingBytes: CHANNEL_DATA_BYTES, delayMs: 0, reportBytes: 240 },
  /**
   * Binds no TURN channels. Hands each datagram to a process of its own and back: 0.4 to 0.9 ms by packet capture on two
   * cores, with the coarse clock and without; the middle of that is taken off. Reports: two senders and two receivers,
   * 592 bytes by the same captures.
   */
  firefox: { turnFramingBytes: INDICATION_BYTES, delayMs: 0.65, reportBytes: 600 },
} as const satisfies Record<string, BrowserTraits>;

/** The row of the browser that calls itself so; every other one is taken for a Chromium. */
export function browserTraits(userAgent: string): BrowserTraits {
  return /\bFirefox\//.test(userAgent) ? TRAITS.firefox : TRAITS.chromium;
}
