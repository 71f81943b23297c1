/**
 * Until when TURN credentials hold, from what they or the answer beside them say. All times in ms since the epoch.
 * The convention of user names is draft-uberti-behave-turn-rest section 2.2, `<unix time>:<id>`; coturn also
 * takes the time alone and behind the colon.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/durations.ts';
import type { TimeFact } from './ice-facts.ts';

const USERNAME_TIME = /^(\d{10})(?::|$)|:(\d{10})$/;
/** s, July 2017. Ten digits below it are rather a customer's number than a time. */
const LEAST_UNIX_S = 1_500_000_000;

/** Undefined when the user name carries no time. */
export function expiryOfUsername(username: string): number | undefined {
  const match = USERNAME_TIME.exec(username);
  const seconds = Number(match?.[1] ?? match?.[2]);
  return seconds >= LEAST_UNIX_S ? seconds * 1000 : undefined;
}

/** A number of this size is ms since the epoch, not s. */
const LEAST_UNIX_MS = 100_000_000_000;
/** Below this it is no time since the epoch at all, but a lifetime from the answer on. */
const MOST_LIFETIME_S = LEAST_UNIX_S / 2;
/**
 * From here on a lifetime without a unit is ms, if it is in whole minutes then: 3600000 is an hour, not six weeks;
 * 7776000 are 90 days. Taken wrongly it is too short, and only asked for again too soon.
 */
const LEAST_LIFETIME_MS = HOUR_MS;

/** ms, by what the name or the value ends with. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/(?:ms|millis(?:econds)?)$/i, 1],
  [/(?:minutes|mins|min|[^a-z]m)$/i, MINUTE_MS],
  [/(?:hours|hrs|[^a-z]h)$/i, HOUR_MS],
  [/(?:days|[^a-z]d)$/i, DAY_MS],
  [/(?:seconds|secs|sec|[^a-z]s)$/i, 1_000],
];
/** ISO 8601's durations, `PT1H30M`. */
const ISO_DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
/** With its zone: a local time of somewhere says nothing. */
const ZONED =
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$|^[A-Za-z]{3,9},? .*\d{4}.*(?:GMT|UTC|Z|[+-]\d{4})$/i;

/**
 * The soonest end. A lifetime goes before an instant and that before the user name's, because it does not depend on
 * this device's clock. Undefined when nothing is said.
 * @param receivedAt ms since the epoch, at the earliest: when it was asked for.
 */
export function expiryOf(
  { username, times }: { readonly username: string; readonly times: readonly TimeFact[] },
  receivedAt: number,
): number | undefined {
  const lifetimes: number[] = [];
  const instants: number[] = [];
  for (const { name, value } of times) {
    const lifetimeMs = lifetimeOf(name, value);
    const instant = lifetimeMs === undefined ? instantOf(value) : undefined;
    if (lifetimeMs !== undefined && lifetimeMs > 0) lifetimes.push(receivedAt + lifetimeMs);
    if (instant !== undefined) instants.push(instant);
  }
  const own = expiryOfUsername(username);
  const soonest = [lifetimes, instants, own === undefined ? [] : [own]].find((found) => found.length > 0);
  return soonest && Math.min(...soonest);
}

function lifetimeOf(name: string, value: string): number | undefined {
  const iso = ISO_DURATION.exec(value.trim());
  if (iso !== null) {
    const [, days, hours, minutes, seconds] = iso.map((part) => Number(part ?? 0));
    return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * MINUTE_MS + (seconds ?? 0) * 1000;
  }
  const found = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(value.trim());
  if (found === null) return undefined;
  const number = Number(found[1]);
  const unit = unitOf(found[2] ? `0${found[2]}` : '') ?? unitOf(name.replace(/[_-]/g, ' '));
  if (unit !== undefined) return number * unit < MOST_LIFETIME_S * 1000 ? number * unit : undefined;
  if (number >= MOST_LIFETIME_S) return undefined;
  return number >= LEAST_LIFETIME_MS && number % MINUTE_MS === 0 ? number : number * 1000;
}

function unitOf(text: string): number | undefined {
  return UNITS.find(([pattern]) => pattern.test(text))?.[1];
}

function instantOf(value: string): number | undefined {
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    const number = Number(text);
    return number < LEAST_UNIX_MS ? number * 1000 : number;
  }
  const at = ZONED.test(text) ? Date.parse(text.replace(/ UTC$/, 'Z')) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}
