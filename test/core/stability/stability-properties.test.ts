import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import type { MetricKey } from '../../../src/core/base/metric-key.ts';
import { summaryCodeOf } from '../../../src/core/judgement/verdict.ts';
import { decideNotification, type PolicyInput } from '../../../src/core/notification/notification-policy.ts';
import { notificationPreferences } from '../../../src/core/notification/notification-preferences.ts';
import {
  INITIAL_NOTIFICATIONS,
  type NotificationState,
} from '../../../src/core/notification/notification-state.ts';
import { SUMMARY_CODES } from '../../../src/core/sct/sct-codes.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';
import { INITIAL_STABILITY, updateStability } from '../../../src/core/stability/stability.ts';
import type { StabilityRun, StabilityState } from '../../../src/core/stability/stability-types.ts';
import { MONDAY, noise, runOf, type Sample, usual } from '../builders/line.ts';

/** Failing runs can be looked into: the same sequences every time. */
const PARAMETERS = { seed: 20_231_120, numRuns: 150 };
const MOST_BYTES = 4000;
const MINUTE = 60_000;

const anyNumber = fc.option(
  fc.oneof(
    fc.double(),
    fc.double({ min: 0, max: 1 }),
    fc.double({ min: 0, max: 500 }),
    fc.integer({ min: 0, max: 100_000 }),
  ),
);
const anyRun = fc.record({
  after: fc.oneof(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 30_000, max: 600_000 })),
  network: fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor', ''), fc.string({ maxLength: 5 })),
  server: fc.constantFrom('one', 'two', '__proto__', 'constructor'),
  failed: fc.boolean(),
  roundTripTimeMs: anyNumber,
  jitterMs: anyNumber,
  lossRatio: anyNumber,
  throughputKbps: anyNumber,
});

type AnyRun = typeof anyRun extends fc.Arbitrary<infer Run> ? Run : never;

function timed(runs: readonly AnyRun[]): StabilityRun[] {
  let at = MONDAY;
  return runs.map(({ after, network, server, failed, ...measured }) => {
    at += after;
    const { best: _none, ...run } = runOf(at, network, measured, server);
    return failed ? { ...run, paths: {} } : runOf(at, network, measured, server);
  });
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

test('whatever is measured, the state stays bounded and every number finite', () => {
  fc.assert(
    fc.property(fc.array(anyRun, { maxLength: 120 }), (runs) => {
      let state = INITIAL_STABILITY;
      for (const run of timed(runs)) {
        const step = updateStability(state, run);
        state = step.state;
        expect(numbersIn(step.verdict).every(Number.isFinite)).toBe(true);
        expect(step.verdict.score).toBeGreaterThanOrEqual(0);
      }
      expect(numbersIn(state).every(Number.isFinite)).toBe(true);
      expect(Object.keys(state.networks).length).toBeLessThanOrEqual(20);
      for (const network of Object.values(state.networks)) {
        expect(JSON.stringify(network).length).toBeLessThanOrEqual(MOST_BYTES);
      }
    }),
    PARAMETERS,
  );
});

test('storing the state as text at any point changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anyRun, { maxLength: 80 }), (runs) => {
      let kept = INITIAL_STABILITY;
      let stored: StabilityState = INITIAL_STABILITY;
      for (const run of timed(runs)) {
        const a = updateStability(kept, run);
        const b = updateStability(JSON.parse(JSON.stringify(stored)) as StabilityState, run);
        expect(b).toEqual(a);
        kept = a.state;
        stored = b.state;
      }
    }),
    PARAMETERS,
  );
});

const measured = fc.record({
  roundTripTimeMs: fc.double({ min: 1, max: 700, noNaN: true }),
  jitterMs: fc.double({ min: 0, max: 100, noNaN: true }),
  lossRatio: fc.double({ min: 0, max: 0.3, noNaN: true }),
  throughputKbps: fc.double({ min: 10, max: 40_000, noNaN: true }),
});
type Measured = { [key in MetricKey]: number };

function worsened(run: Measured, by: Measured): Measured {
  return {
    roundTripTimeMs: Math.max(run.roundTripTimeMs, by.roundTripTimeMs),
    jitterMs: Math.max(run.jitterMs, by.jitterMs),
    lossRatio: Math.max(run.lossRatio, by.lossRatio),
    throughputKbps: Math.min(run.throughputKbps, by.throughputKbps),
  };
}

