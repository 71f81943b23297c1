/** Alarms only wake us; what is due is in storage. */
import browser, { type Alarms } from 'webextension-polyfill';

const ALARM_NAMES = ['run', 'watchdog', 'deliver'] as const;
/** ms; Chrome fires no alarm sooner than this from now. */
export const SOONEST_ALARM_MS = 30_000;
export type AlarmName = (typeof ALARM_NAMES)[number];

/**
 * Wakes the background at `at` (ms since the epoch), and every `againS` after that: one that wakes and then fails is
 * woken again. One alarm of a name, the newest.
 */
export async function wakeAt(name: AlarmName, at: number, againS: number): Promise<void> {
  browser.alarms.create(name, { when: at, periodInMinutes: againS / 60 });
}

export async function clearAlarm(name: AlarmName): Promise<void> {
  await browser.alarms.clear(name);
}

/** Call it synchronously at the top level. */
export function onAlarm(listener: (name: AlarmName) => void): void {
  browser.alarms.onAlarm.addListener((alarm: Alarms.Alarm) => {
    const name = ALARM_NAMES.find((known) => known === alarm.name);
    if (name !== undefined) listener(name);
  });
}
