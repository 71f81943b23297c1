/** Which run to make, from what is remembered of the network last seen; and what every run costs. */
import { ownValue } from '../base/own-value.ts';
import type { RunReport } from '../report/run-report.ts';
import { testedServers } from '../report/tests-of-run.ts';
import { countRun, type DataUse } from '../schedule/data-budget.ts';
import {
  isLongMeasured,
  type KnownServer,
  type NextRun,
  type NextRunInput,
  runEveryMs,
  sameForAll,
  scheduledRun,
  unplannedRun,
} from '../schedule/next-run.ts';
import { isDisturbing, type RunConditions, type RunTrigger, staysLight } from '../schedule/run-kind.ts';
import type { Settings } from '../settings/settings.ts';
import type { MonitorState } from './monitor-state.ts';
import { bandwidthOf, serverMemory } from './network-memory.ts';

/** Bytes of a megabyte, as the settings count them. */
const MB = 1_000_000;

/** What is asked of a run; nothing: what the schedule makes. */
export interface RunWish {
  /** The same at every server: a person's. */
  readonly kind?: 'light' | 'full';
  /** Label of the server whose bandwidth is in doubt. */
  readonly fullOf?: string;
  /** A person's thorough test, full at every server. */
  readonly thorough?: true;
  /** Also while a call or a tab's sound would be disturbed: the person was told and wants it all the same. */
  readonly despiteSound?: true;
}

export interface RunChoice {
  readonly trigger: RunTrigger;
  readonly wish?: RunWish;
  /** Labels of the servers to be tested, in the order of the settings. */
  readonly labels: readonly string[];
  readonly settings: Settings;
  readonly now: number;
  readonly conditions?: RunConditions;
}

export function chooseRun(state: MonitorState, choice: RunChoice): NextRun {
  const { trigger, wish, labels, conditions } = choice;
  const servers = labels.map((label) => ({ label }));
  if (trigger === 'user') {
    if (wish?.thorough && (wish.despiteSound || !isDisturbing(conditions))) {
      return { wait: false, run: { ...sameForAll(servers, 'full'), thorough: true } };
    }
    const kind = conditions?.inCall === true ? 'light' : (wish?.kind ?? 'full');
    return { wait: false, run: sameForAll(servers, kind) };
  }
  const input = inputOf(state, choice);
  if (trigger === 'schedule') return scheduledRun(input);
  return { wait: false, run: unplannedRun(input, wish?.fullOf ?? doubtful(input, trigger)) };
}

/** Label of the server whose bandwidth this trigger puts in doubt. */
function doubtful(input: NextRunInput, trigger: RunTrigger): string | undefined {
  if (trigger === 'network-change') return longMeasured(input);
  const best = bestOf(input);
  // Somebody is about to call: what is known is not measured again, but without any bandwidth no colour is true.
  return trigger === 'site' && best?.reached && !best.hasBandwidth ? best.label : undefined;
}

/** ms from the end of a run to the next one; see {@link runEveryMs}. */
export function nextRunInMs(
  state: MonitorState,
  { labels, settings, now }: Pick<RunChoice, 'labels' | 'settings' | 'now'>,
): number {
  return runEveryMs(inputOf(state, { labels, settings, now }));
}

function inputOf(
  state: MonitorState,
  { labels, settings, now, conditions = {} }: Pick<RunChoice, 'labels' | 'settings' | 'now' | 'conditions'>,
): NextRunInput {
  const network = state.lastNetwork === null ? undefined : ownValue(state.networks, state.lastNetwork);
  const servers = labels.map((label): KnownServer => {
    const { fullTestAt, measuredAt, reached } = serverMemory(network, label);
    const { counts, doubted } = bandwidthOf(network, label, now);
    return {
      label,
      fullTestAt,
      measuredAt,
      reached,
      hasBandwidth: counts !== undefined && doubted === undefined,
    };
  });
  return {
    servers,
    best: state.latest?.best ?? null,
    dataUse: state.dataUse,
    budgetBytes: settings.data.budgetMbPerDay * MB,
    intervalMs: settings.schedule.intervalS * 1000,
    now,
    stayLight: staysLight(conditions, settings),
  };
}

/** The server that a call would use, when its bandwidth was not measured just now. */
function longMeasured(input: NextRunInput): string | undefined {
  const server = bestOf(input);
  return server && isLongMeasured(server.fullTestAt, input.now) ? server.label : undefined;
}

function bestOf({ servers, best }: NextRunInput): KnownServer | undefined {
  return servers.find(({ label }) => label === best) ?? servers[0];
}

/** Every byte counts, whatever becomes of the run: judged, aborted, superseded or slept through. */
export function countReport(
  use: DataUse,
  report: RunReport,
  run: { readonly trigger: RunTrigger; readonly now: number; readonly day: string },
): DataUse {
  const counted = {
    tested: report.outcome === 'complete' && !report.thorough ? testedServers(report) : NONE_TESTED,
    bytes: report.bytesSent + report.bytesReceived,
    planned: run.trigger === 'schedule',
  };
  return countRun(use, counted, run.now, run.day);
}

/** A run that was cut short, or did more than others do, does not tell what a usual one costs. */
const NONE_TESTED = { connectivity: 0, light: 0, full: 0 } as const;
