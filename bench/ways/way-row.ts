/** One line, and what was told of its ways. */
import type { Measurement } from '../page/measurement.ts';
import { shown } from '../report/markdown-table.ts';
import type { DrawnLine } from './drawn-lines.ts';

export const HEADER = [
  'line',
  'up kbit/s',
  'down kbit/s',
  'rtt ms',
  'jitter ms',
  'loss %',
  'narrower',
  'told',
  'throughput',
  'up told',
  'time s',
];

export function isRight({ narrower }: DrawnLine, measurement: Measurement): boolean {
  return measurement.narrower === narrower;
}

export function wayRow({ spec, narrower }: DrawnLine, measurement: Measurement): string[] {
  const { up, down } = spec;
  return [
    spec.name,
    shown(up.rateKbps),
    shown(down.rateKbps),
    shown(up.delayMs + down.delayMs),
    shown(up.jitterMs, 1),
    shown(100 * up.loss, 1),
    narrower,
    measurement.narrower ?? measurement.narrowerMissing ?? measurement.remark ?? '-',
    shown(measurement.throughputKbps),
    shown(measurement.upKbps),
    shown(measurement.durationMs / 1000, 1),
  ];
}
