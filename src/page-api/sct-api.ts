/**
 * callstats.io's Smart Connectivity Test API for any page: the extension's own measurement and judgement, kept in
 * memory. Bundle this file with `src/core`; build `rtp-worker.ts` as a file of its own and give its URL.
 */

import { localTime } from '../core/base/local-time.ts';
import { importIceServers } from '../core/ice-text/ice-servers-import.ts';
import type {
  ConnectionQualityChange,
  ConnectionRecommendation,
  PreCallTestResult,
} from '../core/judgement/quality-change.ts';
import { chooseRun } from '../core/monitor/choose-run.ts';
import { applyReport } from '../core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE } from '../core/monitor/monitor-state.ts';
import { sctCallbacks } from '../core/monitor/sct-callbacks.ts';
import { sameForAll } from '../core/schedule/next-run.ts';
import { deadlineMsFor } from '../core/schedule/run-plan.ts';
import { parseSettings, type Settings } from '../core/settings/settings.ts';
import { settingsErrorText } from '../english/settings-error-text.ts';
import { sleep } from '../precall/base/abortable.ts';
import { browserEnvironment, type PrecallEnvironment } from '../precall/run/precall-environment.ts';
import { runPrecallTest } from '../precall/run/precall-test.ts';

export interface SctEvents {
  /** After every run, when all servers have been tested. */
  pctConnectionQualityChange: ConnectionQualityChange;
  preCallTestResults: readonly PreCallTestResult[];
  connectionRecommendation: ConnectionRecommendation;
  /** A run could not be made; the next one follows after the interval. */
  error: Error;
}

export interface SmartConnectivityTest {
  /** @throws TypeError when there is no event of this name. */
  on<Name extends keyof SctEvents>(name: Name, callback: (value: SctEvents[Name]) => void): void;
  /**
   * Runs now and then `interval` seconds after the end of each run (default 60, least 30, recommended 300).
   * Starting again stops what was started before.
   * @throws TypeError that names the field when a server or the interval is not usable.
   */
  startPrecallTests(iceServers: readonly RTCIceServer[], interval?: number): void;
  /** Ends the run under way, too; no event follows. */
  stopPrecallTests(): void;
}

/** s, the delay after the end of a run where the page names none. */
const DEFAULT_INTERVAL_S = 60;

export function smartConnectivityTest(options: {
  /** Where the bundled `rtp-worker.ts` lies. */
  readonly workerUrl: string | URL;
  /** UUID of the device; made anew when absent. */
  readonly deviceId?: string;
  readonly environment?: PrecallEnvironment;
}): SmartConnectivityTest {
  const environment = options.environment ?? browserEnvironment(options.workerUrl);
  const deviceId = options.deviceId ?? crypto.randomUUID();
  const networkSalt = crypto.randomUUID();
  const callbacks: { [Name in keyof SctEvents]: ((value: SctEvents[Name]) => void)[] } = {
    pctConnectionQualityChange: [],
    preCallTestResults: [],
    connectionRecommendation: [],
    error: [],
  };
  let state = INITIAL_MONITOR_STATE;
  let started: AbortController | null = null;

  /** A callback's own mistake is told as the page's, and neither keeps the others waiting nor ends the tests. */
  function emit<Name extends keyof SctEvents>(name: Name, value: SctEvents[Name], signal: AbortSignal): void {
    for (const callback of callbacks[name]) {
      if (signal.aborted) return;
      try {
        callback(value);
      } catch (error) {
        reportError(error);
      }
    }
  }

  async function runOnce(settings: Settings, signal: AbortSignal): Promise<void> {
    const labels = settings.servers.map(({ label }) => label);
    const next = chooseRun(state, { trigger: 'schedule', labels, settings, now: environment.now() });
    // The page has set the interval: what the budget does not pay any more is left out, and the run is made.
    const planned = next.wait ? sameForAll(settings.servers, 'connectivity') : next.run;
    const report = await runPrecallTest(
      {
        runId: crypto.randomUUID(),
        ...planned,
        servers: settings.servers,
        deadlineMs: deadlineMsFor(settings.servers.length, settings.schedule.intervalS),
        throughputCapKbps: settings.data.throughputCapKbps,
      },
      environment,
      { signal },
    );
    if (signal.aborted) return;
    const now = Math.round(report.startedAt + report.durationMs);
    const step = applyReport(state, report, settings, {
      now,
      ...localTime(now, (at) => new Date(at).getTimezoneOffset()),
      trigger: 'schedule',
      deviceId,
      networkSalt,
      snoozedUntil: null,
    });
    state = step.state;
    const told = sctCallbacks(step.run);
    emit('preCallTestResults', told.preCallTestResults, signal);
    emit('connectionRecommendation', told.connectionRecommendation, signal);
    emit('pctConnectionQualityChange', told.event, signal);
  }

  async function runUntilStopped(settings: Settings, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await runOnce(settings, signal);
      } catch (error) {
        emit('error', error instanceof Error ? error : new Error(String(error)), signal);
      }
      if (signal.aborted) return;
      await sleep(settings.schedule.intervalS * 1000, signal);
    }
  }

  const api: SmartConnectivityTest = {
    on(name, callback) {
      if (!Object.hasOwn(callbacks, name)) throw new TypeError(`on: there is no event "${name}"`);
      callbacks[name].push(callback);
    },
    startPrecallTests(iceServers, interval = DEFAULT_INTERVAL_S) {
      const settings = settingsFrom(iceServers, interval);
      api.stopPrecallTests();
      const abort = new AbortController();
      started = abort;
      runUntilStopped(settings, abort.signal).catch((error: unknown) => {
        if (!abort.signal.aborted) throw error;
      });
    },
    stopPrecallTests() {
      started?.abort();
      started = null;
    },
  };
  return api;
}

function settingsFrom(iceServers: readonly RTCIceServer[], interval: number): Settings {
  const imported = importIceServers(JSON.stringify(iceServers));
  if (!imported.ok) throw new TypeError(`iceServers: ${imported.error}`);
  const result = parseSettings({ servers: imported.servers, schedule: { intervalS: interval } });
  if (result.ok) return result.settings;
  const [first] = result.errors;
  const field = first?.field.replace(/^servers/, 'iceServers').replace('schedule.intervalS', 'interval');
  throw new TypeError(first === undefined ? 'invalid' : `${field}: ${settingsErrorText(first)}`);
}
