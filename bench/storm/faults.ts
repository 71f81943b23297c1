/** What may happen to the extension in the middle of a run. */
import type { Settings } from '../../src/core/settings/settings.ts';
import { REFUSED_WRITES } from '../../test/e2e/broken-storage.ts';
import type { Coturn } from '../../test/e2e/coturn.ts';
import type { ExtensionUnderTest } from '../../test/e2e/extension.ts';
import type { Random } from '../learner/random.ts';
import { fire, REFUSED_DATABASE, settle, shift } from './steer.ts';

export interface Sea {
  readonly extension: ExtensionUnderTest;
  readonly turn: Coturn;
  readonly random: Random;
  /** As they must stand. */
  settings: Settings;
  /** The measuring document or the server went without a word: allocations stay until they expire. */
  abrupt: boolean;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Each makes its fault, and gives what mends it once no run is under way any more. */
export const FAULTS = {
  'worker killed': ({ extension }) => extension.killWorker(),
  async 'worker killed again and again'({ extension }) {
    for (let times = 0; times < 3; times += 1) {
      await extension.killWorker();
      await fire(extension, 'watchdog');
    }
  },
  async 'document closed'(sea) {
    sea.abrupt = true;
    if (await sea.extension.hasOffscreenDocument()) await sea.extension.closeOffscreenDocument();
  },
  async 'browser killed'(sea) {
    sea.abrupt = true;
    await sea.extension.crash();
  },
  async 'extension reloaded'(sea) {
    sea.abrupt = true;
    await sea.extension.afterReload(() =>
      sea.extension.call(() => void setTimeout(() => chrome.runtime.reload()), undefined),
    );
  },
  'update announced': ({ extension }) => extension.afterReload(() => extension.announceUpdate()),
  async 'server stopped'(sea) {
    sea.abrupt = true;
    await sea.turn.kill();
    await settle(sea.extension);
    // The outage lasts: it is told once.
    await sea.extension.ask('background', 'startRun', { kind: 'light' });
    return () => sea.turn.start();
  },
  async 'server restarted'(sea) {
    sea.abrupt = true;
    await sea.turn.kill();
    await sea.turn.start();
  },
  async 'server frozen'(sea) {
    sea.abrupt = true;
    sea.turn.freeze(true);
    return async () => sea.turn.freeze(false);
  },
  async 'write refused'({ extension, random }) {
    const refused = { key: random.pick(['monitor', 'due', 'asked']), times: random.whole(1, 3) };
    await extension.call(
      ([item, value]: readonly [string, object]) => chrome.storage.session.set({ [item]: value }),
      [REFUSED_WRITES, refused] as const,
    );
    return () => extension.call((item: string) => chrome.storage.session.remove(item), REFUSED_WRITES);
  },
  async 'database refused'({ extension }) {
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
  async 'alarms lost'({ extension }) {
    await extension.call(() => chrome.alarms.clearAll(), undefined);
    await extension.killWorker();
    // Any event wakes the next worker: here a message that is for nobody.
    await extension.call(() => chrome.runtime.sendMessage({ target: 'nobody' }).catch(String), undefined);
  },
  async 'two options windows'(sea) {
    const [one, other] = await Promise.all([
      sea.extension.openPage('options/options.html'),
      sea.extension.openPage('options/options.html'),
    ]);
    const [light, recovery] = [one.getByLabel(LIGHT), other.getByLabel(RECOVERY)];
    await Promise.all([light.waitFor(), recovery.waitFor()]);
    await Promise.all([light.click(), recovery.click()]);
    const { schedule, notifications } = sea.settings;
    sea.settings = {
      ...sea.settings,
      schedule: { ...schedule, lightDuringSound: !schedule.lightDuringSound },
      notifications: { ...notifications, notifyRecovery: !notifications.notifyRecovery },
    };
    return async () => {
      await one.close();
      await other.close();
    };
  },
  async 'network flaps'({ extension, random }) {
    for (let times = random.whole(1, 4); times > 0; times -= 1) {
      await extension.networkEvent('offline');
      await extension.networkEvent('online');
    }
  },
  async 'clock set back'({ extension }) {
    await shift(extension, 'due', -DAY_MS);
    await shift(extension, 'running', -DAY_MS);
    await fire(extension, 'watchdog');
  },
  async 'clock set ahead'({ extension }) {
    await shift(extension, 'due', DAY_MS);
    await fire(extension, 'run');
  },
  async 'device slept'({ extension }) {
    await shift(extension, 'due', HOUR_MS);
    await shift(extension, 'running', HOUR_MS);
    await fire(extension, 'watchdog');
  },
} satisfies Readonly<Record<string, (sea: Sea) => Promise<void | (() => Promise<void>)>>>;

export type FaultName = keyof typeof FAULTS;

const LIGHT = 'Only light tests while a tab plays sound';
const RECOVERY = 'Tell me when it is good again';
