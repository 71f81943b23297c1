/** What is asked of a measurement, over the outcomes of one set of links; less is better of each. Pure. */
import { mean, median } from '../../src/core/base/statistics.ts';
import { nearestRank } from '../report/statistics.ts';
import type { Outcome } from './outcome.ts';

export interface Target {
  readonly name: string;
  readonly digits: number;
  of(outcomes: readonly Outcome[]): number;
}

/** Of the loop: more than this on a link that loses nothing is told wrongly. */
const FALSE_LOSS = 0.005;

const errors = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap(({ throughputError }) => (throughputError === undefined ? [] : [100 * throughputError]));
const rtt = (outcomes: readonly Outcome[]) => outcomes.flatMap(({ rttErrorMs }) => rttErrorMs ?? []);
const count = (outcomes: readonly Outcome[], is: (outcome: Outcome) => boolean) => outcomes.filter(is).length;
const most = (values: readonly number[]) => Math.max(0, ...values);

export const TARGETS: readonly Target[] = [
  { name: 'error, mean %', digits: 2, of: (all) => mean(errors(all)) ?? 0 },
  { name: 'median %', digits: 2, of: (all) => median(errors(all)) ?? 0 },
  { name: 'p95 %', digits: 1, of: (all) => nearestRank(errors(all), 0.95) ?? 0 },
  { name: 'worst %', digits: 1, of: (all) => most(errors(all)) },
  {
    name: 'beside a transfer, mean %',
    digits: 1,
    of: (all) =>
      mean(all.flatMap(({ errorBesideTransfer: error }) => (error === undefined ? [] : 100 * error))) ?? 0,
  },
  { name: 'wrong tiers', digits: 0, of: (all) => count(all, ({ isWrongTier }) => isWrongTier) },
  {
    name: 'false losses',
    digits: 0,
    of: (all) => count(all, ({ falseLoss }) => falseLoss !== undefined && falseLoss > FALSE_LOSS),
  },
  { name: 'loss outside', digits: 0, of: (all) => count(all, ({ lossIsInside }) => lossIsInside === false) },
  { name: 'rtt, mean ms', digits: 2, of: (all) => mean(rtt(all)) ?? 0 },
  { name: 'rtt p95 ms', digits: 1, of: (all) => nearestRank(rtt(all), 0.95) ?? 0 },
  {
    name: 'jitter, mean ms',
    digits: 2,
    of: (all) => mean(all.flatMap(({ jitterMs }) => jitterMs ?? [])) ?? 0,
  },
  { name: 'time, mean s', digits: 2, of: (all) => (mean(all.map(({ ms }) => ms)) ?? 0) / 1000 },
  { name: 'worst s', digits: 1, of: (all) => most(all.map(({ ms }) => ms)) / 1000 },
  { name: 'mean kB', digits: 0, of: (all) => (mean(all.map(({ bytes }) => bytes)) ?? 0) / 1000 },
  { name: 'queue, mean ms', digits: 1, of: (all) => mean(all.map(({ queueMs }) => queueMs)) ?? 0 },
  { name: 'not measured', digits: 0, of: (all) => count(all, ({ failed }) => failed) },
];

export function reached(outcomes: readonly Outcome[]): number[] {
  return TARGETS.map((target) => target.of(outcomes));
}
