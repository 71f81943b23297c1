import type { JSX } from 'preact';
import { DAY_MS } from '../src/core/base/durations.ts';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import { isBeyondLimit, measuredNumbers } from '../src/core/judgement/metrics.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { METRICS, type MetricView } from '../src/views/metrics.ts';
import { Sparkline } from '../src/views/sparkline.tsx';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { formatRelative, NO_VALUE } from '../src/views/words/format.ts';
import { t } from '../src/views/words/text.ts';

interface NumbersProps {
  readonly run: JudgedRun;
  readonly points: readonly HistoryPoint[];
  readonly now: number;
}

/** The four numbers of the path a call would use, each with its normal range here and the course of the day. */
export function Numbers(props: NumbersProps): JSX.Element {
  return (
    <>
      <dl class="numbers">
        {METRICS.map((metric) => (
          <Figure key={metric.key} metric={metric} {...props} />
        ))}
      </dl>
      {isLightBesideCall(props.run) && <p class="muted">{t('lightBesideCall')}</p>}
      {Object.keys(props.run.normal).length === 0 && <p class="muted">{t('normalUnknown')}</p>}
    </>
  );
}

/** A person's test is full but for a call on an allowed site. */
function isLightBesideCall({ trigger, report }: JudgedRun): boolean {
  return trigger === 'user' && report.kind === 'light';
}

function Figure({ metric, run, points, now }: NumbersProps & { metric: MetricView }): JSX.Element {
  const { measured, value, note } = figureOf(metric, run, now);
  const normal = run.normal[metric.key];
  const issue = issueOf(metric, measured, run);
  return (
    <div class="card figure" title={t(`metricHelp_${metric.key}`, metric.format(metric.limit))}>
      <dt>
        {t(`metric_${metric.key}`)}
        {issue !== undefined && (
          <span class="issue" title={t(issue)}>
            <StatusIcon look="amber-fair" size={14} />
            <span class="visually-hidden">{t(issue)}</span>
          </span>
        )}
      </dt>
      <dd class={value === undefined ? 'value muted' : 'value'}>{value ?? NO_VALUE}</dd>
      <dd class="muted normal">{note ?? (normal && t('normalRange', metric.formatRange(normal)))}</dd>
      <dd class="spark">
        <Sparkline
          from={now - DAY_MS}
          values={points.map((point) => [point.at, point[metric.key]] as const)}
          to={now}
          scale={metric.chartScale}
          {...(normal && { normal })}
        />
      </dd>
    </div>
  );
}

/** Which of the four is to blame: what a good call cannot bear, or what the learner found. */
function issueOf(
  metric: MetricView,
  measured: number | undefined,
  { because }: JudgedRun,
): 'figureBeyond' | 'figureUnusual' | undefined {
  if (measured !== undefined && isBeyondLimit(metric, measured)) return 'figureBeyond';
  return because.some((one) => one.metric === metric.key) ? 'figureUnusual' : undefined;
}

/** A light run measures no bandwidth: the newest one known stands there, with its age. */
function figureOf(
  metric: MetricView,
  run: JudgedRun,
  now: number,
): { readonly measured?: number; readonly value?: string; readonly note?: string } {
  const best = run.report.servers.find(({ provider }) => provider === run.best);
  const measured = measuredNumbers(best)[metric.key];
  if (metric.key === 'throughputKbps') {
    const known = run.throughput;
    if (known === null) return { note: t('notMeasured') };
    const rate = metric.format(known.throughputKbps);
    const value = known.atLeast ? t('atLeast', rate) : rate;
    const newest = { measured: known.throughputKbps, value };
    return measured === undefined
      ? { ...newest, note: t('measuredAt', formatRelative(known.at - now)) }
      : newest;
  }
  return measured === undefined ? { note: t('notMeasured') } : { measured, value: metric.format(measured) };
}
