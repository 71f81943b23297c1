import { expect, test } from 'playwright/test';
import { endOfLocalDay, localTime, type ZoneOffset } from '../../../src/core/base/local-time.ts';

const at = (iso: string) => Date.parse(iso);

test('the day and the minute are those of the time zone', () => {
  const late = at('2026-03-01T23:30:59Z');
  expect(localTime(late, () => 0)).toEqual({ day: '2026-03-01', localMinute: 1410 });
  expect(localTime(late, () => -60)).toEqual({ day: '2026-03-02', localMinute: 30 });
  expect(localTime(late, () => 8 * 60)).toEqual({ day: '2026-03-01', localMinute: 930 });
  expect(localTime(at('2026-03-01T18:15:00Z'), () => -345)).toEqual({ day: '2026-03-02', localMinute: 0 });
});

test('a time before 1970 has a minute too', () => {
  expect(localTime(-1, () => 0)).toEqual({ day: '1969-12-31', localMinute: 1439 });
});

test('the day ends at the next local midnight, a whole day after the last one', () => {
  expect(endOfLocalDay(at('2026-03-01T23:30:59Z'), () => 0)).toBe(at('2026-03-02T00:00:00Z'));
  expect(endOfLocalDay(at('2026-03-01T23:30:59Z'), () => -60)).toBe(at('2026-03-02T23:00:00Z'));
  expect(endOfLocalDay(at('2026-03-02T23:00:00Z'), () => -60)).toBe(at('2026-03-03T23:00:00Z'));
});

test('a day on which the clocks change ends at its midnight', () => {
  // Berlin, 29 March 2026: from UTC+1 to UTC+2 at 01:00 UTC.
  const berlin: ZoneOffset = (time) => (time < at('2026-03-29T01:00:00Z') ? -60 : -120);
  expect(endOfLocalDay(at('2026-03-29T00:30:00Z'), berlin)).toBe(at('2026-03-29T22:00:00Z'));
});
