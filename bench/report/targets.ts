import { median } from '../../src/core/base/statistics.ts';
import type { ToolName } from '../page/measurement.ts';
import type { Transport } from '../run/run-record.ts';
import type { JudgedRun } from './judged-run.ts';
import { nearestRank, share } from './statistics.ts';

export interface Target {
  readonly what: string;
  readonly wanted: string;
  /** Absent when nothing of the kind was measured. */
  readonly reached?: number;
  readonly unit: '%' | 's' | 'ms' | 'kB' | 'cores' | 'MB' | '% of runs';
  readonly met?: boolean;
  readonly runs: number;
}

const percent = (value: number | undefined) => (value === undefined ? undefined : value * 100);

/** What this project asks of itself, over the runs of one bench. */
export function targetsOf(all: readonly JudgedRun[]): Target[] {
  const ours = (tool: ToolName, transport: Transport) =>
    all.filter(({ record: { job } }) => job.tool === tool && job.transport === transport);
  const udp = ours('precall', 'udp');
  const steady = udp.filter(({ scenario, record }) => scenario.unjudged === undefined && !record.job.ping);
  const light = ours('precall-light', 'udp').filter(({ scenario }) => scenario.unjudged === undefined);
  const streams = [...ours('precall', 'tcp'), ...ours('precall', 'tls')].filter(
    ({ scenario, reference }) => scenario.unjudged === undefined && reference.loss === 0,
  );
  const errors = absolute(steady, ({ throughputError }) => throughputError);
  const capacityErrors = absolute(steady, ({ capacityError }) => capacityError);
  const streamErrors = absolute(streams, ({ throughputError }) => throughputError);
  const inner = steady.filter(({ atTierEdge }) => !atTierEdge);
  const resting = [...steady, ...light];
  return [
    atMost('throughput (goodput), median error', 2, percent(median(errors)), '%', errors.length),
    atMost(
      'throughput (goodput), 95th percentile',
      6,
      percent(nearestRank(errors, 0.95)),
      '%',
      errors.length,
    ),
    atMost('capacity, median error', 2, percent(median(capacityErrors)), '%', capacityErrors.length),
    atMost(
      'capacity, 95th percentile',
      6,
      percent(nearestRank(capacityErrors, 0.95)),
      '%',
      capacityErrors.length,
    ),
    shareOf('the right tier, links not at its edge', 98, inner, ({ tierIsRight }) => tierIsRight),
    shareOf('the right tier, all links', 98, steady, ({ tierIsRight }) => tierIsRight),
    shareOf('rtt within 1 ms or 1 %, links without jitter', 95, resting, rttIsRight),
    shareOf('loss within its own interval', 95, resting, ({ lossInInterval }) => lossInInterval),
    shareOf('jitter within 1 ms or 15 %', 95, resting, jitterIsRight),
    repeatability(steady),
    atMost(
      'throughput over TCP and TLS, median error, no loss',
      10,
      percent(median(streamErrors)),
      '%',
      streamErrors.length,
    ),
    slowest('a full run at 40 ms', 3.0, steady.filter(isAt(40))),
    slowest('a full run at 400 ms', 6.5, steady.filter(isAt(400))),
    slowest('a light run at 40 ms', 2.5, light.filter(isAt(40))),
    largest(
      'bytes up of a full run at 5 Mbit/s',
      800,
      steady.filter(isRate(5_000)),
      ({ record }) => record.bytesUp / 1000,
    ),
    largest(
      'bytes up of a full run at the cap',
      1_500,
      steady.filter(isRate(25_000)).filter(hasDefaultCap),
      ({ record }) => record.bytesUp / 1000,
    ),
    largest(
      'bytes both ways of a light run',
      70,
      light,
      ({ record }) => (record.bytesUp + record.bytesDown) / 1000,
    ),
    aDay(light),
    ...highestPings(udp),
    cores(steady.filter(isRate(5_000))),
    memory(udp),
  ];
}

const isAt =
  (rttMs: number) =>
  ({ reference }: JudgedRun) =>
    Math.abs(reference.rttMs - rttMs) < 1;
const isRate =
  (kbps: number) =>
  ({ scenario, reference }: JudgedRun) =>
    reference.capacityKbps === kbps && reference.loss === 0 && scenario.name.endsWith('Mbit/s');
const hasDefaultCap = ({ record }: JudgedRun) => record.job.capKbps === 10_000;

function absolute(runs: readonly JudgedRun[], error: (run: JudgedRun) => number | undefined): number[] {
  return runs.flatMap((run) => error(run) ?? []).map(Math.abs);
}

function rttIsRight({ rttErrorMs, reference }: JudgedRun): boolean | undefined {
  return rttErrorMs === undefined || !reference.steadyDelay
    ? undefined
    : Math.abs(rttErrorMs) <= Math.max(1, reference.rttMs * 0.01);
}

