import { expect, test } from 'playwright/test';
import { DEFAULT_SETTINGS, parseSettings } from '../../../src/core/settings/settings.ts';
import { settingsErrorText } from '../../../src/english/settings-error-text.ts';

const server = { label: 'A', urls: ['turn:a.example'], username: 'u', credential: 'p' };
const errorsOf = (input: unknown) => {
  const result = parseSettings(input);
  return result.ok ? [] : result.errors;
};
const fieldsOf = (input: unknown) => errorsOf(input).map(({ field }) => field);

test('the defaults are those of the house', () => {
  expect(DEFAULT_SETTINGS.servers).toEqual([]);
  expect(DEFAULT_SETTINGS.schedule).toMatchObject({ enabled: true, intervalS: 300, lightDuringSound: true });
  expect(DEFAULT_SETTINGS.data).toEqual({
    budgetMbPerDay: 50,
    throughputCapKbps: 10_000,
    respectSaveData: true,
  });
  expect(DEFAULT_SETTINGS.notifications).toMatchObject({
    enabled: true,
    notifyRecovery: false,
    reminderMinutes: null,
  });
});

test('an interval below 30 s, broken or of another type is refused at its field', () => {
  expect(parseSettings({ schedule: { intervalS: 30 } }).ok).toBe(true);
  for (const intervalS of [29, 29.5, 30.5, 86_401, '300', null, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(fieldsOf({ schedule: { intervalS } })).toEqual(['schedule.intervalS']);
  }
});

test('each bad field of a server is named', () => {
  const bad = { label: ' ', urls: ['turn:ok.example', 'stun:b.example'], username: '', credential: '' };
  expect(fieldsOf({ servers: [server, bad] })).toEqual([
    'servers.1.label',
    'servers.1.urls.1',
    'servers.1.username',
    'servers.1.credential',
  ]);
  expect(fieldsOf({ servers: [{ ...server, urls: [] }] })).toEqual(['servers.0.urls']);
  expect(fieldsOf({ servers: [{ ...server, urls: ['turn:a.example', 'turn:a.example'] }] })).toEqual([
    'servers.0.urls.1',
  ]);
});

test('two servers of one name, or the same service twice, are refused at the second', () => {
  expect(fieldsOf({ servers: [server, { ...server, urls: ['turn:b.example'] }] })).toEqual([
    'servers.1.label',
  ]);
  expect(fieldsOf({ servers: [server, { ...server, label: 'B' }] })).toEqual(['servers.1.urls']);
});

test('no error text repeats what was typed', () => {
  const secret = 'hunter2-secret';
  const attempts: unknown[] = [
    { servers: [{ ...server, credential: { secret } }] },
    { servers: [{ ...server, credential: `${secret}\nx` }] },
    { servers: [{ ...server, urls: [`turn:u:${secret}@host`] }] },
    { servers: secret },
    { servers: [secret] },
    secret,
    { notifications: { severity: secret, texts: { [secret]: 'x' }, quietHours: secret } },
  ];
  for (const attempt of attempts) {
    const errors = errorsOf(attempt);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.map(settingsErrorText).join()).not.toContain(secret);
  }
});

test('control characters in a label or a user name are refused', () => {
  expect(fieldsOf({ servers: [{ ...server, label: 'a\u0000b' }] })).toEqual(['servers.0.label']);
  expect(fieldsOf({ servers: [{ ...server, username: 'a\r\nb' }] })).toEqual(['servers.0.username']);
});

const fromUrl = {
  label: 'A',
  urls: [],
  username: '',
  credential: '',
  credentialsUrl: 'https://a.example/turn',
};

