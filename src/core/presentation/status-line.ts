/**
 * What is said of the state, as data: the toolbar's icon, badge and title, the popup's word and the desktop's icon are all
 * read from here, so that no two of them can disagree. Words are keys of `_locales`; who shows them looks them up.
 */
import type { JudgedRun } from '../monitor/judged-run.ts';
import { forecastOf } from '../monitor/run-forecast.ts';
import { untestable } from '../report/untestable.ts';
import { staleAfter } from '../schedule/stale.ts';
import { type Look, lookOfColor } from '../sct/look.ts';
import { colorOf, type StatusCode, SUMMARY, type SummaryCode, statusOf } from '../sct/sct-codes.ts';
import type { CallProfile } from '../settings/settings.ts';
import { lookFor } from './profile-look.ts';

export interface StatusFacts {
  /** How many servers the settings have. */
  readonly servers: number;
  readonly latest: JudgedRun | null;
  /** Whether a run is under way. */
  readonly running: boolean;
  /** ms since the epoch. */
  readonly now: number;
  readonly intervalS: number;
  readonly profile: CallProfile;
}

/** A text of `_locales` by its key; what it is about stands in `values`, in its order. */
export type Words =
  | { readonly key: PlainKey }
  | { readonly key: 'toolbarStale' | 'toolbarSummary'; readonly values: readonly [SummaryWords] };

/** The contract's own words for a summary, and the key of their translation. */
export interface SummaryWords {
  readonly english: string;
  readonly key: `summary_${SummaryCode}`;
}

type PlainKey =
  | `status_${StatusCode}`
  | 'noServersTitle'
  | 'offlineTitle'
  | 'untestableTitle'
  | 'firstRunTitle'
  | 'notMeasuredTitle'
  | 'lookingAgainTitle'
  | 'toolbarConnected'
  | 'toolbarLookingAgain'
  | 'firstRunRunning'
  | 'toolbarRunning'
  | 'toolbarNoServers'
  | 'toolbarNotMeasured'
  | 'toolbarOffline'
  | 'toolbarUntestable';

export interface StatusLine {
  /**
   * `not-measured`: connected, and quality was never measured on this network. `looking-again`: one run reached nothing,
   * which is no outage yet.
   */
  readonly situation:
    | 'no-servers'
    | 'first-run'
    | 'offline'
    | 'untestable'
    | 'not-measured'
    | 'looking-again'
    | 'result';
  /** Of the newest result, also while the next run is under way. */
  readonly look: Look;
  /** Measured more than two intervals ago, or in a time to come: not to be taken for the present. */
  readonly stale: boolean;
  /** The one large word. */
  readonly word: Words;
  /** The toolbar shows a run under way, and nothing that is old. */
  readonly toolbar: { readonly look: Look; readonly title: Words };
}

/** What was measured decides: the browser's own word for being online is wrong on many a VPN and virtual adapter. */
export function statusLine(facts: StatusFacts): StatusLine {
  const { servers, latest, running } = facts;
  const line = servers === 0 ? NO_SERVERS : latest === null ? firstRun(running) : lineOf(latest, facts);
  return running ? { ...line, toolbar: RUNNING } : line;
}

const RUNNING = { look: 'running', title: { key: 'toolbarRunning' } } as const;

const NO_SERVERS: StatusLine = {
  situation: 'no-servers',
  look: 'unknown',
  stale: false,
  word: { key: 'noServersTitle' },
  toolbar: { look: 'unknown', title: { key: 'toolbarNoServers' } },
};

/** Nothing is known of the line, good or bad. */
const UNTESTABLE: StatusLine = {
  situation: 'untestable',
  look: 'unknown',
  stale: false,
  word: { key: 'untestableTitle' },
  toolbar: { look: 'unknown', title: { key: 'toolbarUntestable' } },
};

function firstRun(running: boolean): StatusLine {
  return {
    situation: 'first-run',
    look: running ? 'running' : 'unknown',
    stale: false,
    word: { key: running ? 'firstRunRunning' : 'firstRunTitle' },
    toolbar: { look: 'unknown', title: { key: 'toolbarNotMeasured' } },
  };
}

const NOT_MEASURED: StatusLine = {
  situation: 'not-measured',
  look: 'unknown',
  stale: false,
  word: { key: 'notMeasuredTitle' },
  toolbar: { look: 'unknown', title: { key: 'toolbarConnected' } },
};

const LOOKING_AGAIN: StatusLine = {
  situation: 'looking-again',
  look: 'unknown',
  stale: false,
  word: { key: 'lookingAgainTitle' },
  toolbar: { look: 'unknown', title: { key: 'toolbarLookingAgain' } },
};

/** ms; clocks that are set by the network differ by less. */
const AHEAD_MS = 60_000;

/** When the quality that the codes tell was measured; null: never. */
export function qualityMeasuredAt({ at, measuredAt }: JudgedRun): number | null {
  return measuredAt === undefined ? at : measuredAt;
}

function lineOf(latest: JudgedRun, { now, intervalS, profile }: StatusFacts): StatusLine {
  if (untestable(latest.report) !== undefined) return UNTESTABLE;
  const measuredAt = qualityMeasuredAt(latest);
  const isFresh = latest.at <= now + AHEAD_MS && now <= staleAfter(latest.at, intervalS);
  if (measuredAt === null) return { ...NOT_MEASURED, stale: !isFresh };
  if (isFresh && latest.confirmed === false) return LOOKING_AGAIN;
  const look = lookOf(latest, profile);
  const stale = !isFresh || now > staleAfter(measuredAt, intervalS);
  const values = [summaryWords(latest.summaryCode)] as const;
  const offline = look === 'offline';
  const title: Words = offline ? { key: 'toolbarOffline' } : { key: 'toolbarSummary', values };
  return {
    situation: offline ? 'offline' : 'result',
    look,
    stale,
    word: { key: offline ? 'offlineTitle' : `status_${statusOf(latest.summaryCode)}` },
    toolbar: stale ? { look: 'unknown', title: { key: 'toolbarStale', values } } : { look, title },
  };
}

function lookOf(run: JudgedRun, profile: CallProfile): Look {
  return run.report.outcome === 'offline' ? 'offline' : lookFor(run.summaryCode, profile, forecastOf(run));
}

export function lookOfSummary(code: SummaryCode): Look {
  return lookOfColor(colorOf(code));
}

function summaryWords(code: SummaryCode): SummaryWords {
  return { english: SUMMARY[code].text, key: `summary_${code}` };
}
