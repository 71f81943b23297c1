import { expect, test } from 'playwright/test';
import schema from '../../../managed-schema.json' with { type: 'json' };
import { managedValues } from '../../../src/core/settings/managed-values.ts';
import { applyPolicy, isManaged } from '../../../src/core/settings/policy.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';

const server = { label: 'Corp', urls: ['turn:turn.corp.example'], username: 'u', credential: 'p' };

test('the policy lies over the user’s settings, field by field', () => {
  const user = {
    ...DEFAULT_SETTINGS,
    notifications: { ...DEFAULT_SETTINGS.notifications, notifyRecovery: true },
  };
  const { settings, managed, policyErrors } = applyPolicy(user, {
    servers: [server],
    schedule: { intervalS: 600 },
    notifications: { severity: 'red' },
  });
  expect(settings.servers).toEqual([server]);
  expect(settings.schedule).toEqual({ ...DEFAULT_SETTINGS.schedule, intervalS: 600 });
  expect(settings.notifications).toMatchObject({ severity: 'red', notifyRecovery: true });
  expect(managed).toEqual(['servers', 'schedule.intervalS', 'notifications.severity']);
  expect(policyErrors).toEqual([]);
});

test('a faulty field is named and left out, the rest holds', () => {
  const { settings, managed, policyErrors } = applyPolicy(DEFAULT_SETTINGS, {
    servers: [{ ...server, urls: ['stun:nothing.example'] }],
    schedule: { intervalS: 5, enabled: false },
  });
  expect(settings.servers).toEqual([]);
  expect(settings.schedule).toEqual({ ...DEFAULT_SETTINGS.schedule, enabled: false });
  expect(managed).toEqual(['schedule.enabled']);
  expect(policyErrors.map(({ field }) => field)).toEqual(['servers.0.urls.0', 'schedule.intervalS']);
});

test('of a list or a record with faults the good parts hold, one by one', () => {
  const second = {
    ...server,
    label: 'Second',
    urls: ['turn:b.example', 'http://b.example', 'turns:b.example'],
  };
  const twin = { ...server, username: 'other' };
  const { settings, managed, policyErrors } = applyPolicy(DEFAULT_SETTINGS, {
    servers: [server, { ...server, label: 'Third', urls: ['stun:x.example'] }, second, twin],
    notifications: { texts: { 300: 'Slow', hello: 'x' }, quietHours: { fromMinute: 60 } },
    otlp: {
      attributes: ['isp', 'address'],
      headers: { Authorization: 'Bearer x', 'Content-Type': 'text/plain' },
    },
  });
  expect(settings.servers).toEqual([server, { ...second, urls: ['turn:b.example', 'turns:b.example'] }]);
  expect(settings.notifications).toMatchObject({ texts: { 300: 'Slow' }, quietHours: null });
  expect(settings.otlp).toMatchObject({ attributes: ['isp'], headers: { Authorization: 'Bearer x' } });
  expect(managed).toEqual(['servers', 'notifications.texts', 'otlp.attributes', 'otlp.headers']);
  expect(policyErrors.map(({ field }) => field)).toEqual([
    'servers.1.urls.0',
    'servers.2.urls.1',
    'servers.3.label',
    'notifications.texts.hello',
    'notifications.quietHours.toMinute',
    'otlp.attributes.1',
    'otlp.headers.Content-Type',
  ]);
});

test('a person reads what is managed, and no secret', () => {
  const { settings, managed } = applyPolicy(DEFAULT_SETTINGS, {
    servers: [server],
    schedule: { intervalS: 600 },
    notifications: { quietHours: { fromMinute: 0, toMinute: 60 } },
    otlp: {
      endpoint: 'https://c.example/v1/metrics',
      headers: { 'api-key': 'canary' },
      attributes: [],
      site: '',
    },
  });
  expect(managedValues(settings, managed)).toEqual([
    { field: 'servers', value: 'Corp' },
    { field: 'schedule.intervalS', value: '600' },
    { field: 'notifications.quietHours', value: 'fromMinute: 0, toMinute: 60' },
    { field: 'otlp.endpoint', value: 'https://c.example/v1/metrics' },
    { field: 'otlp.headers', value: 'api-key: •••' },
    { field: 'otlp.attributes' },
    { field: 'otlp.site' },
  ]);
});

test('a setting that does not exist is named, and decides nothing', () => {
  const policy = { schedule: { interval: 60, intervalS: 60 }, colour: 'red', constructor: { name: 'x' } };
  const { settings, managed, policyErrors } = applyPolicy(DEFAULT_SETTINGS, policy);
  expect(settings.schedule).toEqual({ ...DEFAULT_SETTINGS.schedule, intervalS: 60 });
  expect(managed).toEqual(['schedule.intervalS']);
  expect(policyErrors.map(({ field }) => field)).toEqual(['schedule.interval', 'colour', 'constructor.name']);
});

test('no policy, or something that is none, changes nothing', () => {
  for (const policy of [{}, undefined, null, 'x', [1]]) {
    expect(applyPolicy(DEFAULT_SETTINGS, policy)).toEqual({
      settings: DEFAULT_SETTINGS,
      managed: [],
      policyErrors: [],
    });
  }
});

test('a policy may leave the credentials to a URL, and decide when runs stay light', () => {
  const fetched = {
    label: 'A',
    urls: [],
    username: '',
    credential: '',
    credentialsUrl: 'https://a.example/t',
  };
  const { settings, managed, policyErrors } = applyPolicy(DEFAULT_SETTINGS, {
    servers: [fetched],
    schedule: { lightDuringSound: false },
    data: { respectSaveData: false },
  });
  expect(policyErrors).toEqual([]);
  expect(managed).toEqual(['servers', 'schedule.lightDuringSound', 'data.respectSaveData']);
  expect(settings.servers).toEqual([fetched]);
  expect(settings.schedule.lightDuringSound).toBe(false);
  const plain = applyPolicy(DEFAULT_SETTINGS, {
    servers: [{ ...fetched, credentialsUrl: 'http://a.example/t' }],
  });
  expect(plain.policyErrors.map(({ field }) => field)).toEqual(['servers.0.credentialsUrl']);
});

test('the schema of policies, beyond which Chrome drops what an administrator sets, has every setting', () => {
  const inSchema = Object.fromEntries(
    Object.entries(schema.properties).map(([section, shape]) => [
      section,
      'properties' in shape ? Object.keys(shape.properties).sort() : shape.type,
    ]),
  );
  const settings = Object.fromEntries(
    Object.entries(DEFAULT_SETTINGS).map(([section, value]) => [
      section,
      Array.isArray(value) ? 'array' : Object.keys(value).sort(),
    ]),
  );
  expect(inSchema).toEqual(settings);
});

test('what lies within a managed field is managed, too', () => {
  const managed = ['servers', 'notifications.texts'];
  expect(isManaged(managed, 'notifications.texts.300')).toBe(true);
  expect(isManaged(managed, 'notifications.texts')).toBe(true);
  expect(isManaged(managed, 'notifications.severity')).toBe(false);
  expect(isManaged(managed, 'notifications.text')).toBe(false);
});

test('the schema leaves ranges and choices to us: Chrome would drop a whole section for one, and say nothing', () => {
  // A site's `pattern` is a property, and so an object; the keyword's value is a text.
  expect(JSON.stringify(schema)).not.toMatch(/"(?:enum|minimum|maximum|required)"|"pattern":"/);
});
