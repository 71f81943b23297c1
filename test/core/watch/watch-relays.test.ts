import { expect, test } from 'playwright/test';
import { watchRelays } from '../../../src/core/watch/watch-relays.ts';
import { judgedRun, probe } from '../builders/judged-runs.ts';

const server = (label: string, ...urls: string[]) => ({ label, urls, username: 'u', credential: 'c' });
const A = server('A', 'turns:a.example', 'turn:a.example?transport=tcp', 'turn:a.example');
const B = server('B', 'turn:b.example', 'turn:b.example?transport=tcp');
const urlsOf = (...args: Parameters<typeof watchRelays>) => watchRelays(...args).map(({ url }) => url);

test('where nothing is known: UDP before TCP before TLS, in the order of the settings', () => {
  expect(urlsOf([A, B], null)).toEqual([
    'turn:a.example',
    'turn:a.example?transport=tcp',
    'turns:a.example',
    'turn:b.example',
    'turn:b.example?transport=tcp',
  ]);
});

test('the best server of the newest run comes first, and the URL that was chosen there', () => {
  const run = judgedRun({
    at: 1_000_000,
    summaryCode: 95,
    servers: [
      {
        provider: 'B',
        chosen: 1,
        probes: [probe('turn:b.example', 'udp', 'timed-out'), probe('turn:b.example?transport=tcp', 'tcp')],
      },
      { provider: 'A', probes: [] },
    ],
  });
  expect(run.best).toBe('B');
  expect(urlsOf([A, B], run).slice(0, 3)).toEqual([
    'turn:b.example?transport=tcp',
    'turn:b.example',
    'turn:a.example',
  ]);
});

test('each has the credentials of its server; what is no URL is left out', () => {
  expect(watchRelays([server('A', 'stun:a.example', 'turn:a.example')], null)).toEqual([
    { label: 'A', url: 'turn:a.example', relayProtocol: 'udp', username: 'u', credential: 'c' },
  ]);
});
