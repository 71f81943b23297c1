import { INITIAL_STABILITY, updateStability } from '../../src/core/stability/stability.ts';
import type { StabilityState } from '../../src/core/stability/stability-types.ts';
import { ABLATIONS, DETECTORS } from './detectors/all.ts';
import type { Detector } from './detectors/detector.ts';
import { asStabilityRun } from './device-run.ts';
import { evaluate, ratesOf, type Score, sumScores, unstableRuns } from './evaluate.ts';
import { notificationsOf } from './notifications.ts';
import { evaluateRipe, type RipeScore } from './ripe.ts';
import type { Suite } from './suites.ts';
import type { LabelledSeries } from './traces.ts';

const HEAD = `| detector | F1 | recall | drift recall | false alerts/day | mean delay, runs | of drift | spikes alerted | switches alerted |
|---|---|---|---|---|---|---|---|---|`;

function scoreOf(suite: Suite, create: () => Detector): Score {
  return sumScores(suite.devices.map((device) => evaluate(device, unstableRuns(device, create()))));
}

function row(name: string, score: Score): string {
  const rates = ratesOf(score);
  const cells = [
    rates.f1.toFixed(3),
    rates.recall.toFixed(3),
    rates.driftRecall.toFixed(3),
    rates.falseAlertsPerDay.toFixed(3),
    rates.delayWithoutDrift.toFixed(2),
    rates.driftDelay.toFixed(1),
    rates.spikes.toFixed(3),
    rates.switches.toFixed(3),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

export function detectorTable(suite: Suite, side: string, only?: readonly string[]): string {
  const runs = suite.devices.reduce((sum, device) => sum + device.runs.length, 0);
  const episodes = suite.devices.reduce((sum, device) => sum + device.episodes.length, 0);
  const days = suite.devices.reduce((sum, device) => sum + device.days, 0);
  const rows = Object.entries(DETECTORS)
    .filter(([name]) => !only || only.includes(name))
    .map(([name, create]) => [name, scoreOf(suite, create)] as const);
  const ours = rows.find(([name]) => name === 'ours')?.[1];
  const kinds = Object.entries(ours?.foundByKind ?? {}).map(
    ([kind, [found, of]]) => `${kind} ${found}/${of}`,
  );
  return `## ${side}: ${suite.name}

${suite.devices.length} devices, ${suite.about}: ${runs} runs, ${days.toFixed(0)} days awake, ${episodes} episodes.

${HEAD}
${rows.map(([name, score]) => row(name, score)).join('\n')}

Ours by kind: ${kinds.join(', ')}.`;
}

export function ablationTable(suite: Suite, ripe: readonly LabelledSeries[]): string {
  const rows = Object.entries(ABLATIONS).map(([name, create]) => row(name, scoreOf(suite, create)));
  const ripeRows = Object.entries(ABLATIONS).map(([name, create]) => ripeRow(name, ripeScore(ripe, create)));
  return `## What each part is worth (held-out: ${suite.name})

${HEAD}
${rows.join('\n')}

On the held-out labelled series:

${RIPE_HEAD}
${ripeRows.join('\n')}`;
}

const RIPE_HEAD = `| detector | rises | found | recall | alerts | at a labelled rise | precision | at a rise >= 25 ms | within 15 samples of a label | precision so | elsewhere, at a lasting rise without a label |
|---|---|---|---|---|---|---|---|---|---|---|`;

export function ripeTable(series: readonly LabelledSeries[], side: string): string {
  const scores = Object.entries(DETECTORS).map(
    ([name, create]) => [name, ripeScore(series, create)] as const,
  );
  return `## Human-labelled rises of 25 ms and more (${side})

The rule: only round trips are fed, every 240 s. The height of a label is the median of the 30 samples after it less that of
the 30 before it, neither beyond the next label. A rise of 25 ms is found when an alert begins from 3 samples before to 10
after it, or when the network is unstable already in the 4 samples from it on. An alert is right when it begins from 3
samples before to 10 after a labelled rise of 5 ms or more; beside it, any label, up or down, within 15 samples. The labels are
not complete, so the last column counts the alerts with no label within 15 samples where the median of the next 8 samples is
20 ms or more over that of the 30 that ended 8 before.

${RIPE_HEAD}
${scores.map(([name, score]) => ripeRow(name, score)).join('\n')}

The same alerts, counted by the very code that counts on the devices: a labelled rise is an episode until the next label,
found when a run in it is unstable; an alert is false when it begins outside of every episode (of 5 ms or more) and the 6 runs
after it. Precision is what is found of the rises of 25 ms and more, against that and the false alerts.

| detector | rises | found | recall | false alerts | precision |
|---|---|---|---|---|---|
${scores.map(([name, score]) => ripeRowAsDevices(name, score)).join('\n')}`;
}

/** Summed over all series. */
type Sum = (key: keyof RipeScore) => number;

function ripeScore(series: readonly LabelledSeries[], create: () => Detector): Sum {
  const scores = series.map((each) => evaluateRipe(each, create()));
  return (key) => scores.reduce((all, score) => all + score[key], 0);
}

function ripeRowAsDevices(name: string, sum: Sum): string {
  const found = sum('episodesFound');
  const cells = [
    sum('rises'),
    found,
    (found / sum('rises')).toFixed(2),
    sum('falseAlerts'),
    (found / (found + sum('falseAlerts') || 1)).toFixed(2),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

function ripeRow(name: string, sum: Sum): string {
  const cells = [
    sum('rises'),
    sum('found'),
    (sum('found') / sum('rises')).toFixed(2),
    sum('alerts'),
    sum('alertsAtAnyRise'),
    (sum('alertsAtAnyRise') / (sum('alerts') || 1)).toFixed(2),
    sum('alertsAtRise'),
    sum('alertsAtChange'),
    (sum('alertsAtChange') / (sum('alerts') || 1)).toFixed(2),
    sum('alertsAtUnlabelledRise'),
  ];
  return `| ${name} | ${cells.join(' | ')} |`;
}

export function notificationTable(suites: readonly Suite[]): string {
  const rows = suites.map((suite) => {
    const scores = suite.devices.map(notificationsOf);
    const sum = (key: keyof (typeof scores)[number]) => scores.reduce((all, score) => all + score[key], 0);
    const share = (key: 'none' | 'one' | 'more') => (sum(key) / sum('episodes')).toFixed(3);
    const perDay = (key: 'notifications' | 'outside' | 'bad') => (sum(key) / sum('days')).toFixed(2);
    return `| ${suite.name} | ${perDay('bad')} | ${perDay('notifications')} | ${(sum('episodes') / sum('days')).toFixed(2)} | ${share('one')} | ${share('none')} | ${share('more')} | ${perDay('outside')} |`;
  });
  return `## Notifications (held-out, the whole reducer, settings as they come)

All codes, those by fixed limits included: loss over 1 % and the like on an ordinary day count as outside.

| devices | red and amber-fair runs/day | notifications/day | episodes/day | episodes with exactly one | with none | with more | notifications outside/day |
|---|---|---|---|---|---|---|---|
${rows.join('\n')}`;
}

/** Time and state, with the state as text between the runs as storage keeps it. */
export function costLine(suite: Suite): string {
  let runs = 0;
  let largest = 0;
  const started = performance.now();
  for (const device of suite.devices) {
    let state: StabilityState = INITIAL_STABILITY;
    for (const run of device.runs) state = updateStability(state, asStabilityRun(run)).state;
    runs += device.runs.length;
    for (const network of Object.values(state.networks)) {
      largest = Math.max(largest, JSON.stringify(network).length);
    }
  }
  const microseconds = ((performance.now() - started) * 1000) / runs;
  return `## Cost

${microseconds.toFixed(0)} microseconds a run; the largest network has ${largest} bytes of JSON.`;
}
