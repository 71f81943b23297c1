/** What holds whenever the extension rests, whatever happened before. */

import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Sea } from './faults.ts';
import { type Standing, standingOf } from './standing.ts';
import { INTERVAL_S } from './steer.ts';

/**
 * ms that the last replies, a policy that is read at a browser's start, and a server that is told to free an allocation
 * may take.
 */
const GONE_MS = 20_000;
const LOOK_MS = 200;

/** What was seen so far. */
export interface Logbook {
  /** Runs that were the newest at some time. */
  readonly finished: Set<string>;
  /** Files that the server holds while nobody measures. */
  restingFiles: number;
}

/** Each invariant that does not hold, nor comes to hold in the time that goodbyes may take, as a sentence. */
export async function broken(sea: Sea, log: Logbook): Promise<string[]> {
  const until = Date.now() + GONE_MS;
  for (;;) {
    const files = await sea.turn.openFiles();
    if (sea.abrupt) log.restingFiles = Math.max(log.restingFiles, files);
    const wrong = wrongWith(await standingOf(sea.browser.extension), sea, log);
    if (files > log.restingFiles)
      wrong.push(`the server holds ${files - log.restingFiles} files more than at rest`);
    if (wrong.length === 0 || Date.now() > until) return wrong;
    await sleep(LOOK_MS);
  }
}

export function wrongWith(
  standing: Standing,
  sea: Pick<Sea, 'settings' | 'renewals'>,
  log: Pick<Logbook, 'finished'>,
): string[] {
  const now = Date.now();
  const soon = now + 2 * INTERVAL_S * 1000;
  const wrong: string[] = [];
  const holds = (isSo: boolean, sentence: string): void => {
    if (!isSo) wrong.push(sentence);
  };
  const { latest, raised, dueAt, alarmAt, troubles } = standing;
  if (latest !== null) log.finished.add(latest);
  const runs = new Set(standing.runs);
  const lacking = [...log.finished].filter((runId) => !runs.has(runId));
  holds(lacking.length === 0, `${lacking.length} finished runs are not in the history`);
  const points = new Set(standing.points);
  holds(points.size === standing.points.length, 'a run has two points in the charts');
  holds(isDeepStrictEqual([...points].sort(), [...runs].sort()), 'runs and points are not the same ones');
  const twice = raised.filter((id, place) => raised.indexOf(id) !== place);
  holds(twice.length <= sea.renewals, `notifications told twice: ${twice.length}`);
  holds(isDeepStrictEqual(standing.settings, sea.settings), 'the settings are not what was set');
  holds(dueAt !== null && dueAt <= soon, `the next run is due ${ahead(dueAt, now)}`);
  holds(alarmAt !== null && alarmAt <= soon, `the next alarm comes ${ahead(alarmAt, now)}`);
  holds(troubles.length === 0, `still told as trouble: ${troubles.join(', ')}`);
  holds(!standing.hasDocument, 'the measuring document is left');
  return wrong;
}

function ahead(at: number | null, now: number): string {
  return at === null ? 'never' : `in ${Math.round((at - now) / 1000)} s`;
}
