import { expect, test } from 'playwright/test';
import { lossSample } from '../../../../src/precall/estimate/loss/loss-sample.ts';
import { logOf, type Row } from '../../harness/traces.ts';

const isEvery = (share: number) => (i: number) =>
  share > 0 && Math.floor((i + 1) * share) > Math.floor(i * share);

/** Probes at rest, 2 ms apart, and behind them a burst; of each that share is lost, evenly. */
function lossy(rest: { count: number; lost: number }, burst: { count: number; lost: number }) {
  const sent = (kind: 'probe' | 'burst', from: number, { count, lost }: { count: number; lost: number }) =>
    Array.from({ length: count }, (_, i) => {
      const at = from + 2 * i;
      return [kind, at, isEvery(lost)(i) ? undefined : at + 40] as const;
    });
  return logOf([...sent('probe', 0, rest), ...sent('burst', 2 * rest.count + 500, burst)]);
}

test('a burst that loses as the path at rest does counts, though by chance it lost somewhat more', () => {
  const log = lossy({ count: 400, lost: 0.1 }, { count: 250, lost: 0.14 });
  expect(lossSample(log)).toHaveLength(650);
});

test('what a burst loses clearly beyond that is its own doing', () => {
  const log = lossy({ count: 400, lost: 0.1 }, { count: 250, lost: 0.3 });
  expect(lossSample(log)).toHaveLength(400);
});

test('where the path at rest loses nothing a burst counts only when it is as clean', () => {
  const rest = { count: 400, lost: 0 };
  expect(lossSample(lossy(rest, { count: 250, lost: 0 }))).toHaveLength(650);
  expect(lossSample(lossy(rest, { count: 250, lost: 0.02 }))).toHaveLength(400);
});

test('one stray probe does not make the burst that filled a queue count', () => {
  const inRuns = Array.from({ length: 250 }, (_, i): Row => {
    const at = 900 + 2 * i;
    return ['burst', at, i % 60 < 10 ? undefined : at + 40];
  });
  const rest = Array.from(
    { length: 200 },
    (_, i): Row => ['probe', 2 * i, i === 50 ? undefined : 2 * i + 40],
  );
  expect(lossSample(logOf([...rest, ...inRuns]))).toHaveLength(200);
});

test('a burst that drowned does not count, whatever the path at rest loses; a later one may', () => {
  const rows = (group: number, lost: number): Row[] =>
    Array.from({ length: 100 }, (_, i) => {
      const at = 1_000 * group + 2 * i;
      return ['burst', at, isEvery(lost)(i) ? undefined : at + 40, 24, group];
    });
  const rest = Array.from(
    { length: 200 },
    (_, i): Row => ['probe', 2 * i, isEvery(0.3)(i) ? undefined : 2 * i + 40],
  );
  const counted = lossSample(logOf([...rest, ...rows(1, 0.45), ...rows(2, 0.3)]));
  expect(counted.filter(({ kind }) => kind === 'burst').map(({ group }) => group)).toEqual(
    Array(100).fill(2),
  );
});
