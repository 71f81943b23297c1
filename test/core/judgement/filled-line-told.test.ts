import { expect, test } from 'playwright/test';
import english from '../../../_locales/en/messages.json' with { type: 'json' };
import {
  filledLineAnswer,
  filledLineEffect,
  limitWithoutQueueKbps,
} from '../../../src/core/judgement/filled-line-told.ts';
import { queueMsOf, roundTripsPerMinute } from '../../../src/core/report/filled-line.ts';

const line = (idleRoundTripTimeMs: number, loadedRoundTripTimeMs: number) => ({
  idleRoundTripTimeMs,
  loadedRoundTripTimeMs,
});

test('what a filled line does to a call, at, below and above each limit', () => {
  const rows: readonly [number, number, string][] = [
    [40, 41, 'steady'],
    [40, 140, 'steady'],
    [40, 140.1, 'late'],
    [40, 400, 'late'],
    [40, 400.1, 'stutters'],
    // A far server is no queue.
    [600, 690, 'steady'],
    [600, 701, 'stutters'],
  ];
  for (const [idle, loaded, effect] of rows) expect(filledLineEffect(line(idle, loaded))).toBe(effect);
});

test('the queue and the round trips a minute follow from the two round trips', () => {
  expect(queueMsOf(line(40, 900))).toBe(860);
  expect(queueMsOf(line(40, 39))).toBe(0);
  expect(roundTripsPerMinute(line(40, 900))).toBe(67);
  expect(roundTripsPerMinute(line(0.2, 0.2))).toBe(60_000);
  expect(limitWithoutQueueKbps(10_000)).toBe(8_500);
});

test('tickets and the command line say what the popup says in English', () => {
  const answer = (loaded: number, more: { capacityKbps?: number; atLeast?: boolean } = {}) =>
    filledLineAnswer({ ...line(40.2, loaded), atLeast: false, ...more });
  const { filledLine_steady, filledLine_late, filledLine_stutters } = english;
  const told = (text: { readonly message: string }, loaded: string) =>
    text.message.replace('$1', '40 ms').replace('$2', loaded);
  const { filledLineAdvice, filledLineAdviceAny } = english;
  expect(answer(60.4)).toBe(told(filledLine_steady, '60 ms'));
  expect(answer(300)).toBe(`${told(filledLine_late, '300 ms')} ${filledLineAdviceAny.message}`);
  expect(answer(900, { capacityKbps: 10_000 })).toBe(
    `${told(filledLine_stutters, '900 ms')} ${filledLineAdvice.message.replace('$1', '8500 kbit/s')}`,
  );
  expect(answer(1190, { atLeast: true })).toContain('from 40 ms to at least 1190 ms.');
});