/** A network with a past: some usual runs, then anything. */
function pastOf(usualRuns: number, others: readonly Sample[]): { state: StabilityState; at: number } {
  let state = INITIAL_STABILITY;
  let at = MONDAY;
  const samples = [...Array.from({ length: usualRuns }, (_, index) => usual(index)), ...others];
  for (const sample of samples) {
    at += 5 * MINUTE;
    state = updateStability(state, runOf(at, 'home', sample)).state;
  }
  return { state, at };
}

test('a worse run never gives a better code', () => {
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.array(measured, { maxLength: 12 }),
      measured,
      measured,
      (usualRuns, others, run, by) => {
        const { state, at } = pastOf(usualRuns, others);
        const codeOf = (metrics: Measured) => {
          const { verdict } = updateStability(state, runOf(at + 5 * MINUTE, 'home', metrics));
          return summaryCodeOf({ reachable: true, ...metrics }, verdict.unstable);
        };
        expect(codeOf(worsened(run, by))).toBeLessThanOrEqual(codeOf(run));
      },
    ),
    { ...PARAMETERS, numRuns: 400 },
  );
});

test('a network that only gets better is never unstable', () => {
  const factors = fc.array(fc.double({ min: 0.3, max: 1, noNaN: true }), { maxLength: 120 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(120), factors, (usualRuns, badRuns, steps) => {
      // Bad for long enough, it has become the new normal; what had been normal before must not be forgotten wrongly.
      const bad = Array.from({ length: badRuns }, (_, index) => ({ ...usual(index), roundTripTimeMs: 300 }));
      const past = pastOf(usualRuns, bad);
      let { state, at } = past;
      const unstableAlready = badRuns > 0;
      // No worse than the best run so far, then better and better.
      let best: Measured = { roundTripTimeMs: 42, jitterMs: 2, lossRatio: 0, throughputKbps: 10_000 };
      for (const [index, factor] of steps.entries()) {
        at += 5 * MINUTE;
        const chosen = noise(index) < 0.5 ? factor : 1;
        best = {
          roundTripTimeMs: Math.max(1, best.roundTripTimeMs * chosen),
          jitterMs: best.jitterMs * chosen,
          lossRatio: 0,
          throughputKbps: best.throughputKbps / chosen,
        };
        const step = updateStability(state, runOf(at, 'home', best));
        if (!unstableAlready || index > 15) expect(step.verdict.unstable).toBe(false);
        state = step.state;
      }
    }),
    PARAMETERS,
  );
});

test('any sequence of codes gives a bounded state and at most one notification an hour, unless it gets worse', () => {
  const step = fc.record({
    minutes: fc.integer({ min: 1, max: 90 }),
    code: fc.constantFrom(...SUMMARY_CODES),
    outage: fc.boolean(),
    abnormal: fc.boolean(),
    network: fc.constantFrom('a', 'b'),
  });
  const preferences = notificationPreferences(DEFAULT_SETTINGS.notifications, null);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      let state: NotificationState = INITIAL_NOTIFICATIONS;
      let now = MONDAY;
      const told: { network: string; at: number; code: number }[] = [];
      for (const { minutes, code, outage, abnormal, network } of steps) {
        now += minutes * MINUTE;
        const summaryCode = outage ? 10 : code;
        const input: PolicyInput = {
          now,
          localMinute: 0,
          deviceId: 'device',
          network,
          summaryCode,
          connectivityCode: outage ? 1 : 3,
          codeByLimits: summaryCode,
          abnormal,
          outage,
        };
        const decision = decideNotification(state, input, preferences);
        expect(
          decideNotification(JSON.parse(JSON.stringify(state)) as NotificationState, input, preferences),
        ).toEqual(decision);
        state = decision.state;
        if (decision.action.kind !== 'notify') continue;
        const lately = told.filter((each) => each.network === network && now - each.at < 60 * MINUTE);
        expect(lately.every((each) => summaryCode < each.code)).toBe(true);
        told.push({ network, at: now, code: summaryCode });
      }
      expect(JSON.stringify(state).length).toBeLessThan(3000);
    }),
    PARAMETERS,
  );
});
