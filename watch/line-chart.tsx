import type { JSX } from 'preact';
import type { WatchSecond, WatchSummary } from '../src/core/watch/watch-report.ts';
import { formatDuration, formatMs } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';

interface LineChartProps {
  readonly seconds: readonly WatchSecond[];
  readonly summary: WatchSummary;
  /** ms; the width of the chart. */
  readonly ofMs: number;
}

/** Units of the picture, which is as wide as its place. */
const WIDTH = 600;
const HEIGHT = 120;
/** The least height of the scale, ms, and its greatest: a stall is drawn as one, not by what it made of the round trip. */
const SCALE = { least: 100, most: 1_000 } as const;
/** The least width at which a span is seen. */
const LEAST_WIDTH = 2;
/** Height of the mark of a lost probe. */
const LOST_HEIGHT = 12;

/** The round trip of each second, where the line stalled or broke, and where something was lost. The same stands beside it in words. */
export function LineChart({ seconds, summary, ofMs }: LineChartProps): JSX.Element {
  const highest = Math.max(...seconds.map(({ roundTripTimeMs }) => roundTripTimeMs ?? 0));
  const top = Math.min(SCALE.most, Math.max(SCALE.least, highest * 1.1));
  const x = (ms: number) => (ms / ofMs) * WIDTH;
  const y = (ms: number) => HEIGHT - (Math.min(ms, top) / top) * (HEIGHT - 4);
  return (
    <figure class="line-chart">
      <div class="scale" dir="ltr">
        <span>{formatMs(top)}</span>
        <span>{formatMs(0)}</span>
      </div>
      <div class="plot">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {summary.interruptions.map((span) => (
            <Bar key={`b${span.atMs}`} name="broken" from={x(span.atMs)} width={x(span.ms)} height={HEIGHT} />
          ))}
          {summary.stalls.map((span) => (
            <Bar key={`s${span.atMs}`} name="stall" from={x(span.atMs)} width={x(span.ms)} height={HEIGHT} />
          ))}
          {seconds
            .filter(({ lost }) => lost > 0)
            .map(({ second }) => (
              <Bar key={`l${second}`} name="lost" from={x(second * 1000)} width={0} height={LOST_HEIGHT} />
            ))}
          <path d={pathOf(seconds, x, y)} vector-effect="non-scaling-stroke" />
        </svg>
        <div class="times">
          <span>{formatDuration(0)}</span>
          <span>{formatDuration(ofMs)}</span>
        </div>
      </div>
      <figcaption class="legend">
        <span class="key stall">{t('watchLegendStall')}</span>
        <span class="key lost">{t('watchLegendLost')}</span>
        <span class="key broken">{t('watchLegendBroken')}</span>
      </figcaption>
    </figure>
  );
}

function Bar(props: { name: string; from: number; width: number; height: number }): JSX.Element {
  const { name, from, width, height } = props;
  const wide = Math.max(LEAST_WIDTH, width);
  return (
    <rect class={name} x={Math.min(from, WIDTH - wide)} y={HEIGHT - height} width={wide} height={height} />
  );
}

/** A second of which nothing came back is a gap. */
function pathOf(
  seconds: readonly WatchSecond[],
  x: (ms: number) => number,
  y: (ms: number) => number,
): string {
  let path = '';
  let before: number | undefined;
  for (const { second, roundTripTimeMs } of seconds) {
    if (roundTripTimeMs === undefined) continue;
    const place = `${x(second * 1000 + 500).toFixed(1)} ${y(roundTripTimeMs).toFixed(1)}`;
    path += before === second - 1 ? `L${place}` : `M${place}h0`;
    before = second;
  }
  return path;
}
