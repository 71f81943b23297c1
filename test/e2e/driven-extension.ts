/** What tests ask of the running extension, whichever browser it runs in. */
import { makeRunInPage } from '../../cli/make-run.ts';
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/core/settings/settings.ts';
import type { RunningRun } from '../../src/platform/storage.ts';
import { type ToldRun, told } from '../told-run.ts';
import { NOTIFICATION_CALLS, type NotificationCall } from './notification-spy.ts';

type Changes = { [Name in keyof Settings]?: Partial<Settings[Name]> };

/** ms; a run is bounded to 25 s for one server, and may be made a second time. */
const PATIENCE_MS = 80_000;

export abstract class DrivenExtension {
  /** Evaluates an expression inside an extension page and awaits what it gives. */
  protected abstract evaluate<R>(expression: string): Promise<R>;

  /** Waits until the extension has started anew, by a reload or an update. `begin` is what leads to that. */
  abstract afterReload(begin: () => Promise<void>): Promise<void>;

  /** As the button on the browser's page of extensions does it; resolves when it has started anew. */
  reload(): Promise<void> {
    return this.afterReload(() => this.call(() => void setTimeout(() => chrome.runtime.reload()), undefined));
  }

  /** Calls a function inside an extension page; it stands alone. */
  call<A, R>(inPage: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    return this.evaluate(`(${inPage})(${JSON.stringify(argument) ?? 'undefined'})`);
  }

  /** Stores settings as the options page would; what is not named has its default, and the schedule is off. */
  async configure(servers: Settings['servers'], changes: Changes = {}): Promise<void> {
    const settings = {
      ...DEFAULT_SETTINGS,
      servers,
      schedule: { ...DEFAULT_SETTINGS.schedule, enabled: false, ...changes.schedule },
      data: { ...DEFAULT_SETTINGS.data, ...changes.data },
      notifications: { ...DEFAULT_SETTINGS.notifications, ...changes.notifications },
      sites: { ...DEFAULT_SETTINGS.sites, ...changes.sites },
      history: { ...DEFAULT_SETTINGS.history, ...changes.history },
      otlp: { ...DEFAULT_SETTINGS.otlp, ...changes.otlp },
    };
    await this.store('local', 'settings', settings);
  }

  /** Makes a run and gives it as judged. */
  async run(kind: 'light' | 'full' = 'light'): Promise<ToldRun> {
    return told(await this.call(makeRunInPage, { kind, patienceMs: PATIENCE_MS }));
  }

  /** A message of the extension's own protocol; gives its value, or throws its error. */
  ask<R>(target: 'background' | 'host', name: string, argument?: unknown): Promise<R> {
    return this.call(
      async (message: { target: string; name: string; argument?: unknown }) => {
        const reply = await chrome.runtime.sendMessage(message);
        if (reply?.error !== undefined) throw new Error(reply.error);
        return reply?.value;
      },
      { target, name, argument },
    );
  }

  async stored<T>(area: 'local' | 'session', key: string): Promise<T | undefined> {
    const envelope = await this.call(
      async (place: { area: 'local' | 'session'; key: string }) =>
        (await chrome.storage[place.area].get<Record<string, { data: T } | null>>(place.key))[place.key] ??
        null,
      { area, key },
    );
    return envelope?.data;
  }

  async store(area: 'local' | 'session', key: string, data: unknown, version = 1): Promise<void> {
    await this.call(
      (item: { area: 'local' | 'session'; key: string; data: unknown; version: number }) =>
        chrome.storage[item.area].set({ [item.key]: { version: item.version, data: item.data } }),
      { area, key, data, version },
    );
  }

  /** Resolves with the first value of a stored item, now or after any change, that `accepts` (which stands alone) takes. */
  async until<T, A = undefined>(
    area: 'local' | 'session',
    key: string,
    accepts: (value: T | undefined, argument: A) => boolean,
    argument?: A,
  ): Promise<T> {
    const wanted = JSON.stringify({ area, key, patienceMs: PATIENCE_MS, argument });
    return this.evaluate(`(${untilStored})(${wanted}, ${accepts})`);
  }

  /** Waits until no run is being made. */
  async endOfRun(): Promise<void> {
    await this.until<RunningRun | null>('session', 'running', (running) => (running ?? null) === null);
  }

  /** The first judged run that is not the one of that id. */
  async nextRun(previous: string | null = null): Promise<ToldRun> {
    const isNext = (monitor: MonitorState | undefined, known: string | null): boolean =>
      (monitor?.latest?.runId ?? null) !== known;
    const { latest } = await this.until<MonitorState, string | null>('local', 'monitor', isNext, previous);
    if (latest === null) throw new Error('The awaited run is not there');
    return told(latest);
  }

  async latest(): Promise<ToldRun | undefined> {
    const latest = (await this.stored<MonitorState>('local', 'monitor'))?.latest;
    return latest ? told(latest) : undefined;
  }

  /** Everything the background asked of the desktop since the profile was made. */
  notificationCalls(): Promise<NotificationCall[]> {
    return this.call(
      async (key: string) =>
        (await chrome.storage.local.get<Record<string, NotificationCall[]>>(key))[key] ?? [],
      NOTIFICATION_CALLS,
    );
  }

  /** Ids of the notifications that the browser shows. */
  async shownNotifications(): Promise<string[]> {
    return Object.keys(await this.call(() => chrome.notifications.getAll(), undefined));
  }
}

/** Runs in an extension page. */
function untilStored<T, A>(
  wanted: { area: 'local' | 'session'; key: string; patienceMs: number; argument: A },
  accepts: (value: T | undefined, argument: A) => boolean,
): Promise<T | undefined> {
  const { area, key, patienceMs, argument } = wanted;
  return new Promise((resolve, reject) => {
    const look = async (): Promise<void> => {
      const stored = await chrome.storage[area].get<Record<string, { data: T } | undefined>>(key);
      const value = stored[key]?.data;
      if (accepts(value, argument)) end(() => resolve(value));
    };
    const check = (): void => void look().catch((error: unknown) => end(() => reject(error)));
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      chrome.storage.onChanged.removeListener(check);
      settle();
    };
    const timer = setTimeout(
      () => end(() => reject(new Error(`${area} ${key} did not become what was awaited`))),
      patienceMs,
    );
    chrome.storage.onChanged.addListener(check);
    check();
  });
}
