import { expect, test } from 'playwright/test';
import { type SituationFacts, situationOf } from '../../src/views/situation.ts';
import { judgedRun } from '../e2e/views-fixtures.ts';

const NOW = 1_000_000_000;
const facts = (more: Partial<SituationFacts> = {}): SituationFacts => ({
  servers: 1,
  latest: judgedRun({ at: NOW - 60_000, summaryCode: 75 }),
  running: false,
  online: true,
  now: NOW,
  intervalS: 300,
  ...more,
});

test('a result is shown in the look of its colour', () => {
  expect(situationOf(facts())).toEqual({ situation: 'result', look: 'amber-good', stale: false });
});

test('no server comes before everything else', () => {
  expect(situationOf(facts({ servers: 0, online: false })).situation).toBe('no-servers');
});

test('offline by the browser’s word, or by the newest run', () => {
  const latest = judgedRun({ at: NOW, summaryCode: 10, connectivityCode: 1, outcome: 'offline' });
  expect(situationOf(facts({ online: false }))).toMatchObject({ situation: 'offline', look: 'offline' });
  expect(situationOf(facts({ latest }))).toMatchObject({ situation: 'offline', look: 'offline' });
});

test('before the first result: unknown, or running', () => {
  expect(situationOf(facts({ latest: null }))).toMatchObject({ situation: 'first-run', look: 'unknown' });
  expect(situationOf(facts({ latest: null, running: true }))).toMatchObject({ look: 'running' });
});

test('a result is old after two intervals and the runs in them, not at that moment', () => {
  const aged = (ms: number) => facts({ latest: judgedRun({ at: NOW - ms, summaryCode: 95 }) });
  expect(situationOf(aged(660_000)).stale).toBe(false);
  expect(situationOf(aged(660_001)).stale).toBe(true);
});
