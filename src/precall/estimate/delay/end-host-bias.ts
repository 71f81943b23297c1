/**
 * What the browser itself adds to what the probes read. Chromium sends from the process that reads the clock, and has one
 * sender; its share is a tenth of a millisecond or two. Firefox hands every datagram to a process of its own and takes it
 * from there, and has more senders, which send their RTCP reports at the same moment. Pure.
 */
import type { Returned } from '../../link/packet-log.ts';
import { ticksWholeMs } from './clock-quantisation.ts';

export interface EndHostBias {
  /** ms of each round trip, usually. */
  readonly delayMs: number;
  /** Bytes of what the browser sends in one go beside the probes: checks and reports. */
  readonly packetBytes: number;
}

/** The checks of both ends at the same moment. */
const USUAL: EndHostBias = { delayMs: 0, packetBytes: 240 };
/**
 * Between `performance.now()` in the worker and the packet on the interface, and back: 0.4 to 0.9 ms by packet capture on
 * two cores, with and without the coarse clock; the middle of that is taken off. Reports of two senders and two receivers are
 * 592 bytes.
 */
const FIREFOX: EndHostBias = { delayMs: 0.65, packetBytes: 600 };

/** Firefox is the one whose clock ticks in whole milliseconds. */
export function endHostBias(back: readonly Returned[]): EndHostBias {
  return back.length > 0 && ticksWholeMs(back) ? FIREFOX : USUAL;
}
