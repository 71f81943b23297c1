/** The states of the pages, as what is stored. Page tests check each; the screenshots show some. */
import type { HistoryPoint } from '../../src/core/history/history-record.ts';
import type { JudgedRun } from '../../src/core/monitor/judged-run.ts';
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import { countRun, INITIAL_DATA_USE } from '../../src/core/schedule/data-budget.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/core/settings/settings.ts';
import type { Trouble } from '../../src/platform/troubles.ts';
import {
  judgedRun,
  monitorWith,
  ONE_SERVER,
  pointsOf,
  probe,
  runsOfADay,
} from '../core/builders/judged-runs.ts';

export interface ViewState {
  readonly settings: Settings;
  readonly monitor: MonitorState;
  readonly points?: readonly HistoryPoint[];
  readonly runs?: readonly JudgedRun[];
  readonly due?: { readonly at: number; readonly servers: string } | null;
  readonly snooze?: number | null;
  readonly trouble?: readonly Trouble[];
  readonly running?: object | null;
}

const MINUTE = 60_000;

const URL = 'turn:fra.turn.example.org:3478?transport=udp';
const REACHED = [{ provider: 'Frankfurt', chosen: 0, probes: [probe(URL, 'udp')] }];
const UNREACHED = [{ provider: 'Frankfurt', probes: [probe(URL, 'udp', 'unreachable')] }];

/** A run that reached a server and measured no quality: its codes repeat what was measured at `measuredAt`, if ever. */
function connectedOnly(run: JudgedRun, measuredAt: number | null): JudgedRun {
  return { ...run, measuredAt, throughput: null };
}

/** A run that filled the line, and measured each transport. */
function thoroughly(run: JudgedRun): JudgedRun {
  const [server] = run.report.servers;
  const [udp] = server?.probes ?? [];
  if (server === undefined || udp?.metrics === undefined) throw new Error('no run that measured');
  const { loss: _unseen, ...overTcp } = udp.metrics;
  const throughput = { capacityKbps: 1710, throughputKbps: 1710, atLeast: false };
  const probes = server.probes.map((each) =>
    each === udp ? each : { ...each, metrics: { ...overTcp, throughput } },
  );
  const filledLine = {
    provider: 'Frankfurt',
    idleRoundTripTimeMs: 46,
    loadedRoundTripTimeMs: 912,
    atLeast: false,
    capacityKbps: 1900,
    bytes: 1_400_000,
  };
  return { ...run, report: { ...run.report, servers: [{ ...server, probes }], thorough: { filledLine } } };
}

/** A run on a line whose way up is known to be the narrower one. */
function narrowUp(run: JudgedRun): JudgedRun {
  const { throughput } = run;
  if (throughput === null) throw new Error('no run that measured');
  return { ...run, throughput: { ...throughput, narrower: 'up', upKbps: throughput.throughputKbps } };
}

/** Twenty full tests that a person asked for. */
function usedUp(at: number): MonitorState['dataUse'] {
  const tested = { connectivity: 0, light: 0, full: 20 };
  return countRun(INITIAL_DATA_USE, { tested, bytes: 52_000_000, planned: false }, at, '');
}

