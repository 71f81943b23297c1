/** Lives through a story: when runs are made, which of them are full, and what each reads. */

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/base/durations.ts';
import type { Random } from '../random.ts';
import type { Reading } from './line.ts';
import type { FullRuns, Place, Story, TimedTrouble } from './story.ts';
import { NO_TROUBLE, type Trouble, together } from './trouble.ts';
import type { WeekRun } from './week.ts';

/** Of the interval, by which alarms are late at most. */
const LATE = 0.06;
/** ms between full runs that a worse look causes. */
const WORSE_PAUSE_MS = 20 * MINUTE_MS;

export function runStory(random: Random, story: Story): { runs: WeekRun[]; awakeDays: number } {
  const runs: WeekRun[] = [];
  const end = story.clock.at(story.days, 0);
  const isFull = fullRunChoice(story.fullRuns);
  let awakeMs = 0;
  let before: number | undefined;
  for (let at = story.clock.at(0, 0) + Math.round(random.unit() * story.intervalMs); at < end; ) {
    const moment = story.clock.momentOf(at);
    if (story.isAwake(moment)) {
      if (before !== undefined) awakeMs += Math.min(at - before, 2 * story.intervalMs, HOUR_MS);
      before = at;
      const place = story.placeAt(at, moment);
      const wrong = troubleAt(story.troubles, at, place);
      const kind = isFull.next(at, place) ? 'full' : 'light';
      // The line lives on while nothing gets through.
      const reading = place.line.measure(at, moment.minute / 60, kind, wrong);
      const failed = wrong.down || story.fails(at, moment);
      runs.push(runOf(at, place, kind, failed ? undefined : reading));
      isFull.saw(at, place, kind, failed ? undefined : reading);
    }
    at += Math.round(story.intervalMs * (1 + LATE * random.unit()));
  }
  return { runs, awakeDays: awakeMs / DAY_MS };
}

function troubleAt(troubles: readonly TimedTrouble[], at: number, { line }: Place): Trouble {
  return troubles
    .filter((one) => at >= one.from && at < one.to && (one.line === undefined || one.line === line))
    .reduce((sum, one) => together(sum, one.at(at - one.from)), NO_TROUBLE);
}

function runOf(at: number, place: Place, kind: 'light' | 'full', reading: Reading | undefined): WeekRun {
  return {
    at,
    network: place.network,
    type: place.line.traits.type,
    server: place.server,
    kind,
    roundTripTimeMs: reading?.roundTripTimeMs,
    jitterMs: reading?.jitterMs,
    lossRatio: reading?.lossRatio,
    throughputKbps: reading?.throughputKbps,
    failed: reading === undefined,
  };
}

/** The first on a network, then now and then, and when a light run looks worse than the one before. */
function fullRunChoice({ everyMs, whenWorse }: FullRuns) {
  const fullAt = new Map<string, number>();
  let last: { network: string; reading: Reading } | undefined;
  let looksWorse = false;
  return {
    next(at: number, { network }: Place): boolean {
      const since = at - (fullAt.get(network) ?? Number.NEGATIVE_INFINITY);
      const arrived = last?.network !== network && since > WORSE_PAUSE_MS;
      return since >= everyMs || arrived || (whenWorse && looksWorse && since > WORSE_PAUSE_MS);
    },
    saw(at: number, { network }: Place, kind: 'light' | 'full', reading: Reading | undefined): void {
      if (kind === 'full' && reading) fullAt.set(network, at);
      looksWorse = reading !== undefined && last?.network === network && isWorse(reading, last.reading);
      last = reading ? { network, reading } : last;
    },
  };
}

function isWorse(now: Reading, before: Reading): boolean {
  return (
    now.roundTripTimeMs > 1.5 * before.roundTripTimeMs + 20 ||
    now.jitterMs > 2 * before.jitterMs + 10 ||
    now.lossRatio > before.lossRatio + 0.02
  );
}
