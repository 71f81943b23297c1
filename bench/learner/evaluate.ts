/** One way of counting for every detector. */
import { KINDS, type Kind } from './degradation.ts';
import type { Detector } from './detectors/detector.ts';
import type { Device } from './device.ts';

/** Runs after an episode in which an alert may still begin or last without being false. */
const GRACE = 6;

export interface Score {
  readonly episodes: number;
  readonly found: number;
  readonly foundByKind: Readonly<Record<Kind, readonly [found: number, of: number]>>;
  readonly falseAlerts: number;
  readonly days: number;
  /** Runs from the first bad one (0: at once), one for each episode found; drift apart. */
  readonly delays: readonly number[];
  readonly driftDelays: readonly number[];
  readonly spikes: number;
  readonly spikesAlerted: number;
  readonly switches: number;
  readonly switchesAlerted: number;
}

export function unstableRuns(device: Device, detect: Detector): boolean[] {
  return device.runs.map((run) => detect(run));
}

/** The first runs of alerts. */
export function alertsOf(device: Device, unstable: readonly boolean[]): number[] {
  return unstable.flatMap((is, index) => {
    const continued =
      unstable[index - 1] === true && device.runs[index]?.network === device.runs[index - 1]?.network;
    return is && !continued ? [index] : [];
  });
}

export function evaluate(device: Device, unstable: readonly boolean[]): Score {
  const alerts = alertsOf(device, unstable);
  const inside = (index: number) =>
    device.episodes.some(({ from, to }) => index >= from && index <= to + GRACE);
  const foundByKind = Object.fromEntries(KINDS.map((kind) => [kind, [0, 0]])) as Record<
    Kind,
    [number, number]
  >;
  const delays: number[] = [];
  const driftDelays: number[] = [];
  for (const { kind, from, to } of device.episodes) {
    foundByKind[kind][1]++;
    const first = unstable.slice(from, to + 1).indexOf(true);
    if (first < 0) continue;
    foundByKind[kind][0]++;
    (kind === 'drift' ? driftDelays : delays).push(first);
  }
  const near = (marks: readonly number[], runs: number) =>
    marks.filter((mark) => alerts.some((alert) => alert >= mark && alert <= mark + runs && !inside(alert)))
      .length;
  return {
    episodes: device.episodes.length,
    found: delays.length + driftDelays.length,
    foundByKind,
    falseAlerts: alerts.filter((alert) => !inside(alert)).length,
    days: device.days,
    delays,
    driftDelays,
    spikes: device.spikes.length,
    spikesAlerted: near(device.spikes, 1),
    switches: device.switches.length,
    switchesAlerted: near(device.switches, 5),
  };
}

export function sumScores(scores: readonly Score[]): Score {
  const total = (
    key:
      | 'episodes'
      | 'found'
      | 'falseAlerts'
      | 'days'
      | 'spikes'
      | 'spikesAlerted'
      | 'switches'
      | 'switchesAlerted',
  ) => scores.reduce((sum, score) => sum + score[key], 0);
  const kinds = KINDS.map((kind) => [
    kind,
    [0, 1].map((part) => scores.reduce((sum, score) => sum + (score.foundByKind[kind][part] ?? 0), 0)),
  ]);
  return {
    episodes: total('episodes'),
    found: total('found'),
    foundByKind: Object.fromEntries(kinds) as Score['foundByKind'],
    falseAlerts: total('falseAlerts'),
    days: total('days'),
    delays: scores.flatMap((score) => score.delays),
    driftDelays: scores.flatMap((score) => score.driftDelays),
    spikes: total('spikes'),
    spikesAlerted: total('spikesAlerted'),
    switches: total('switches'),
    switchesAlerted: total('switchesAlerted'),
  };
}

export function ratesOf(score: Score) {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
  return {
    f1: (2 * score.found) / (score.found + score.episodes + score.falseAlerts),
    recall: score.found / score.episodes,
    driftRecall: score.foundByKind.drift[0] / (score.foundByKind.drift[1] || 1),
    falseAlertsPerDay: score.falseAlerts / score.days,
    delay: mean([...score.delays, ...score.driftDelays]),
    delayWithoutDrift: mean(score.delays),
    driftDelay: mean(score.driftDelays),
    spikes: score.spikesAlerted / (score.spikes || 1),
    switches: score.switchesAlerted / (score.switches || 1),
  };
}
