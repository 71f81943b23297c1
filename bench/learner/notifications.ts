/** What the whole reducer would have put on the desktop of an emulated device. */
import { fromShort } from '../../cli/replay-input.ts';
import { judgeReplayed } from '../../cli/replay-judge.ts';
import { INITIAL_MONITOR_STATE } from '../../src/core/monitor/monitor-state.ts';
import type { Device } from './device.ts';

/** Runs after an episode in which a notification still belongs to it. */
const GRACE = 6;

export interface NotificationScore {
  readonly days: number;
  readonly notifications: number;
  readonly episodes: number;
  /** Episodes by how many notifications they got. */
  readonly none: number;
  readonly one: number;
  readonly more: number;
  /** Notifications outside of every episode, and those whose code is red or amber by fixed limits alone. */
  readonly outside: number;
  /** Runs whose code would have been notified, had each been. */
  readonly bad: number;
}

export function notificationsOf(device: Device): NotificationScore {
  let state = INITIAL_MONITOR_STATE;
  let bad = 0;
  const notified = device.runs.flatMap((run, index) => {
    const replayed = fromShort({
      t: run.at,
      network: run.network,
      type: device.types[index] ?? null,
      rtt: run.roundTripTimeMs ?? null,
      jitter: run.jitterMs ?? null,
      loss: run.lossRatio ?? null,
      bandwidth: run.throughputKbps ?? null,
    });
    // A run that measured nothing at all is no outage here: the emulated devices have none.
    if (replayed.report.servers[0]?.chosen === undefined) return [];
    const step = judgeReplayed(state, replayed);
    state = step.state;
    if (step.run.summaryCode <= 65) bad++;
    return step.action.kind === 'notify' ? [index] : [];
  });
  const counts = device.episodes.map(
    ({ from, to }) => notified.filter((index) => index >= from && index <= to + GRACE).length,
  );
  const inside = (index: number) =>
    device.episodes.some(({ from, to }) => index >= from && index <= to + GRACE);
  return {
    days: device.days,
    notifications: notified.length,
    episodes: device.episodes.length,
    none: counts.filter((count) => count === 0).length,
    one: counts.filter((count) => count === 1).length,
    more: counts.filter((count) => count > 1).length,
    outside: notified.filter((index) => !inside(index)).length,
    bad,
  };
}
