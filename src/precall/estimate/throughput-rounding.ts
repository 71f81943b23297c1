/**
 * Bandwidth is told in steps of about one per cent, as fine as the measurement can tell it apart: 2496 and 2503
 * kbit/s are the same reading, and a line sold as 2.5 Mbit/s must not fall out of its tier by four of them.
 */
import type { Throughput } from '../../core/report/path-metrics.ts';

/** The mantissa (1 to 10) below which a step holds, and that step. */
const STEPS = [
  [2, 0.01],
  [4, 0.025],
  [8, 0.05],
  [10, 0.1],
] as const;

/** `kbps` rounded to its step, by 0.63 % at most. */
export function roundedKbps(kbps: number): number {
  if (!(kbps > 0)) return 0;
  const decade = 10 ** Math.floor(Math.log10(kbps));
  const step = (STEPS.find(([below]) => kbps / decade < below)?.[1] ?? 0.1) * decade;
  // Without the digits that binary fractions add.
  return Number((Math.round(kbps / step) * step).toPrecision(6));
}

export function roundedThroughput(throughput: Throughput, capKbps: number): Throughput {
  const { capacityKbps, throughputKbps, shareKbps } = throughput;
  const atCap = throughput.atLeast && capacityKbps === capKbps;
  return {
    ...throughput,
    // The cap is a setting and not a reading.
    capacityKbps: atCap ? capacityKbps : roundedKbps(capacityKbps),
    throughputKbps: throughputKbps === capacityKbps && atCap ? throughputKbps : roundedKbps(throughputKbps),
    ...(shareKbps === undefined ? {} : { shareKbps: roundedKbps(shareKbps) }),
  };
}
