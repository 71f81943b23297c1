/** Starts runs of the extension under storm, and waits until it rests. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DrivenExtension } from '../../test/e2e/driven-extension.ts';
import type { Random } from '../learner/random.ts';
import type { StormBrowser } from './browser.ts';

/** s between two scheduled runs: longer than a step of the storm, which makes them due itself. */
export const INTERVAL_S = 300;
/** ms after the start at which the background looks after a run, and a little. */
const LOOKED_AFTER_MS = 31_000;
/** ms; a run is bounded to 25 s, and may be made twice. */
const PATIENCE_MS = 120_000;
const LOOK_MS = 80;
/** ms in which a run that has just begun gets somebody who measures it. */
const UNMEASURED_MS = 1_500;

/** ms in which such a run on this machine's own server is over, mostly: its fault comes within. */
const LASTS_MS = { light: 2_000, full: 3_500 };

interface Started {
  readonly what: string;
  readonly lastsMs: number;
}

/** A run that a person asks for, or one that is due; `light` leaves the full ones out, which take twice the time. */
export async function startRun(extension: DrivenExtension, random: Random, light: boolean): Promise<Started> {
  if (random.chance(0.5)) {
    const kind = random.chance(0.3) && !light ? 'full' : 'light';
    await extension.ask('background', 'startRun', { kind });
    return { what: `a person's ${kind} run`, lastsMs: LASTS_MS[kind] };
  }
  await shift(extension, 'due', INTERVAL_S * 1000);
  await fire(extension, 'run');
  return { what: 'a scheduled run', lastsMs: LASTS_MS.light };
}

/** The alarm of that name goes off now. */
export function fire(extension: DrivenExtension, name: 'run' | 'watchdog'): Promise<void> {
  return extension.call((alarm: string) => chrome.alarms.create(alarm, { when: Date.now() }), name);
}

/**
 * Moves the times of what is due or under way by so much into the past, as if it had been that much later by now; under
 * the lock that the extension itself writes with.
 */
export function shift(extension: DrivenExtension, what: 'due' | 'running', byMs: number): Promise<void> {
  return extension.call(
    async ({ what, byMs }: { what: 'due' | 'running'; byMs: number }) => {
      const area = what === 'due' ? 'local' : 'session';
      await navigator.locks.request(`precall-item-${area}-${what}`, async () => {
        const found =
          await chrome.storage[area].get<
            Record<string, { version: number; data: Record<string, number> | null } | undefined>
          >(what);
        const { version = 1, data = null } = found[what] ?? {};
        if (data === null) return;
        const moved = Object.fromEntries(
          ['at', 'startedAt', 'deadlineAt'].flatMap((key) => {
            const at = data[key];
            return at === undefined ? [] : [[key, at - byMs]];
          }),
        );
        await chrome.storage[area].set({ [what]: { version, data: { ...data, ...moved } } });
      });
    },
    { what, byMs },
  );
}

/**
 * Waits until no run is under way. A run that nobody measures any more is looked after at once and not after 30 s: the
 * clock of the storm is a compressed one. Gives how often that was so.
 */
export async function settle(browser: StormBrowser): Promise<number> {
  const { extension } = browser;
  const until = Date.now() + PATIENCE_MS;
  let lost = 0;
  let resting = 0;
  let measuredAt = Date.now();
  for (;;) {
    const isRunning = await hasRun(extension);
    const now = Date.now();
    resting = isRunning ? 0 : resting + 1;
    if (resting === 3) return lost;
    if (!isRunning || (await browser.mayMeasure())) measuredAt = now;
    if (now - measuredAt > UNMEASURED_MS) {
      lost += 1;
      measuredAt = now;
      await shift(extension, 'running', LOOKED_AFTER_MS);
      await fire(extension, 'watchdog');
    }
    if (now > until) throw new Error(`stuck: a run is under way after ${PATIENCE_MS / 1000} s`);
    await sleep(LOOK_MS);
  }
}

/** Whether a run is stored as under way. */
export async function hasRun(extension: DrivenExtension): Promise<boolean> {
  return ((await extension.stored('session', 'running')) ?? null) !== null;
}
