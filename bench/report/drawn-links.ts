/** How far this project is right on links drawn from a seed. */
import { median } from '../../src/core/base/statistics.ts';
import type { Transport } from '../run/run-record.ts';
import type { JudgedRun } from './judged-run.ts';
import { markdownTable, shown, shownPercent } from './markdown-table.ts';
import { nearestRank } from './statistics.ts';

/** Of a loop's loss: more than this on a link that loses nothing is told wrongly. */
const FALSE_LOSS = 0.005;
/** ms of round trip below which a run is asked to be quick. */
const NEAR_MS = 200;

const HEADER = [
  '',
  'runs',
  'throughput error, median / p95 / worst',
  'wrong tier, told as certain / told as at least',
  'truth within the interval',
  'loss told of none',
  'rtt error ms, median / p95',
  's below 200 ms, median / worst',
  'not measured',
];

export function drawnLinksTable(runs: readonly JudgedRun[]): string {
  const rows = (['chromium', 'firefox'] as const).flatMap((browser) =>
    (['udp', 'tcp', 'tls'] as const).flatMap((transport) => rowOf(runs, browser, transport)),
  );
  return markdownTable(HEADER, rows);
}

function rowOf(all: readonly JudgedRun[], browser: string, transport: Transport): string[][] {
  const runs = all.filter(
    ({ record: { job }, scenario }) =>
      job.tool === 'precall' &&
      job.browser === browser &&
      job.transport === transport &&
      scenario.unjudged === undefined,
  );
  if (runs.length === 0) return [];
  const numbers = (value: (run: JudgedRun) => number | undefined) => runs.flatMap((run) => value(run) ?? []);
  const errors = numbers(({ throughputError }) => throughputError).map(Math.abs);
  const rtt = numbers(({ rttErrorMs }) => rttErrorMs).map(Math.abs);
  const near = runs.filter(({ reference }) => reference.rttMs < NEAR_MS);
  const seconds = near
    .flatMap(({ record: { measurement } }) => measurement?.durationMs ?? [])
    .map((ms) => ms / 1000);
  const falseLoss = runs.filter(
    ({ reference, record: { measurement } }) => reference.loss === 0 && (measurement?.loss ?? 0) > FALSE_LOSS,
  );
  const lossFree = runs.filter(({ reference }) => reference.loss === 0);
  return [
    [
      `${browser === 'firefox' ? 'Firefox' : 'Chromium'}, ${transport.toUpperCase()}`,
      String(runs.length),
      [median(errors), nearestRank(errors, 0.95), Math.max(...errors)]
        .map((error) => shownPercent(error))
        .join(' / '),
      [false, true]
        .map(
          (open) =>
            runs.filter(
              ({ tierIsRight, record: { measurement } }) =>
                tierIsRight === false && (measurement?.atLeast ?? false) === open,
            ).length,
        )
        .join(' / '),
      ofAll(runs.flatMap(({ rateInInterval }) => rateInInterval ?? [])),
      `${falseLoss.length} of ${lossFree.length}`,
      `${shown(median(rtt), 1)} / ${shown(nearestRank(rtt, 0.95), 1)}`,
      `${shown(median(seconds), 1)} / ${shown(Math.max(...seconds), 1)}`,
      String(runs.filter(({ throughputError }) => throughputError === undefined).length),
    ],
  ];
}

function ofAll(values: readonly boolean[]): string {
  return `${values.filter(Boolean).length} of ${values.length}`;
}
