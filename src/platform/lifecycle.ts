/** What wakes the background besides alarms and messages. Each is registered synchronously at the top level. */
import browser from 'webextension-polyfill';
import { inTime } from './in-time.ts';

export function onInstalled(listener: (reason: 'install' | 'update' | 'other') => void): void {
  browser.runtime.onInstalled.addListener(({ reason }: { reason: string }) => {
    listener(reason === 'install' || reason === 'update' ? reason : 'other');
  });
}

export function onBrowserStart(listener: () => void): void {
  browser.runtime.onStartup.addListener(listener);
}

/** Heard only while the background is awake; the next alarm sees the rest. */
export function onNetworkChange(listener: (online: boolean) => void): void {
  globalThis.addEventListener('online', () => listener(true));
  globalThis.addEventListener('offline', () => listener(false));
}

/**
 * True on a device with a virtual adapter, whatever its line does; false on a line that works, behind some VPNs. It decides
 * nothing: what is measured counts.
 */
export function isOnline(): boolean {
  return navigator.onLine;
}

/** s without input after which a device counts as idle. */
const IDLE_AFTER_S = 300;
/** ms */
const IDLE_ANSWER_MS = 2_000;

/** Who cannot be told to be away is there. */
export async function isAway(): Promise<boolean> {
  try {
    return (
      (await inTime(IDLE_ANSWER_MS, 'The idle state', browser.idle.queryState(IDLE_AFTER_S))) !== 'active'
    );
  } catch (error) {
    console.warn('Precall: whether the person is away cannot be told:', error);
    return false;
  }
}

export function onReturn(listener: () => void): void {
  browser.idle.setDetectionInterval(IDLE_AFTER_S);
  browser.idle.onStateChanged.addListener((state: string) => {
    if (state === 'active') listener();
  });
}

/** Whether an administrator has installed this extension. */
export async function isAdministrators(): Promise<boolean> {
  return (await browser.management.getSelf()).installType === 'admin';
}