export function popupStates(now: number): Record<string, ViewState> {
  const day = pointsOf(runsOfADay(now - 2 * MINUTE));
  const at = now - 2 * MINUTE;
  const usual = { settings: ONE_SERVER, points: day, due: { at: now + 3 * MINUTE, servers: '' } };
  const excellent = judgedRun({ at, summaryCode: 95 });
  const running = {
    runId: 'r',
    trigger: 'user',
    startedAt: now - 9000,
    deadlineAt: now + 16_000,
    attempt: 1,
    progress: { runId: 'r', phase: 'quality', fraction: 0.46, provider: 'Frankfurt' },
  };
  return {
    'first-run': {
      settings: ONE_SERVER,
      monitor: monitorWith(null),
      due: { at: now + 3 * MINUTE, servers: '' },
    },
    'no-servers': { settings: DEFAULT_SETTINGS, monitor: monitorWith(null) },
    excellent: { ...usual, monitor: monitorWith(excellent) },
    running: { ...usual, monitor: monitorWith(excellent), running },
    offline: {
      ...usual,
      monitor: monitorWith(judgedRun({ at, summaryCode: 10, connectivityCode: 1, outcome: 'offline' })),
    },
    'not-measured': {
      ...usual,
      monitor: monitorWith(connectedOnly(judgedRun({ at, summaryCode: 90, servers: REACHED }), null)),
    },
    'connected-only': {
      ...usual,
      monitor: monitorWith(
        connectedOnly(judgedRun({ at, summaryCode: 95, servers: REACHED }), at - 6 * MINUTE),
      ),
    },
    'connected-only-old': {
      ...usual,
      points: day.map((point) => (point.at > at - 190 * MINUTE ? { ...point, connectedOnly: true } : point)),
      monitor: monitorWith(
        connectedOnly(judgedRun({ at, summaryCode: 95, servers: REACHED }), at - 190 * MINUTE),
      ),
    },
    'used-up': {
      ...usual,
      due: { at: now + 190 * MINUTE, servers: '' },
      monitor: { ...monitorWith(excellent), dataUse: usedUp(at) },
    },
    'looking-again': {
      ...usual,
      monitor: monitorWith({
        ...judgedRun({ at, summaryCode: 10, connectivityCode: 1, servers: UNREACHED }),
        confirmed: false,
      }),
    },
    'clock-set-back': {
      ...usual,
      monitor: monitorWith(judgedRun({ at: now + 730 * 24 * 60 * MINUTE, summaryCode: 95 })),
    },
    stale: { ...usual, monitor: monitorWith(judgedRun({ at: now - 190 * MINUTE, summaryCode: 95 })) },
    'no-microphone': {
      ...usual,
      monitor: monitorWith(judgedRun({ at, summaryCode: 95, connectivityCode: 2 })),
    },
    good: { ...usual, monitor: monitorWith(judgedRun({ at, summaryCode: 75, kbps: 940 })) },
    freezes: {
      ...usual,
      monitor: monitorWith(judgedRun({ at, summaryCode: 55, rttMs: 390, lossRatio: 0.05, kbps: 3000 })),
    },
    'narrow-up': { ...usual, monitor: monitorWith(narrowUp(judgedRun({ at, summaryCode: 70, kbps: 300 }))) },
    unstable: {
      ...usual,
      snooze: now + 50 * MINUTE,
      monitor: monitorWith(
        judgedRun({
          at,
          summaryCode: 60,
          rttMs: 180,
          jitterMs: 8,
          kbps: 1900,
          because: [{ metric: 'roundTripTimeMs', now: 180, normal: [42, 55], since: at - 40 * MINUTE }],
        }),
      ),
    },
    'several-servers': {
      ...usual,
      monitor: monitorWith(
        judgedRun({
          at,
          summaryCode: 20,
          lossRatio: 0.071,
          servers: [
            {
              provider: 'Company relay',
              probes: [
                probe('turn:turn.company.example:3478', 'udp', 'wrong-credentials'),
                probe('turns:turn.company.example:443', 'tls', 'refused'),
              ],
            },
            ...judgedRun({ at, summaryCode: 20, lossRatio: 0.071 }).report.servers.map((server) => ({
              ...server,
              probes: server.probes.map((one) =>
                one.relayProtocol === 'tcp' ? probe(one.url, 'tcp', 'unreachable') : one,
              ),
            })),
          ],
        }),
      ),
    },
    'no-connection': {
      ...usual,
      monitor: monitorWith(
        judgedRun({
          at,
          summaryCode: 10,
          connectivityCode: 1,
          servers: [
            {
              provider: 'Frankfurt',
              probes: [
                probe('turn:fra.turn.example.org:3478?transport=udp', 'udp', 'unreachable'),
                probe('turn:fra.turn.example.org:3478?transport=tcp', 'tcp', 'timed-out'),
                probe('turns:fra.turn.example.org:443', 'tls', 'refused'),
              ],
            },
          ],
        }),
      ),
    },
    thorough: { ...usual, monitor: monitorWith(thoroughly(judgedRun({ at, summaryCode: 90, kbps: 1900 }))) },
    trouble: {
      ...usual,
      monitor: monitorWith(excellent),
      trouble: ['history', 'lost', 'notifications'],
    },
  };
}

/** A week of runs, two servers, two networks; every one, or of so many in a row the first. */
export function historyState(now: number, { oneOf = 1 } = {}): ViewState {
  const runs = Array.from({ length: 7 }, (_, day) => runsOfADay(now - day * 24 * 60 * MINUTE))
    .reverse()
    .flat()
    .map((run, index) => (index < 90 ? elsewhere(run) : run))
    .filter((_, index) => index % oneOf === 0);
  return {
    settings: ONE_SERVER,
    monitor: monitorWith(runs.at(-1) ?? null),
    runs,
    points: pointsOf(runs),
  };
}

function elsewhere(run: JudgedRun): JudgedRun {
  return {
    ...run,
    network: 'network-b',
    report: { ...run.report, network: { ...run.report.network, networkType: 'ethernet' } },
    place: { ...run.place, isp: 'Office Net' },
  };
}