function jitterIsRight({ jitterErrorMs, reference, scenario }: JudgedRun): boolean | undefined {
  if (scenario.spec.up.slotMs !== undefined) return undefined;
  const allowed = Math.max(1, 0.15 * reference.jitter[1].jitterMs);
  return jitterErrorMs === undefined ? undefined : Math.abs(jitterErrorMs) <= allowed;
}

function atMost(
  what: string,
  limit: number,
  reached: number | undefined,
  unit: Target['unit'],
  runs: number,
): Target {
  const measured = reached === undefined ? {} : { reached, met: reached <= limit };
  return { what, wanted: `<= ${limit} ${unit}`, ...measured, unit, runs };
}

function shareOf(
  what: string,
  least: number,
  runs: readonly JudgedRun[],
  holds: (run: JudgedRun) => boolean | undefined,
): Target {
  const answers = runs.flatMap((run) => holds(run) ?? []);
  const reached = percent(share(answers));
  const measured = reached === undefined ? {} : { reached, met: reached >= least };
  return { what, wanted: `>= ${least} % of runs`, ...measured, unit: '% of runs', runs: answers.length };
}

/** Runs of one link and one cap beside each other: the first with the second, the second with the third, ... */
function repeatability(runs: readonly JudgedRun[]): Target {
  const pairs = runs.flatMap((run, i) => {
    const next = runs
      .slice(i + 1)
      .find(
        ({ scenario, record }) => scenario === run.scenario && record.job.capKbps === run.record.job.capKbps,
      );
    const [a, b] = [run.record.measurement?.throughputKbps, next?.record.measurement?.throughputKbps];
    return a !== undefined && b !== undefined ? [(2 * Math.abs(a - b)) / (a + b)] : [];
  });
  const reached = percent(share(pairs.map((difference) => difference <= 0.05)));
  const measured = reached === undefined ? {} : { reached, met: reached >= 95 };
  return {
    what: 'two runs agree within 5 %',
    wanted: '>= 95 % of pairs',
    ...measured,
    unit: '% of runs',
    runs: pairs.length,
  };
}

function slowest(what: string, limit: number, runs: readonly JudgedRun[]): Target {
  return largest(what, limit, runs, ({ record }) => seconds(record.measurement?.durationMs), 's');
}

const seconds = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1000);

function largest(
  what: string,
  limit: number,
  runs: readonly JudgedRun[],
  value: (run: JudgedRun) => number | undefined,
  unit: Target['unit'] = 'kB',
): Target {
  const values = runs.flatMap((run) => value(run) ?? []);
  return atMost(
    `${what}, the worst`,
    limit,
    values.length === 0 ? undefined : Math.max(...values),
    unit,
    values.length,
  );
}

function highestPings(runs: readonly JudgedRun[]): Target[] {
  // A link's own jitter and a TCP transfer raise pings, too.
  const calm = runs.filter(
    ({ scenario }) => scenario.spec.up.jitterMs === 0 && scenario.competing === undefined,
  );
  const whole = calm.flatMap(({ record }) => record.pingRaisedMs ?? []);
  return [
    largest('queue raised by a burst, by ping', 120, calm, ({ record }) => record.pingRaisedByBurstMs, 'ms'),
    {
      what: 'the same with what sets the loop up, the worst',
      wanted: 'shown',
      ...(whole.length === 0 ? {} : { reached: Math.max(...whole) }),
      unit: 'ms',
      runs: whole.length,
    },
  ];
}

/** The default schedule makes a run every 300 s; the few full ones among them come out of what is left of the budget. */
const RUNS_A_DAY = 288;

function aDay(runs: readonly JudgedRun[]): Target {
  const bytes = runs.map(({ record }) => record.bytesUp + record.bytesDown);
  const usual = median(bytes);
  const reached = usual === undefined ? undefined : (usual * RUNS_A_DAY) / 1e6;
  return atMost('a day of light runs every 300 s, both ways', 50, reached, 'MB', bytes.length);
}

function cores(runs: readonly JudgedRun[]): Target {
  const used = ({ record: { cpuSeconds, measurement } }: JudgedRun) =>
    cpuSeconds === undefined || measurement === undefined
      ? undefined
      : cpuSeconds / (measurement.durationMs / 1000);
  const values = runs.flatMap((run) => used(run) ?? []);
  return atMost('processor, whole browser, at 5 Mbit/s', 0.5, median(values), 'cores', values.length);
}

function memory(runs: readonly JudgedRun[]): Target {
  const values = runs.flatMap(({ record }) => record.memoryMb ?? []);
  const reached = median(values);
  return {
    what: 'memory of a full run with its page, median',
    wanted: 'shown',
    ...(reached === undefined ? {} : { reached }),
    unit: 'MB',
    runs: values.length,
  };
}
