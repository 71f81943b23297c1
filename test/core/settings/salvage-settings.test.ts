import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { salvageSettings } from '../../../src/core/settings/salvage-settings.ts';
import { DEFAULT_SETTINGS, parseSettings } from '../../../src/core/settings/settings.ts';

const good = { label: 'Good', urls: ['turn:a.example'], username: 'u', credential: 'p' };
const other = { label: 'Other', urls: ['turn:b.example'], username: 'u', credential: 'p' };

test('each valid server stays, in its order, beside those that are not', () => {
  const bad = { label: 1, urls: 'turn:x' };
  const twin = { ...other, label: 'Good' };
  const { servers } = salvageSettings({ servers: [bad, good, null, twin, other] });
  expect(servers).toEqual([good, other]);
});

test('each valid field of a section stays, the others are the defaults', () => {
  const salvaged = salvageSettings({
    schedule: { intervalS: 900, enabled: 'yes' },
    notifications: { texts: { 300: 'Bad' }, severity: 'pink' },
    history: 3,
  });
  expect(salvaged).toEqual({
    ...DEFAULT_SETTINGS,
    schedule: { ...DEFAULT_SETTINGS.schedule, intervalS: 900 },
    notifications: { ...DEFAULT_SETTINGS.notifications, texts: { 300: 'Bad' } },
  });
});

test('what is salvaged is always valid, and all that was valid as a whole', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (servers, schedule) => {
      for (const data of [servers, { servers, schedule }, { servers: [servers, good], schedule }]) {
        const salvaged = salvageSettings(data);
        expect(parseSettings(salvaged)).toEqual({ ok: true, settings: salvaged });
      }
    }),
  );
  const whole = parseSettings({ servers: [good, other], data: { budgetMbPerDay: 9 } });
  expect(whole.ok && salvageSettings(whole.settings)).toEqual(whole.ok && whole.settings);
});