test('a credentials URL stands for the URIs, the user name and the credential', () => {
  expect(fieldsOf({ servers: [fromUrl] })).toEqual([]);
  const { label, credentialsUrl } = fromUrl;
  expect(parseSettings({ servers: [{ label, credentialsUrl }] })).toMatchObject({
    settings: { servers: [fromUrl] },
  });
  expect(fieldsOf({ servers: [{ label }] })).toEqual([
    'servers.0.urls',
    'servers.0.username',
    'servers.0.credential',
  ]);
  expect(fieldsOf({ servers: [{ ...fromUrl, urls: ['turn:a.example'] }] })).toEqual([]);
  expect(fieldsOf({ servers: [{ ...fromUrl, credentialsUrl: '' }] })).toEqual(['servers.0.credentialsUrl']);
  expect(fieldsOf({ servers: [{ ...fromUrl, credentialsUrl: 'http://a.example' }] })).toEqual([
    'servers.0.credentialsUrl',
  ]);
  expect(fieldsOf({ servers: [fromUrl, { ...fromUrl, label: 'B' }] })).toEqual(['servers.1.credentialsUrl']);
  expect(fieldsOf({ servers: [fromUrl, { ...fromUrl, label: 'B', urls: ['turn:b.example'] }] })).toEqual([]);
});

test('no error text repeats a credentials URL', () => {
  const secret = 'hunter2-secret';
  for (const credentialsUrl of [`http://a.example/${secret}`, `https://a.example/ ${secret}`, [secret]]) {
    const errors = errorsOf({ servers: [{ ...fromUrl, credentialsUrl }] });
    expect(errors).toHaveLength(1);
    expect(errors.map(settingsErrorText).join()).not.toContain(secret);
  }
});

test('what is copied along with a secret or a name is cleaned', () => {
  const typed = {
    label: '\u202EOffice\u200B ',
    urls: [' turn:a.example\n'],
    username: '\u00A0u\n',
    credential: '\uFEFFp q\t',
  };
  expect(parseSettings({ servers: [typed] })).toMatchObject({
    ok: true,
    settings: { servers: [{ label: 'Office', urls: ['turn:a.example'], username: 'u', credential: 'p q' }] },
  });
});

test('a character that nobody sees within a secret is an error at its field', () => {
  const result = parseSettings({
    servers: [{ label: 'a', urls: ['turn:a.example'], username: 'u\u202Ev', credential: 'p\u200Bq' }],
  });
  expect(result).toEqual({
    ok: false,
    errors: [
      { field: 'servers.0.username', code: 'hidden', params: [] },
      { field: 'servers.0.credential', code: 'hidden', params: [] },
    ],
  });
});

for (const [one, other] of [
  ['turn:h.example', 'TURN:H.example:3478'],
  ['turn:h.example', 'turn:h.example?transport=udp'],
  ['turns:h.example.', 'turns:h.example:5349?transport=tcp'],
  ['turn:[2001:db8::1]', 'turn:[2001:DB8:0:0::1]:3478'],
] as const) {
  test(`${one} and ${other} are one URI`, () => {
    const server = { label: 'a', username: 'u', credential: 'c' };
    expect(parseSettings({ servers: [{ ...server, urls: [one, other] }] })).toMatchObject({
      errors: [{ field: 'servers.0.urls.1', code: 'twice' }],
    });
    const twins = [
      { ...server, urls: [one] },
      { ...server, label: 'b', urls: [other] },
    ];
    expect(parseSettings({ servers: twins })).toMatchObject({
      errors: [{ field: 'servers.1.urls', code: 'sameServer' }],
    });
  });
}

test('names that look the same are the same name', () => {
  const named = (label: string, host: string) => ({
    label,
    urls: [`turn:${host}`],
    username: 'u',
    credential: 'c',
  });
  for (const twin of ['Cafe\u0301 1', 'Caf\u00E9  1', 'Caf\u00E9\u200B 1', 'Caf\u00E9\u00A01']) {
    expect(
      parseSettings({ servers: [named('Caf\u00E9 1', 'a.example'), named(twin, 'b.example')] }),
    ).toMatchObject({
      errors: [{ field: 'servers.1.label', code: 'sameName' }],
    });
  }
});
