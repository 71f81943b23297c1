/** Numbers and times as people read them, in the language of the texts. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../core/base/durations.ts';
import { language, t } from './text.ts';

export const NO_VALUE = '–';

export function formatNumber(value: number, digits = 0): string {
  return new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
}

/** ms; a tenth is worth showing only where it is a tenth of something small. */
export function formatMs(ms: number): string {
  return t('unitMs', millis(ms));
}

/** ms, in seconds with a tenth. */
export function formatSeconds(ms: number): string {
  return t('unitS', formatNumber(ms / 1000, ms < 10_000 ? 1 : 0));
}

export function formatPercent(ratio: number): string {
  return t('unitPercent', percent(ratio));
}

/** kbit/s, or Mbit/s from 1000. */
export function formatKbps(kbps: number): string {
  return kbps >= 1000 ? t('unitMbps', mega(kbps)) : t('unitKbps', formatNumber(kbps));
}

/** Of 1 to 4.4; always with its tenth, as 4 and 4.0 are not the same to a reader. */
export function formatMos(mos: number): string {
  return new Intl.NumberFormat(language(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    mos,
  );
}

export function formatMsRange([low, high]: readonly [number, number]): string {
  return t('unitMs', span(millis(low), millis(high)));
}

export function formatPercentRange([low, high]: readonly [number, number]): string {
  return t('unitPercent', span(percent(low), percent(high)));
}

export function formatKbpsRange([low, high]: readonly [number, number]): string {
  return high >= 1000
    ? t('unitMbps', span(mega(low), mega(high)))
    : t('unitKbps', span(formatNumber(low), formatNumber(high)));
}

/** kB below what would be rounded to a tenth of a MB or to nothing; counted in thousands, as networks do. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e5) return t('unitKB', formatNumber(bytes / 1e3));
  return t('unitMB', formatNumber(bytes / 1e6, bytes < 1e7 ? 1 : 0));
}

/** The time of day; with the day before it when that is not today. */
export function formatTime(at: number, now: number): string {
  const day = new Date(at).toDateString() === new Date(now).toDateString() ? {} : DAY_AND_MONTH;
  return new Intl.DateTimeFormat(language(), { hour: 'numeric', minute: '2-digit', ...day }).format(at);
}

/** "7:45 – 8:00 AM"; with the day where it is not today. */
export function formatTimeSpan(from: number, to: number, now: number): string {
  const dayOf = (at: number) => new Date(at).toDateString();
  // Over midnight `formatRange` would write both days in full.
  if (dayOf(from) !== dayOf(to)) return `${formatTime(from, now)} – ${formatTime(to, from)}`;
  const day = dayOf(from) === dayOf(now) ? {} : DAY_AND_MONTH;
  return new Intl.DateTimeFormat(language(), { hour: 'numeric', minute: '2-digit', ...day }).formatRange(
    from,
    to,
  );
}

export function formatDateTime(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

export function formatDay(at: number): string {
  return new Intl.DateTimeFormat(language(), { weekday: 'short', ...DAY_AND_MONTH }).format(at);
}

/** A day that belongs to no time zone, as ISO 8601 writes it. */
export function formatDate(isoDate: string): string {
  const format = new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeZone: 'UTC' });
  return format.format(Date.parse(isoDate));
}

/** "3 min ago", "in 2 hours"; negative is past. */
export function formatRelative(deltaMs: number): string {
  const words = new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'short' });
  for (const [unit, ms] of UNITS) {
    if (Math.abs(deltaMs) >= ms) return words.format(Math.trunc(deltaMs / ms), unit);
  }
  return words.format(Math.trunc(deltaMs / 1000), 'second');
}

/** "3 h", "12 min": about so long, in one unit. */
export function formatDuration(ms: number): string {
  const [unit, unitMs] = UNITS.find(([, each]) => ms >= 2 * each) ?? (['second', 1000] as const);
  const words = new Intl.NumberFormat(language(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  });
  return words.format(ms / unitMs);
}

/** "10:03:12 AM": to the second. */
export function formatClock(at: number): string {
  return new Intl.DateTimeFormat(language(), { timeStyle: 'medium' }).format(at);
}

const DAY_AND_MONTH = { day: 'numeric', month: 'short' } as const;
const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
] as const;

function millis(ms: number): string {
  return formatNumber(ms, ms < 10 ? 1 : 0);
}

function percent(ratio: number): string {
  return formatNumber(ratio * 100, ratio < 0.1 ? 1 : 0);
}

function mega(kbps: number): string {
  return formatNumber(kbps / 1000, kbps < 10_000 ? 1 : 0);
}

function span(low: string, high: string): string {
  return low === high ? low : `${low}–${high}`;
}
