import { expect, test } from 'playwright/test';
import { countedForLoss } from '../../src/precall/counted-losses.ts';
import { logOf } from './harness/traces.ts';

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
  expect(countedForLoss(log)).toHaveLength(650);
});

test('what a burst loses clearly beyond that is its own doing', () => {
  const log = lossy({ count: 400, lost: 0.1 }, { count: 250, lost: 0.3 });
  expect(countedForLoss(log)).toHaveLength(400);
});

test('where the path at rest loses nothing a burst counts only when it is as clean', () => {
  const rest = { count: 400, lost: 0 };
  expect(countedForLoss(lossy(rest, { count: 250, lost: 0 }))).toHaveLength(650);
  expect(countedForLoss(lossy(rest, { count: 250, lost: 0.02 }))).toHaveLength(400);
});
