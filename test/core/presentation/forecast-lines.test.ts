import { expect, test } from 'playwright/test';
import { forecast } from '../../../src/core/forecast/forecast.ts';
import type { ForecastInput } from '../../../src/core/forecast/forecast-types.ts';
import { forecastTold } from '../../../src/core/presentation/forecast-lines.ts';
import { lookFor } from '../../../src/core/presentation/profile-look.ts';
import type { SummaryCode } from '../../../src/core/sct/sct-codes.ts';
import { CALL_PROFILES } from '../../../src/core/settings/settings.ts';

const line: ForecastInput = {
  reachable: true,
  roundTripTimeMs: 40,
  jitterMs: 1,
  lossRatio: 0,
  throughputKbps: 9000,
};
const told = (
  change: Partial<ForecastInput>,
  profile: (typeof CALL_PROFILES)[number] = 'video-and-sharing',
  code: SummaryCode = 95,
) => forecastTold(forecast({ ...line, ...change }), profile, code);

test('a good call: one line each, and nothing that holds it back', () => {
  expect(told({})).toEqual({
    lines: [
      { about: 'sent', look: 'green', words: { key: 'forecastPicture', heightPx: 540 } },
      { about: 'received', look: 'green', words: { key: 'forecastPicture', heightPx: 540 } },
      { about: 'voice', look: 'green', words: { key: 'forecastVoice_veryGood' } },
      { about: 'sharing', look: 'green', words: { key: 'forecastSharing_fine' } },
    ],
  });
});

test('what kind of call is fine where the whole is not, and why', () => {
  expect(told({ throughputKbps: 300 })).toMatchObject({ fine: 'voice', cause: 'bandwidth' });
  expect(told({ throughputKbps: 800 })).toMatchObject({ fine: 'video', cause: 'bandwidth' });
  expect(told({ jitterMs: 16 })).toMatchObject({ fine: 'voice', cause: 'delay-variation' });
  expect(told({ throughputKbps: 130 }).lines[0]).toEqual({
    about: 'sent',
    look: 'red',
    words: { key: 'forecastNoPicture' },
  });
});

test('of a way that carries at least what the other does, the picture is told as that or better', () => {
  const [sent, received] = told({ throughputKbps: 400, upKbps: 400, narrower: 'up' }).lines;
  expect(sent?.words).toEqual({ key: 'forecastPicture', heightPx: 360 });
  expect(received?.words).toEqual({ key: 'forecastPictureAtLeast', heightPx: 360 });
});

test('a picture that loss from afar makes stand still is told as such, until it is no video at all', () => {
  const sent = (lossRatio: number) => told({ roundTripTimeMs: 400, lossRatio }).lines[0];
  expect(sent(0.01)?.words).toEqual({ key: 'forecastPicture', heightPx: 540 });
  expect(sent(0.03)).toEqual({
    about: 'sent',
    look: 'amber-good',
    words: { key: 'forecastPictureFreezes', heightPx: 540 },
  });
  expect(sent(0.08)).toEqual({ about: 'sent', look: 'red', words: { key: 'forecastNoPicture' } });
});

test('above no code that says a screen has not enough is it told to be fine', () => {
  const sharing = (throughputKbps: number, code: SummaryCode) =>
    told({ throughputKbps }, 'video-and-sharing', code).lines.find(({ about }) => about === 'sharing')?.words
      .key;
  expect(sharing(2000, 90)).toBe('forecastSharing_fine');
  expect(sharing(2000, 60)).toBe('forecastSharing_slow');
  expect(sharing(1100, 75)).toBe('forecastSharing_slow');
  expect(sharing(450, 70)).toBe('forecastSharing_none');
});

test('what is not known yet is said once', () => {
  const { throughputKbps: _rate, ...light } = line;
  const voice = forecastTold(forecast(light), 'video-and-sharing', 90);
  expect(voice.lines.map(({ about }) => about)).toEqual(['voice']);
  expect(voice.unknown).toBe('picture');
  expect(forecastTold(forecast({ reachable: true }), 'video-and-sharing', 90)).toEqual({
    lines: [],
    unknown: 'all',
  });
});

test('who only talks is told of the voice, and asked for nothing else', () => {
  expect(told({ throughputKbps: 300 }, 'voice')).toEqual({
    lines: [{ about: 'voice', look: 'green', words: { key: 'forecastVoice_veryGood' } }],
  });
  expect(told({}, 'video').lines.map(({ about }) => about)).toEqual(['sent', 'received', 'voice']);
});

test('the colour follows the profile where only bandwidth is missing that its calls do not need', () => {
  const narrow = forecast({ ...line, throughputKbps: 300 });
  const fair = forecast({ ...line, throughputKbps: 1000 });
  const looks = (code: 70 | 75 | 55 | 20, of: typeof narrow) =>
    CALL_PROFILES.map((profile) => lookFor(code, profile, of));
  expect(looks(70, narrow)).toEqual(['green', 'amber-good', 'amber-good']);
  expect(looks(75, fair)).toEqual(['green', 'green', 'amber-good']);
  // An unstable connection and a red one are nobody's good call.
  expect(looks(55, fair)).toEqual(['amber-fair', 'amber-fair', 'amber-fair']);
  expect(looks(20, fair)).toEqual(['red', 'red', 'red']);
  // Nothing is known of the voice: nothing is taken for good.
  expect(lookFor(70, 'voice', {})).toBe('amber-good');
});
