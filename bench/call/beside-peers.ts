/** What the peers read of a link and what we said of it, each beside the call that was then made. */
import { median } from '../../src/core/base/statistics.ts';
import type { Judged } from './forecast-agreement.ts';
import { rankCorrelation } from './rank-correlation.ts';

type Said = (one: Judged) => number | undefined;

/** kbit/s each, but for the level. */
const SAID: readonly (readonly [string, Said])[] = [
  ['our `level`', ({ told }) => told.level],
  ['our rate of the worse way', ({ told }) => smaller(told.sent?.kbps, told.received?.kbps)],
  ['the bandwidth that we measured', ({ call }) => call.input.throughputKbps],
  ['@jitsi/precall-test: throughput', ({ call }) => call.peers?.jitsi.throughputKbps],
  ['@twilio/rtc-diagnostics: average bitrate', ({ call }) => call.peers?.twilio.throughputKbps],
];

export function besidePeers(all: readonly Judged[]): string {
  const asked = all.filter(({ call }) => call.peers !== undefined);
  const rows = SAID.map(([name, said], at) => {
    const pairs = (seen: Said) =>
      asked.flatMap((one) => {
        const [told, was] = [said(one), seen(one)];
        return told === undefined || was === undefined ? [] : [[told, was] as const];
      });
    const rates = pairs(({ call }) => smaller(call.sent?.videoKbps, call.received?.videoKbps));
    const error = median(rates.map(([told, seen]) => Math.abs(told / seen - 1)));
    const levels = pairs(({ seenLevel }) => seenLevel);
    const off = at === 0 || error === undefined ? '' : Math.round(100 * error);
    return `| ${name} | ${levels.length} | ${digits(rankCorrelation(levels))} | ${digits(rankCorrelation(rates))} | ${off} |`;
  });
  return [
    `| of ${asked.length} links | said of | rank correlation with the call’s level | with its worse way’s video rate | median distance from that rate, % |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.min(a, b);
}

function digits(value: number | undefined): string {
  return value?.toFixed(2) ?? '-';
}
