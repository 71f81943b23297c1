/** What may happen to the extension in the middle of a run. */
import type { Settings } from '../../src/core/settings/settings.ts';
import { REFUSED_WRITES } from '../../test/e2e/broken-storage.ts';
import type { Coturn } from '../../test/e2e/coturn.ts';
import type { Random } from '../learner/random.ts';
import { REFUSED_DATABASE } from './breakable.ts';
import type { StormBrowser, StormBrowserName } from './browser.ts';
import { fire, settle, shift } from './steer.ts';

export interface Sea {
  readonly browser: StormBrowser;
  readonly turn: Coturn;
  readonly random: Random;
  /** As they must stand. */
  settings: Settings;
  /** What measured or the server went without a word: allocations stay until they expire. */
  abrupt: boolean;
  /** How often the extension was renewed: each takes a notification away, which is raised once more. */
  renewals: number;
}

interface Cannot {
  readonly cannot: string;
}

export interface Fault {
  /** What is done in both browsers, or in each. */
  readonly how: string | Readonly<Record<StormBrowserName, string | Cannot>>;
  /** Makes it, and gives what mends it once no run is under way any more. */
  make(sea: Sea): Promise<void | (() => Promise<void>)>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

async function kill(sea: Sea): Promise<void> {
  if (sea.browser.measuresInBackground) sea.abrupt = true;
  await sea.browser.killBackground();
}

const KILLED = {
  chromium: 'the service worker, by `ServiceWorker.stopAllWorkers` over the DevTools protocol',
  firefox: 'the event page, by the `terminateBackground` with which Firefox itself ends an idle one',
};

export const FAULTS = {
  'background killed': { how: KILLED, make: kill },
  'background killed again and again': {
    how: 'the same, three times, with the alarm that looks after a run between them',
    async make(sea) {
      for (let times = 0; times < 3; times += 1) {
        await kill(sea);
        await fire(sea.browser.extension, 'watchdog');
      }
    },
  },
  'document closed': {
    how: {
      chromium: 'the offscreen document is taken away',
      firefox: { cannot: 'the event page itself measures' },
    },
    async make(sea) {
      sea.abrupt = true;
      await sea.browser.closeDocument();
    },
  },
  'browser killed': {
    how: 'SIGKILL to the browser, and a start with the same profile',
    async make(sea) {
      sea.abrupt = true;
      await sea.browser.crash();
    },
  },
  'extension reloaded': {
    how: '`runtime.reload()`',
    async make(sea) {
      sea.abrupt = true;
      await sea.browser.extension.reload();
    },
  },
  'newer version': {
    how: {
      chromium:
        'the files get the next version, and `runtime.onUpdateAvailable` is dispatched; the new version must run after the run',
      firefox:
        'the next version is installed over this one; Firefox leaves it to the extension, and it must run after the run',
    },
    async make(sea) {
      sea.renewals += 1;
      await sea.browser.update();
    },
  },
  'server stopped': {
    how: 'SIGKILL, an outage over two runs, and a new start',
    async make(sea) {
      sea.abrupt = true;
      await sea.turn.kill();
      await settle(sea.browser);
      // The outage lasts: it is told once.
      await sea.browser.extension.ask('background', 'startRun', { kind: 'light' });
      return () => sea.turn.start();
    },
  },
  'server restarted': {
    how: 'SIGKILL, and a new start at once',
    async make(sea) {
      sea.abrupt = true;
      await sea.turn.kill();
      await sea.turn.start();
    },
  },
  'server frozen': {
    how: 'SIGSTOP, and SIGCONT after the run',
    async make(sea) {
      sea.abrupt = true;
      sea.turn.freeze(true);
      return async () => sea.turn.freeze(false);
    },
  },
  'write refused': {
    how: '`storage.local.set` of one to three writes rejects as on a full disk',
    async make({ browser: { extension }, random }) {
      const refused = { key: random.pick(['monitor', 'due', 'asked']), times: random.whole(1, 3) };
      await extension.call(
        ([item, value]: readonly [string, object]) => chrome.storage.session.set({ [item]: value }),
        [REFUSED_WRITES, refused] as const,
      );
      return () => extension.call((item: string) => chrome.storage.session.remove(item), REFUSED_WRITES);
    },
  },
  'database refused': {
    how: '`IDBObjectStore.add` throws `QuotaExceededError` until no run is under way',
    async make({ browser: { extension } }) {
      const refuse = (refused: boolean): Promise<void> =>
        extension.call(
          ([item, value]: readonly [string, boolean]) => chrome.storage.session.set({ [item]: value }),
          [REFUSED_DATABASE, refused] as const,
        );
      await refuse(true);
      return async () => {
        await refuse(false);
        await fire(extension, 'run');
      };
    },
  },
  'alarms lost': {
    how: 'all alarms cleared, the background killed',
    async make(sea) {
      const { extension } = sea.browser;
      await extension.call(() => chrome.alarms.clearAll(), undefined);
      await kill(sea);
      // Any event wakes the next background: here a message that is for nobody.
      await extension.call(
        () => chrome.runtime.sendMessage({ target: 'nobody' }).then(String, String),
        undefined,
      );
    },
  },
  'two options windows': {
    how: 'both save another section at the same moment',
    async make(sea) {
      const { schedule, notifications } = sea.settings;
      const close = await sea.browser.pressInWindows([LIGHT, RECOVERY]);
      sea.settings = {
        ...sea.settings,
        schedule: { ...schedule, lightDuringSound: !schedule.lightDuringSound },
        notifications: { ...notifications, notifyRecovery: !notifications.notifyRecovery },
      };
      return close;
    },
  },
  'network flaps': {
    how: {
      chromium: '`offline` and `online` events in the background',
      firefox: '"Work Offline" is switched on and off',
    },
    async make({ browser, random }) {
      for (let times = random.whole(1, 4); times > 0; times -= 1) {
        await browser.goOffline(true);
        await browser.goOffline(false);
      }
    },
  },
  'clock set back': {
    how: 'the stored times are moved a day into the future',
    async make({ browser: { extension } }) {
      await shift(extension, 'due', -DAY_MS);
      await shift(extension, 'running', -DAY_MS);
      await fire(extension, 'watchdog');
    },
  },
  'clock set ahead': {
    how: 'the stored time of the next run is moved a day into the past',
    async make({ browser: { extension } }) {
      await shift(extension, 'due', DAY_MS);
      await fire(extension, 'run');
    },
  },
  'device slept': {
    how: 'the stored times are moved an hour into the past',
    async make({ browser: { extension } }) {
      await shift(extension, 'due', HOUR_MS);
      await shift(extension, 'running', HOUR_MS);
      await fire(extension, 'watchdog');
    },
  },
} satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

const LIGHT = 'Only light tests while a tab plays sound';
const RECOVERY = 'Tell me when it is good again';

/** What is done in this browser, or why nothing can be. */
export function wayOf(name: FaultName, browser: StormBrowserName): string | Cannot {
  const { how }: Fault = FAULTS[name];
  return typeof how === 'string' ? how : how[browser];
}

/** Those that this browser can do, of the ones with one of these words in their names; without words all of them. */
export function faultsOf(browser: StormBrowserName, words: readonly string[]): readonly FaultName[] {
  const all = Object.keys(FAULTS) as FaultName[];
  const unknown = words.filter((word) => !all.some((name) => name.includes(word)));
  if (unknown.length > 0) throw new Error(`No fault is called ${unknown.join(' or ')}: ${all.join(', ')}`);
  return all.filter(
    (name) =>
      typeof wayOf(name, browser) === 'string' &&
      (words.length === 0 || words.some((word) => name.includes(word))),
  );
}
