import { expect, test } from 'playwright/test';
import {
  foundHidden,
  NO_PIN_REMINDER,
  REMIND_AFTER_MS,
} from '../../../src/core/presentation/pin-reminder.ts';

const FIRST = Date.UTC(2026, 2, 12);

test('the first look only notes when the icon was found hidden', () => {
  expect(foundHidden(NO_PIN_REMINDER, FIRST)).toEqual({
    reminder: { hiddenSince: FIRST, said: false },
    isDue: false,
  });
});

test('it is said a day later, once, and the first time stays noted', () => {
  const { reminder } = foundHidden(NO_PIN_REMINDER, FIRST);
  expect(foundHidden(reminder, FIRST + REMIND_AFTER_MS - 1)).toEqual({ reminder, isDue: false });
  const later = foundHidden(reminder, FIRST + REMIND_AFTER_MS);
  expect(later).toEqual({ reminder: { hiddenSince: FIRST, said: true }, isDue: true });
  expect(foundHidden(later.reminder, FIRST + 30 * REMIND_AFTER_MS)).toEqual({
    reminder: later.reminder,
    isDue: false,
  });
});

test('a clock that was set back keeps it from nobody', () => {
  expect(foundHidden({ hiddenSince: FIRST, said: false }, FIRST - REMIND_AFTER_MS).isDue).toBe(true);
});
