import { expect, test } from 'playwright/test';
import { type StatusFacts, statusLine } from '../../../src/core/presentation/status-line.ts';
import { SUMMARY_CODES } from '../../../src/core/sct/sct-codes.ts';
import { judgedRun } from '../builders/judged-runs.ts';

const NOW = 1_000_000_000;
const facts = (more: Partial<StatusFacts> = {}): StatusFacts => ({
  servers: 1,
  latest: judgedRun({ at: NOW - 60_000, summaryCode: 75 }),
  running: false,
  now: NOW,
  intervalS: 300,
  profile: 'video-and-sharing',
  ...more,
});
const OFFLINE = judgedRun({ at: NOW, summaryCode: 10, connectivityCode: 1, outcome: 'offline' });

test('a result: look, word and title are those of its codes', () => {
  expect(statusLine(facts())).toEqual({
    situation: 'result',
    look: 'amber-good',
    stale: false,
    word: { key: 'status_4' },
    toolbar: {
      look: 'amber-good',
      title: {
        key: 'toolbarSummary',
        values: [
          {
            english: 'connection is Good, Fair bandwidth (good audio, poor video)',
            key: 'summary_75',
          },
        ],
      },
    },
  });
});

test('the toolbar and the popup show one look for each result that is fresh, whatever its code', () => {
  for (const summaryCode of SUMMARY_CODES) {
    const line = statusLine(facts({ latest: judgedRun({ at: NOW, summaryCode }) }));
    expect(line.toolbar.look, String(summaryCode)).toBe(line.look);
  }
  const offline = statusLine(facts({ latest: OFFLINE }));
  expect(offline).toMatchObject({
    situation: 'offline',
    look: 'offline',
    word: { key: 'offlineTitle' },
    toolbar: { look: 'offline', title: { key: 'toolbarOffline' } },
  });
});

test('no server comes before everything else', () => {
  expect(statusLine(facts({ servers: 0, latest: OFFLINE }))).toMatchObject({
    situation: 'no-servers',
    toolbar: { look: 'unknown', title: { key: 'toolbarNoServers' } },
  });
});

test('before the first result: unknown, or running', () => {
  expect(statusLine(facts({ latest: null }))).toMatchObject({ situation: 'first-run', look: 'unknown' });
  expect(statusLine(facts({ latest: null, running: true }))).toMatchObject({ look: 'running' });
});

test('while the next run is under way the toolbar says so, and the popup keeps the result', () => {
  expect(statusLine(facts({ running: true }))).toMatchObject({
    look: 'amber-good',
    toolbar: { look: 'running', title: { key: 'toolbarRunning' } },
  });
});

test('a result is old after two intervals and the runs in them, not at that moment', () => {
  const aged = (ms: number) => statusLine(facts({ latest: judgedRun({ at: NOW - ms, summaryCode: 95 }) }));
  expect(aged(660_000).stale).toBe(false);
  expect(aged(660_001)).toMatchObject({
    stale: true,
    look: 'green',
    toolbar: { look: 'unknown', title: { key: 'toolbarStale' } },
  });
});

const connected = (measuredAt: number | null) => ({
  ...judgedRun({ at: NOW - 60_000, summaryCode: 90 }),
  measuredAt,
});

test('connected and never measured is a state of its own, not a good line', () => {
  expect(statusLine(facts({ latest: connected(null) }))).toEqual({
    situation: 'not-measured',
    look: 'unknown',
    stale: false,
    word: { key: 'notMeasuredTitle' },
    toolbar: { look: 'unknown', title: { key: 'toolbarConnected' } },
  });
});

test('what a run repeats is as old as its measurement', () => {
  expect(statusLine(facts({ latest: connected(NOW - 660_000) }))).toMatchObject({
    situation: 'result',
    stale: false,
    look: 'green',
  });
  expect(statusLine(facts({ latest: connected(NOW - 660_001) }))).toMatchObject({
    stale: true,
    toolbar: { look: 'unknown', title: { key: 'toolbarStale' } },
  });
});

test('one run that reached nothing is looked at again and not told yet; where it is old, it is old', () => {
  const failed = (at: number) => ({
    ...judgedRun({
      at,
      summaryCode: 10,
      connectivityCode: 1,
      servers: [
        {
          provider: 'a',
          probes: [{ url: 'turn:a', relayProtocol: 'udp', reachable: false, reason: 'unreachable' }],
        },
      ],
    }),
    confirmed: false,
  });
  expect(statusLine(facts({ latest: failed(NOW) }))).toMatchObject({
    situation: 'looking-again',
    toolbar: { look: 'unknown', title: { key: 'toolbarLookingAgain' } },
  });
  expect(statusLine(facts({ latest: { ...failed(NOW), confirmed: true } }))).toMatchObject({ look: 'red' });
  expect(statusLine(facts({ latest: failed(NOW - 700_000) }))).toMatchObject({ stale: true });
});

test('nothing dated in the future is fresh', () => {
  const at = (ahead: number) =>
    statusLine(facts({ latest: judgedRun({ at: NOW + ahead, summaryCode: 95 }) }));
  expect(at(60_000).stale).toBe(false);
  expect(at(60_001).stale).toBe(true);
  expect(at(730 * 86_400_000)).toMatchObject({
    stale: true,
    toolbar: { look: 'unknown', title: { key: 'toolbarStale' } },
  });
});

test('where the test cannot be made nothing is said of the line', () => {
  const latest = judgedRun({ at: NOW, summaryCode: 10, connectivityCode: 1 });
  const probes = [{ url: 'turn:a', relayProtocol: 'udp', reachable: false, reason: 'webrtc-off' }] as const;
  const report = { ...latest.report, servers: [{ provider: 'a', probes }] };
  expect(statusLine(facts({ latest: { ...latest, report } }))).toMatchObject({
    situation: 'untestable',
    look: 'unknown',
    word: { key: 'untestableTitle' },
    toolbar: { look: 'unknown', title: { key: 'toolbarUntestable' } },
  });
});
