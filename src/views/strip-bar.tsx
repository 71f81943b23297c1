import type { JSX, TargetedPointerEvent } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Forecast } from '../core/forecast/forecast-types.ts';
import type { HistoryPoint } from '../core/history/history-record.ts';
import { type StripSlot, stripOf } from '../core/history/strip.ts';
import { lookFor } from '../core/presentation/profile-look.ts';
import { type SummaryCode, statusOf } from '../core/sct/sct-codes.ts';
import type { CallProfile } from '../core/settings/settings.ts';
import { METRICS } from './metrics.ts';
import { formatTimeSpan } from './words/format.ts';
import { plural, t } from './words/text.ts';

export interface StripBarProps {
  readonly points: readonly HistoryPoint[];
  readonly from: number;
  readonly to: number;
  readonly slots: number;
  readonly profile: CallProfile;
  readonly label: string;
  readonly help: string;
  readonly tabIndex?: number;
  /** What is pointed at, in words; undefined when nothing is any more. */
  readonly onPick: (text: string | undefined) => void;
  /** Arrow up and down, where the strip is one of several. */
  readonly onRow?: (by: -1 | 1) => void;
  readonly onFocus?: () => void;
}

/** Taller is better, so that colour is not the only sign. */
const HEIGHT: Record<string, number> = { red: 34, 'amber-fair': 55, 'amber-good': 77, green: 100 };

/** Runs over time as bars; for the keyboard it is one slider, each value of which is said in words. */
export function StripBar(props: StripBarProps): JSX.Element {
  const { points, from, to, slots: count, onPick } = props;
  const slots = useMemo(() => stripOf(points, from, to, count), [points, from, to, count]);
  const [picked, setPicked] = useState<number>();
  const at = picked ?? slots.length - 1;
  const pick = (index: number | undefined): void => {
    const next = index === undefined ? undefined : Math.max(0, Math.min(slots.length - 1, index));
    const slot = next === undefined ? undefined : slots[next];
    setPicked(next);
    onPick(slot && slotText(slot));
  };
  const current = slots[at];
  return (
    <div
      class="strip"
      role="slider"
      tabIndex={props.tabIndex ?? 0}
      aria-label={props.label}
      aria-description={props.help}
      aria-valuemin={0}
      aria-valuemax={slots.length - 1}
      aria-valuenow={at}
      aria-valuetext={current && slotText(current)}
      onKeyDown={(event) => {
        const row = props.onRow && rowStep(event.key);
        const next = nextSlot(event.key, at, slots.length);
        if (row === undefined && next === undefined) return;
        event.preventDefault();
        if (row !== undefined) props.onRow?.(row);
        else pick(next);
      }}
      onPointerMove={(event) => pick(slotAt(event, slots.length))}
      onPointerDown={(event) => pick(slotAt(event, slots.length))}
      onPointerLeave={() => pick(undefined)}
      onFocus={props.onFocus}
      onBlur={() => pick(undefined)}
    >
      {slots.map((slot, index) => (
        <Bar key={slot.from} slot={slot} profile={props.profile} picked={index === picked} />
      ))}
    </div>
  );
}

function Bar(props: { slot: StripSlot; profile: CallProfile; picked: boolean }): JSX.Element {
  const { slot, profile, picked } = props;
  const look = slot.worst && lookFor(slot.worst.summaryCode as SummaryCode, profile, foretoldAt(slot.worst));
  return (
    <span class={picked ? 'slot picked' : 'slot'}>
      {look !== undefined && <span class="bar" data-look={look} style={{ blockSize: `${HEIGHT[look]}%` }} />}
      {look === undefined && slot.connectedOnly > 0 && <span class="bar connected-only" />}
    </span>
  );
}

function foretoldAt({ callLevel, voiceMos }: HistoryPoint): Pick<Forecast, 'level' | 'voiceMos'> {
  return {
    ...(callLevel !== undefined && { level: callLevel }),
    ...(voiceMos !== undefined && { voiceMos }),
  };
}

function slotText(slot: StripSlot): string {
  const span = formatTimeSpan(slot.from, slot.to, Date.now());
  const { worst } = slot;
  if (worst === undefined) {
    const { connectedOnly } = slot;
    return t('stripSlot', span, connectedOnly > 0 ? plural('stripConnected', connectedOnly) : t('stripGap'));
  }
  const numbers = METRICS.flatMap((metric) => {
    const value = worst[metric.key];
    return value === null ? [] : `${t(`metric_${metric.key}`)} ${metric.format(value)}`;
  });
  const status = t(`status_${statusOf(worst.summaryCode as SummaryCode)}`);
  const what = [status, ...numbers.slice(0, 1)].join(t('listSeparator'));
  return t('stripSlot', span, plural('stripRuns', slot.runs, what));
}

function rowStep(key: string): -1 | 1 | undefined {
  if (key === 'ArrowUp') return -1;
  return key === 'ArrowDown' ? 1 : undefined;
}

function nextSlot(key: string, now: number, count: number): number | undefined {
  // Time runs with the text: to the left is earlier only where text runs to the right.
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: now - forward,
    ArrowRight: now + forward,
    ArrowDown: now - 1,
    ArrowUp: now + 1,
    PageDown: now - 4,
    PageUp: now + 4,
    Home: 0,
    End: count - 1,
  };
  return steps[key];
}

function slotAt(event: TargetedPointerEvent<HTMLElement>, count: number): number {
  const box = event.currentTarget.getBoundingClientRect();
  const part = (event.clientX - box.left) / box.width;
  return Math.floor((document.documentElement.dir === 'rtl' ? 1 - part : part) * count);
}
