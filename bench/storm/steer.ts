/** Starts runs of the extension under storm, and waits until it rests. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installBrokenStorage } from '../../test/e2e/broken-storage.ts';
import type { ExtensionUnderTest } from '../../test/e2e/extension.ts';
import type { Random } from '../learner/random.ts';
import { type Standing, standingOf } from './standing.ts';

/** Item of the session storage: while it is true the history's database refuses every write. */
export const REFUSED_DATABASE = 'storm.refusedDatabase';
/** s between two scheduled runs: longer than a step of the storm, which makes them due itself. */
export const INTERVAL_S = 300;
/** ms after the start at which the background looks after a run, and a little. */
const LOOKED_AFTER_MS = 31_000;
/** ms; a run is bounded to 25 s, and may be made twice. */
const PATIENCE_MS = 120_000;
const LOOK_MS = 150;

/** Changes the extension in this folder so that its stores can be made to refuse. */
export async function breakable(folder: string): Promise<void> {
  await installBrokenStorage(folder);
  const background = join(folder, 'background.js');
  const code = `(${refuseDatabase})(${JSON.stringify(REFUSED_DATABASE)});\n`;
  await writeFile(background, code + (await readFile(background, 'utf8')));
}

/** Runs in the background, before the extension's own code. */
function refuseDatabase(item: string): void {
  let refused = false;
  chrome.storage.session.get<Record<string, boolean>>(item).then((found) => {
    refused = found[item] === true;
  });
  chrome.storage.onChanged.addListener((changes) => {
    const change = changes[item];
    if (change !== undefined) refused = change.newValue === true;
  });
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...args: Parameters<typeof add>) {
    if (refused) throw new DOMException('The disk is full', 'QuotaExceededError');
    return add.apply(this, args);
  };
}

/** A run that a person asks for, or one that is due. */
export async function startRun(extension: ExtensionUnderTest, random: Random): Promise<string> {
  if (random.chance(0.5)) {
    const kind = random.chance(0.3) ? 'full' : 'light';
    await extension.ask('background', 'startRun', { kind });
    return `a person's ${kind} run`;
  }
  await shift(extension, 'due', INTERVAL_S * 1000);
  await fire(extension, 'run');
  return 'a scheduled run';
}

/** The alarm of that name goes off now. */
export function fire(extension: ExtensionUnderTest, name: 'run' | 'watchdog'): Promise<void> {
  return extension.call((alarm: string) => chrome.alarms.create(alarm, { when: Date.now() }), name);
}

/**
 * Moves the times of what is due or under way by so much into the past, as if it had been that much later by now; under
 * the lock that the extension itself writes with.
 */
export function shift(extension: ExtensionUnderTest, what: 'due' | 'running', byMs: number): Promise<void> {
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

export interface Rest extends Standing {
  /** How often a run was lost, and looked after. */
  readonly lost: number;
}

/**
 * Waits until no run is under way. A run that nobody measures any more is looked after at once and not after 30 s: the
 * clock of the storm is a compressed one.
 */
export async function settle(extension: ExtensionUnderTest): Promise<Rest> {
  const until = Date.now() + PATIENCE_MS;
  let lost = 0;
  let unmeasured = 0;
  let resting = 0;
  for (;;) {
    const standing = await standingOf(extension);
    resting = standing.running === null ? resting + 1 : 0;
    if (resting === 3) return { ...standing, lost };
    unmeasured = standing.running !== null && !standing.hasDocument ? unmeasured + 1 : 0;
    if (unmeasured === 10) {
      lost += 1;
      unmeasured = 0;
      await shift(extension, 'running', LOOKED_AFTER_MS);
      await fire(extension, 'watchdog');
    }
    if (Date.now() > until) throw new Error(`stuck: a run is under way after ${PATIENCE_MS / 1000} s`);
    await sleep(LOOK_MS);
  }
}
