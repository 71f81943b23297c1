/** Against the rises of round trip that a person labelled in the RIPE Atlas series. */
import type { Detector } from './detectors/detector.ts';
import type { Device } from './device.ts';
import { alertsOf, evaluate, unstableRuns } from './evaluate.ts';
import { type LabelledSeries, medianOf, RIPE_SAMPLING_MS } from './traces.ts';

export interface RipeScore {
  readonly rises: number;
  readonly found: number;
  readonly alerts: number;
  /** Alerts at a labelled rise of any size. */
  readonly alertsAtAnyRise: number;
  /** Alerts within 15 samples of any labelled change. */
  readonly alertsAtChange: number;
  /** Alerts at a labelled rise that counts. */
  readonly alertsAtRise: number;
  /** Alerts far from any label at which the round trip rose all the same, and stayed. */
  readonly alertsAtUnlabelledRise: number;
  /** As on the emulated devices: rises that count with an unstable run until the next label, ... */
  readonly episodesFound: number;
  /** ... and alerts that begin neither in a labelled rise of any size nor in the runs after it. */
  readonly falseAlerts: number;
}

/** Runs around a label in which an alert belongs to it: a person's label may be a few samples off. */
const BEFORE = 3;
const AFTER = 10;
/** Samples from any labelled change within which an alert is near it. */
const NEAR = 15;

interface Rise {
  readonly index: number;
  readonly ms: number;
}

export function risesOf(series: LabelledSeries): Rise[] {
  const edges = [...series.changes, series.roundTripTimesMs.length];
  return series.changes.flatMap((index, position) => {
    const before = known(
      series.roundTripTimesMs.slice(Math.max(edges[position - 1] ?? 0, index - 30), index),
    );
    const after = known(
      series.roundTripTimesMs.slice(index, Math.min(edges[position + 1] ?? index, index + 30)),
    );
    if (before.length === 0 || after.length === 0) return [];
    return [{ index, ms: medianOf(after) - medianOf(before) }];
  });
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

/** The middle of the next half hour is 20 ms over that of the two hours that ended half an hour before. */
function roseAt({ roundTripTimesMs }: LabelledSeries, alert: number): boolean {
  const before = known(roundTripTimesMs.slice(Math.max(0, alert - 38), Math.max(0, alert - 8)));
  const after = known(roundTripTimesMs.slice(alert, alert + 8));
  return before.length > 0 && after.length > 0 && medianOf(after) - medianOf(before) >= 20;
}

/** A rise that counts, and the least that is one at all, in ms. */
const COUNTS_MS = 25;
const LEAST_MS = 5;

export function evaluateRipe(series: LabelledSeries, detect: Detector): RipeScore {
  const device = asDevice(series);
  const unstable = unstableRuns(device, detect);
  const alerts = alertsOf(device, unstable);
  const rises = risesOf(series).filter((rise) => rise.ms > 0);
  const counted = rises.filter((rise) => rise.ms >= COUNTS_MS);
  const near = (alert: number) => series.changes.some((index) => Math.abs(alert - index) <= NEAR);
  const at = (alert: number, index: number) => alert >= index - BEFORE && alert <= index + AFTER;
  return {
    rises: counted.length,
    // Already alarmed when it rises further counts as found.
    found: counted.filter(
      ({ index }) =>
        alerts.some((alert) => at(alert, index)) || unstable.slice(index, index + 4).includes(true),
    ).length,
    alerts: alerts.length,
    alertsAtAnyRise: alerts.filter((alert) =>
      rises.some((rise) => rise.ms >= LEAST_MS && at(alert, rise.index)),
    ).length,
    alertsAtChange: alerts.filter(near).length,
    alertsAtUnlabelledRise: alerts.filter((alert) => !near(alert) && roseAt(series, alert)).length,
    alertsAtRise: alerts.filter((alert) => counted.some((rise) => at(alert, rise.index))).length,
    episodesFound: counted.filter(({ index }) =>
      unstable.slice(index, nextChange(series, index)).includes(true),
    ).length,
    falseAlerts: evaluate(device, unstable).falseAlerts,
  };
}

/** The series as one of the emulated devices: what a person labelled as risen is an episode until the next label. */
function asDevice(series: LabelledSeries): Device {
  return {
    runs: series.roundTripTimesMs.map((value, index) => ({
      at: 1_480_000_000_000 + index * RIPE_SAMPLING_MS,
      network: series.name,
      roundTripTimeMs: value,
    })),
    episodes: risesOf(series)
      .filter(({ ms }) => ms >= LEAST_MS)
      .map(({ index }) => ({ kind: 'step', from: index, to: nextChange(series, index) - 1 })),
    types: series.roundTripTimesMs.map(() => 'ethernet'),
    spikes: [],
    switches: [],
    days: (series.roundTripTimesMs.length * RIPE_SAMPLING_MS) / 86_400_000,
  };
}

function nextChange({ changes, roundTripTimesMs }: LabelledSeries, index: number): number {
  return changes.find((change) => change > index) ?? roundTripTimesMs.length;
}
