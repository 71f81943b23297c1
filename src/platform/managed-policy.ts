/**
 * The administrator's values. The browser takes seconds to give them when it starts, and may never do so: then those
 * hold that were read last.
 */
import browser from 'webextension-polyfill';
import { inTime, LateError } from './in-time.ts';
import { policyItem } from './storage.ts';
import { endTrouble, noteTrouble } from './troubles.ts';

/** ms; 2.7 s were seen at a browser's start. */
const WAIT_MS = 8_000;
/** ms beyond that after which a person is told: a device that has just started is only slow. */
const TELL_MS = 22_000;

let reading: Promise<unknown> | undefined;
/** The one that is being read has already been waited for in vain. */
let isLate = false;

export async function managedPolicy(): Promise<unknown> {
  reading ??= read();
  if (isLate) return policyItem.get();
  try {
    return await inTime(WAIT_MS, 'The managed storage', reading);
  } catch (error) {
    if (!(error instanceof LateError)) throw error;
    console.warn('Precall: the policy does not come; the last one holds.');
    isLate = true;
    tellLater(reading);
    return policyItem.get();
  }
}

function tellLater(late: Promise<unknown> | undefined): void {
  setTimeout(() => {
    if (reading === late) void noteTrouble('policy');
  }, TELL_MS);
}

async function read(): Promise<unknown> {
  const policy = await answer();
  reading = undefined;
  isLate = false;
  await endTrouble('policy');
  try {
    // Whoever watches it hears of an answer that came late.
    await policyItem.update((known) =>
      JSON.stringify(known) === JSON.stringify(policy) ? undefined : policy,
    );
  } catch (error) {
    console.warn('Precall: the policy cannot be kept:', error);
  }
  return policy;
}

async function answer(): Promise<unknown> {
  try {
    return await browser.storage.managed.get(null);
  } catch (error) {
    // Firefox rejects where no policy names this extension.
    console.debug('Precall: no managed storage:', error instanceof Error ? error.message : String(error));
    return {};
  }
}
