import type { JSX, TargetedPointerEvent } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { HistoryPoint } from '../core/history-record.ts';
import { lookOfColor } from '../core/look.ts';
import { colorOf, type SummaryCode, statusOf } from '../core/sct-codes.ts';
import { type StripSlot, stripOf } from '../core/strip.ts';
import { formatTime } from './format.ts';
import { METRICS } from './metrics.ts';
import { plural, t } from './text.ts';

interface DayStripProps {
  readonly points: readonly HistoryPoint[];
  readonly from: number;
  readonly to: number;
}

const SLOT_MS = 900_000;
/** Taller is better, so that colour is not the only sign. */
const HEIGHT: Record<string, number> = { red: 34, 'amber-fair': 55, 'amber-good': 77, green: 100 };

/** A day of runs as bars; one slider for the keyboard, each value of it said in words. */
export function DayStrip({ points, from, to }: DayStripProps): JSX.Element {
  // Slots end on the quarter, so that they do not wander with the clock.
  const end = Math.ceil(to / SLOT_MS) * SLOT_MS;
  const count = Math.round((to - from) / SLOT_MS);
  const slots = useMemo(() => stripOf(points, end - count * SLOT_MS, end, count), [points, end, count]);
  const [picked, setPicked] = useState<number>();
  const current = slots[picked ?? slots.length - 1];
  const pick = (index: number): void => setPicked(Math.max(0, Math.min(slots.length - 1, index)));
  return (
    <div class="strip-box">
      <div
        class="strip"
        role="slider"
        tabIndex={0}
        aria-label={t('last24h')}
        aria-description={t('stripHelp')}
        aria-valuemin={0}
        aria-valuemax={slots.length - 1}
        aria-valuenow={picked ?? slots.length - 1}
        aria-valuetext={current === undefined ? '' : slotText(current, to)}
        onKeyDown={(event) => {
          const next = nextSlot(event.key, picked ?? slots.length - 1, slots.length);
          if (next === undefined) return;
          event.preventDefault();
          pick(next);
        }}
        onPointerMove={(event) => pick(slotAt(event, slots.length))}
        onPointerDown={(event) => pick(slotAt(event, slots.length))}
        onPointerLeave={() => setPicked(undefined)}
        onBlur={() => setPicked(undefined)}
      >
        {slots.map((slot, index) => (
          <Bar key={slot.from} slot={slot} picked={index === picked} />
        ))}
      </div>
      <p class="muted strip-text" aria-hidden="true">
        {picked === undefined || current === undefined ? t('stripPick') : slotText(current, to)}
      </p>
    </div>
  );
}

function Bar({ slot, picked }: { slot: StripSlot; picked: boolean }): JSX.Element {
  const look = slot.worst && lookOfColor(colorOf(slot.worst.summaryCode as SummaryCode));
  const height = look === undefined ? undefined : `${HEIGHT[look]}%`;
  return (
    <span class={picked ? 'slot picked' : 'slot'}>
      {look !== undefined && <span class="bar" data-look={look} style={{ blockSize: height }} />}
    </span>
  );
}

function slotText(slot: StripSlot, now: number): string {
  const span = `${formatTime(slot.from, now)}–${formatTime(slot.to, now)}`;
  const { worst } = slot;
  if (worst === undefined) return t('stripSlot', span, t('stripGap'));
  const numbers = METRICS.flatMap((metric) => {
    const value = metric.ofPoint(worst);
    return value === null ? [] : `${t(`metric_${metric.id}`)} ${metric.format(value)}`;
  });
  const status = t(`status_${statusOf(worst.summaryCode as SummaryCode)}`);
  const what = [status, ...numbers.slice(0, 1)].join(t('listSeparator'));
  return t('stripSlot', span, plural('stripRuns', slot.runs, what));
}

function nextSlot(key: string, now: number, count: number): number | undefined {
  // A time line runs with the text: to the left is earlier only where text runs to the right.
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
  if (key === 'ArrowLeft') return now - forward;
  if (key === 'ArrowRight') return now + forward;
  if (key === 'ArrowDown') return now - 1;
  if (key === 'ArrowUp') return now + 1;
  if (key === 'PageDown') return now - 4;
  if (key === 'PageUp') return now + 4;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

function slotAt(event: TargetedPointerEvent<HTMLElement>, count: number): number {
  const box = event.currentTarget.getBoundingClientRect();
  const part = (event.clientX - box.left) / box.width;
  return Math.floor((document.documentElement.dir === 'rtl' ? 1 - part : part) * count);
}
