import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { DAY_MS } from '../src/core/base/durations.ts';
import type { HistoryPoint } from '../src/core/history/history-record.ts';
import { useEffectiveSettings } from '../src/views/effective.ts';
import { StripBar } from '../src/views/strip-bar.tsx';
import { formatDay } from '../src/views/words/format.ts';
import { language, t } from '../src/views/words/text.ts';
import { rowsOf } from './timeline-rows.ts';

interface TimelineProps {
  readonly points: readonly HistoryPoint[];
  readonly from: number;
  readonly to: number;
}

/** More days than this are shown as weeks. */
const MOST_DAYS = 31;
/** Bars of a row: a quarter of an hour of a day each, or two hours of a week. */
const SLOTS = { day: 96, week: 84 } as const;

/** One row for each local day, or each week where there are many; newest first. */
export function Timeline({ points, from, to }: TimelineProps): JSX.Element {
  const weeks = to - from > MOST_DAYS * DAY_MS;
  const rows = useMemo(() => rowsOf(points, from, to, weeks ? 7 : 1), [points, from, to, weeks]);
  const [text, setText] = useState<string>();
  const [current, setCurrent] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const held = useEffectiveSettings();
  const profile = held && 'effective' in held ? held.effective.calls.profile : 'video-and-sharing';
  const go = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setCurrent(next);
    box.current?.querySelectorAll<HTMLElement>('[role="slider"]')[next]?.focus();
  };
  return (
    <section class="card" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t('timelineHeading')}</h2>
      <p class="muted strip-text" aria-hidden="true">
        {text ?? t('stripPick')}
      </p>
      <div ref={box} class="timeline">
        {!weeks && <Hours />}
        {rows.map((row, index) => (
          <div key={row.from} class="timeline-row">
            <span class="muted">{formatDay(row.from)}</span>
            <StripBar
              points={row.points}
              from={row.from}
              to={row.to}
              profile={profile}
              slots={weeks ? SLOTS.week : SLOTS.day}
              label={t('timelineRow', formatDay(row.from))}
              help={t('timelineHelp')}
              // One stop for the tab key; the arrows lead from row to row.
              tabIndex={index === Math.min(current, rows.length - 1) ? 0 : -1}
              onPick={setText}
              onRow={(by) => go(index + by)}
              onFocus={() => setCurrent(index)}
            />
          </div>
        ))}
      </div>
    </section>
  );
}

/** Above the days; each bar says its own time in words. */
function Hours(): JSX.Element {
  const hour = new Intl.DateTimeFormat(language(), { hour: 'numeric' });
  return (
    <div class="timeline-row muted" aria-hidden="true">
      <span />
      <div class="hours">
        {[0, 6, 12, 18].map((at) => (
          <span key={at}>{hour.format(new Date(2001, 0, 1, at))}</span>
        ))}
      </div>
    </div>
  );
}
