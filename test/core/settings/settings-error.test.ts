import { expect, test } from 'playwright/test';
import { parseSettings } from '../../../src/core/settings/settings.ts';
import { settingsErrorText } from '../../../src/english/settings-error-text.ts';

const server = { label: 'a', urls: ['turn:a.example'], username: 'u', credential: 'c' };
const mistakes: Record<string, unknown> = {
  'an empty server': { servers: [{ label: '', urls: [], username: '', credential: '' }] },
  'bad URIs': {
    servers: [
      {
        ...server,
        urls: ['stun:a.example', 'x', 'turn://a', 'turn:u@a.example', 'turn:a..b', 'turn:a:0', 'turn:a?b=c'],
      },
      { ...server, urls: ['turn:a?transport=dtls', 'turns:a?transport=udp', 'turn:b', 'turn:b'] },
    ],
  },
  'bad credentials URLs': {
    servers: [
      '',
      'http://a.example/t',
      'https://u@a.example/t',
      'https://a..b/t',
      'https://a.example/a b',
      'https://a.example/t',
      'https://a.example/t',
    ].map((credentialsUrl, index) => ({ label: `s${index}`, credentialsUrl })),
  },
  'the same credentials URL twice': {
    servers: ['a', 'b'].map((label) => ({ label, credentialsUrl: 'https://a.example/t' })),
  },
  'a hidden character': { servers: [{ ...server, credential: 'c\u200Bd' }] },
  'the same server twice': { servers: [server, server] },
  'too much': {
    servers: [
      { ...server, label: 'x'.repeat(101), urls: Array.from({ length: 11 }, (_, n) => `turn:h${n}.example`) },
      { ...server, label: 'a\nb' },
    ],
  },
  'too many servers': {
    servers: Array.from({ length: 21 }, (_, n) => ({
      ...server,
      label: `s${n}`,
      urls: [`turn:h${n}.example`],
    })),
  },
  'values of another kind': {
    servers: [{ label: 1, urls: [2] }, { ...server, urls: 'turn:a.example' }, 3],
    schedule: { enabled: 'yes' },
    notifications: {
      severity: 'blue',
      quietHours: { fromMinute: -1, toMinute: '8:00' },
      reminderMinutes: 1,
      texts: { ninety: 'text' },
    },
    history: [],
  },
  'servers that are no list': { servers: {} },
  'numbers out of range': {
    schedule: { intervalS: 1 },
    data: { budgetMbPerDay: 0.5, throughputCapKbps: 1 },
    history: { keepDays: 0 },
  },
};

for (const [name, input] of Object.entries(mistakes)) {
  test(`every error of ${name} has words, and what stands in them`, () => {
    const result = parseSettings(input);
    const errors = result.ok ? [] : result.errors;
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.map(settingsErrorText).filter((text) => !/^[^$]+\.$/.test(text))).toEqual([]);
  });
}
