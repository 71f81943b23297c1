import type { JSX } from 'preact';
import { HOUR_MS } from '../core/base/durations.ts';

interface SparklineProps {
  /** [ms since the epoch, value], oldest first; null is a gap. */
  readonly values: readonly (readonly [number, number | null])[];
  readonly from: number;
  readonly to: number;
  /** The least height of the scale. */
  readonly scale: number;
  readonly normal?: readonly [number, number];
}

/** Units of the picture, which is as wide as its place. */
const WIDTH = 136;
const HEIGHT = 24;
/** ms; runs further apart than this are not joined by a line. */
const GAP_MS = HOUR_MS;

/** A number's course, without axes; the number and its range stand beside it in words. */
export function Sparkline({ values, from, to, scale, normal }: SparklineProps): JSX.Element {
  const top = Math.max(scale, normal?.[1] ?? 0, ...values.map(([, value]) => value ?? 0)) * 1.05;
  const x = (at: number) => ((at - from) / (to - from)) * WIDTH;
  const y = (value: number) => HEIGHT - 1 - (value / top) * (HEIGHT - 2);
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {normal && (
        <rect x="0" width={WIDTH} y={y(normal[1])} height={Math.max(1, y(normal[0]) - y(normal[1]))} />
      )}
      <path d={sparkPath(values, x, y)} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

/** Line pieces; a lone run is a dot (a line of no length with round ends). */
function sparkPath(
  values: SparklineProps['values'],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let before: number | undefined;
  for (const [at, value] of values) {
    if (value === null) continue;
    const joined = before !== undefined && at - before <= GAP_MS;
    const place = `${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    path += joined ? `L${place}` : `M${place}h0`;
    before = at;
  }
  return path;
}
