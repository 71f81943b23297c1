import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { HOUR_MS } from '../src/core/base/durations.ts';
import { median } from '../src/core/base/statistics.ts';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import { type BadTime, badTimes, seriesOf } from '../src/core/history/history-series.ts';
import { bestCodeOf } from '../src/core/sct/sct-codes.ts';
import type { MetricView } from '../src/views/metrics.ts';
import { formatDateTime, formatNumber } from '../src/views/words/format.ts';
import { language, t } from '../src/views/words/text.ts';

interface ChartProps {
  readonly metric: MetricView;
  readonly points: readonly HistoryPoint[];
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly normal?: readonly [number, number];
  readonly onZoom: (range: readonly [number, number] | undefined) => void;
}

/** CSS px */
const HEIGHT = 170;
/** ms; runs further apart than this are not joined by a line. */
const GAP_MS = HOUR_MS;
/** This code and worse ones are a time with issues. */
const BAD_UP_TO = bestCodeOf('amber fair');

export function Chart({ metric, points, from, to, normal, onZoom }: ChartProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLSpanElement>(null);
  const plot = useRef<uPlot>(null);
  const words = useMemo(() => chartWords(metric, points), [metric, points]);
  const data = useMemo(() => seriesOf(points, (point) => point[metric.key], GAP_MS), [points, metric]);
  const bad = useMemo(() => badTimes(points, BAD_UP_TO, GAP_MS), [points]);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    // Written past Preact: it follows the pointer.
    const say = (text: string): void => {
      if (readout.current !== null) readout.current.textContent = text;
    };
    const made = new uPlot(
      optionsOf(metric, element, normal, bad, onZoom, say),
      [[...data[0]], [...data[1]]],
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const redraw = (): void => made.redraw();
    scheme.addEventListener('change', redraw);
    return () => {
      scheme.removeEventListener('change', redraw);
      resized.disconnect();
      made.destroy();
    };
  }, [metric, data, bad, normal, onZoom]);
  useEffect(() => {
    plot.current?.setScale('x', { min: from / 1000, max: to / 1000 });
  }, [from, to, data, bad, normal]);
  return (
    <figure>
      <figcaption>
        {t(`metric_${metric.key}`)} <span ref={readout} class="muted readout" aria-hidden="true" />
      </figcaption>
      <div ref={box} role="img" aria-label={words} style={{ blockSize: `${HEIGHT}px` }} />
    </figure>
  );
}

function optionsOf(
  metric: MetricView,
  element: HTMLElement,
  normal: readonly [number, number] | undefined,
  bad: readonly BadTime[],
  onZoom: ChartProps['onZoom'],
  say: (text: string) => void,
): uPlot.Options {
  const color = (name: string) => () => getComputedStyle(element).getPropertyValue(name);
  const axis = {
    stroke: color('--muted-flat'),
    grid: { stroke: color('--line-flat'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    // Each chart has a scale of its own: only the time is the same in all.
    cursor: { y: false, sync: { key: 'history' }, drag: { x: true, y: false, setScale: false } },
    // The locale's own dates; uPlot would write English ones.
    axes: [
      { ...axis, space: 90, size: 30, values: (_, ticks) => timeLabels(ticks) },
      { ...axis, size: 76, values: (_, ticks) => ticks.map((value) => metric.format(value)) },
    ],
    scales: {
      x: { time: true },
      y: { range: (_, __, max) => [0, Math.max(metric.chartScale, max ?? 0) * 1.08] },
    },
    series: [{}, { stroke: color('--accent-flat'), width: 1.5, points: { show: false }, spanGaps: false }],
    hooks: {
      drawClear: [
        (made) => {
          shade(made, bad, color('--issue')());
          if (normal) band(made, normal, color('--band')());
        },
      ],
      setCursor: [(made) => say(pointedAt(made, metric))],
      setSelect: [
        (made) => {
          const { left, width } = made.select;
          if (width < 4) return;
          const at = (px: number) => made.posToVal(px, 'x') * 1000;
          made.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          onZoom([at(left), at(left + width)]);
        },
      ],
      ready: [(made) => made.over.addEventListener('dblclick', () => onZoom(undefined))],
    },
  };
}

/** The result under the pointer, here or in a chart beside; nothing in a gap. */
function pointedAt({ cursor, data }: uPlot, metric: MetricView): string {
  const { idx } = cursor;
  if (idx === null || idx === undefined) return '';
  const [second, value] = [data[0][idx], data[1]?.[idx]];
  if (second === undefined || value === undefined || value === null) return '';
  return [metric.format(value), formatDateTime(second * 1000)].join(t('listSeparator'));
}

function shade({ ctx, bbox, valToPos }: uPlot, bad: readonly BadTime[], color: string): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = color;
  for (const { from, to } of bad) {
    const left = valToPos(from / 1000, 'x', true);
    ctx.fillRect(left, bbox.top, Math.max(2, valToPos(to / 1000, 'x', true) - left), bbox.height);
  }
  ctx.restore();
}

function band({ ctx, bbox, valToPos }: uPlot, [low, high]: readonly [number, number], color: string): void {
  const top = valToPos(high, 'y', true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = color;
  ctx.fillRect(bbox.left, top, bbox.width, Math.max(1, valToPos(low, 'y', true) - top));
  ctx.restore();
}

function timeLabels(ticks: readonly number[]): string[] {
  const span = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  const format = new Intl.DateTimeFormat(
    language(),
    span < 129_600 ? { hour: 'numeric', minute: '2-digit' } : { day: 'numeric', month: 'short' },
  );
  return ticks.map((second) => format.format(second * 1000));
}

function chartWords(metric: MetricView, points: readonly HistoryPoint[]): string {
  const values = points.flatMap((point) => point[metric.key] ?? []);
  const middle = median(values);
  const name = t(`metric_${metric.key}`);
  if (middle === undefined) return `${name}: ${t('notMeasured')}`;
  const worst = values.reduce((a, b) => (metric.worse === 'lower' ? Math.min(a, b) : Math.max(a, b)));
  return t('chartLabel', name, formatNumber(values.length), metric.format(middle), metric.format(worst));
}
