/** Asks a running extension for runs. The functions here are called inside one of its pages, so they stand alone. */
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import type { MonitorState } from '../src/core/monitor/monitor-state.ts';
import { DEFAULT_SETTINGS, type Settings } from '../src/core/settings/settings.ts';
import type { ExtensionBrowser } from './extension-browser.ts';
import type { PrecallOptions } from './precall-options.ts';

/** ms; two attempts at a run of the most servers, and a slow browser, fit into this. */
const PATIENCE_MS = 600_000;

/** Replaces the stored settings. With the schedule off, the extension runs only when it is asked. */
export async function seedSettings(
  browser: ExtensionBrowser,
  servers: Settings['servers'],
  schedule: Partial<Settings['schedule']>,
): Promise<void> {
  const settings = {
    ...DEFAULT_SETTINGS,
    servers,
    schedule: { ...DEFAULT_SETTINGS.schedule, ...schedule },
  };
  await browser.call(
    (data: Settings) => chrome.storage.local.set({ settings: { version: 1, data } }),
    settings,
  );
}

/** Makes one run and gives it as the extension judged it. */
export async function makeRun(browser: ExtensionBrowser, kind: PrecallOptions['kind']): Promise<JudgedRun> {
  return browser.call(makeRunInPage, { kind, patienceMs: PATIENCE_MS });
}

export async function makeRunInPage(request: {
  kind: PrecallOptions['kind'];
  patienceMs: number;
}): Promise<JudgedRun> {
  const latest = async (): Promise<JudgedRun | null> => {
    const { monitor } = await chrome.storage.local.get<{ monitor?: { data?: MonitorState } }>('monitor');
    // As it may be found, not as it should be.
    return monitor?.data?.latest ?? null;
  };
  const isRunning = async (): Promise<boolean> => {
    const { running } = await chrome.storage.session.get<{ running?: { data: unknown } }>('running');
    return (running?.data ?? null) !== null;
  };
  /** Looks now and after every change of the storage. */
  const until = <T>(look: () => Promise<T | null>): Promise<T> =>
    new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        chrome.storage.onChanged.removeListener(check);
        settle();
      };
      const check = (): void => {
        look().then(
          (found) => found !== null && end(() => resolve(found)),
          (error: unknown) => end(() => reject(error)),
        );
      };
      const timer = setTimeout(
        () => end(() => reject(new Error('The extension did not end its run in time'))),
        request.patienceMs,
      );
      chrome.storage.onChanged.addListener(check);
      check();
    });

  await until(async () => ((await isRunning()) ? null : true));
  const before = await latest();
  const asked =
    request.kind === 'thorough'
      ? { name: 'startThorough', argument: { despiteSound: true } }
      : { name: 'startRun', argument: { kind: request.kind } };
  const reply = await chrome.runtime.sendMessage({ target: 'background', ...asked });
  if (!reply || reply.error !== undefined || reply.value === null || reply.value === 'no-servers') {
    throw new Error(`The extension did not start a run: ${reply?.error ?? 'it has no servers'}`);
  }
  // Not the id it answered with: a run that gets lost is made again under another.
  return until(async () => {
    const run = await latest();
    return run !== null && run.runId !== before?.runId ? run : null;
  });
}
