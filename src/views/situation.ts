/** What a status has to say, from what is stored. Pure. */

import type { JudgedRun } from '../core/monitor/monitor-state.ts';
import { staleAfter } from '../core/schedule/stale.ts';
import { type Look, lookOfColor } from '../core/sct/look.ts';
import { colorOf } from '../core/sct/sct-codes.ts';

export interface SituationFacts {
  readonly servers: number;
  readonly latest: JudgedRun | null;
  readonly running: boolean;
  readonly online: boolean;
  /** ms since the epoch. */
  readonly now: number;
  readonly intervalS: number;
}

export interface Situation {
  readonly situation: 'no-servers' | 'first-run' | 'offline' | 'result';
  readonly look: Look;
  /** Older than two intervals: no longer to be taken for the present. */
  readonly stale: boolean;
}

export function situationOf(facts: SituationFacts): Situation {
  const { latest } = facts;
  if (facts.servers === 0) return { situation: 'no-servers', look: 'unknown', stale: false };
  if (!facts.online || latest?.report.outcome === 'offline') {
    return { situation: 'offline', look: 'offline', stale: false };
  }
  if (latest === null) {
    return { situation: 'first-run', look: facts.running ? 'running' : 'unknown', stale: false };
  }
  const stale = facts.now > staleAfter(latest.at, facts.intervalS);
  return { situation: 'result', look: lookOfColor(colorOf(latest.event.summaryCode)), stale };
}
