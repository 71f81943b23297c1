/**
 * A storm: runs of the real extension with a fault at a random moment of each, all drawn from one seed. After every
 * fault the extension is left alone until no run is under way, and then what must hold is looked at.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_SETTINGS, type Settings } from '../../src/core/settings/settings.ts';
import type { Trouble } from '../../src/platform/troubles.ts';
import { type Coturn, startCoturn } from '../../test/e2e/coturn.ts';
import type { DrivenExtension } from '../../test/e2e/driven-extension.ts';
import { createRandom } from '../learner/random.ts';
import type { StormBrowser, StormBrowserName } from './browser.ts';
import { launchChromiumStorm } from './chromium.ts';
import { FAULTS, type Fault, faultsOf, type Sea } from './faults.ts';
import { launchFirefoxStorm } from './firefox.ts';
import { broken, type Logbook } from './invariants.ts';
import { fire, hasRun, INTERVAL_S, settle, startRun } from './steer.ts';

interface StormOptions {
  readonly browser: StormBrowserName;
  readonly seed: number;
  readonly kills: number;
  /** Words in the names of the faults that are made; without any, all are. */
  readonly words?: readonly string[];
  /** Light runs only, of those that a person asks for. */
  readonly light?: boolean;
  /** ms since the epoch after which no other fault is begun. */
  readonly until?: number;
  say(line: string): void;
}

export interface StormFigures {
  readonly browser: StormBrowserName;
  readonly seed: number;
  /** How often each fault was made. */
  readonly faults: Readonly<Record<string, number>>;
  /** Faults that met a run under way. */
  readonly inRuns: number;
  readonly finishedRuns: number;
  /** Runs that a fault took so that they had to be looked after. */
  readonly lostRuns: number;
  /** Faults after which it was told that a run could not be begun, or was lost twice, until the next one was made. */
  readonly notBegun: number;
  readonly seconds: number;
  /** What did not hold, with the command that repeats it. */
  readonly broken: readonly string[];
}

const LAUNCH: Readonly<Record<StormBrowserName, () => Promise<StormBrowser>>> = {
  chromium: launchChromiumStorm,
  firefox: launchFirefoxStorm,
};

export async function makeStorm(options: StormOptions): Promise<StormFigures> {
  const begun = Date.now();
  const turn = await startCoturn();
  let browser: StormBrowser | undefined;
  try {
    browser = await LAUNCH[options.browser]();
    const figures = await blow(browser, turn, options);
    return { ...figures, seconds: Math.round((Date.now() - begun) / 1000) };
  } finally {
    await browser?.dispose();
    await turn.dispose();
  }
}

async function blow(
  browser: StormBrowser,
  turn: Coturn,
  { seed, kills, words = [], light = false, say, until = Number.POSITIVE_INFINITY }: StormOptions,
): Promise<Omit<StormFigures, 'seconds'>> {
  const { extension, name: where } = browser;
  const random = createRandom(seed);
  const settings = settingsFor(turn);
  await extension.store('local', 'settings', settings);
  const sea: Sea = { browser, turn, random, settings, abrupt: false, renewals: 0 };
  const log: Logbook = { finished: new Set(), restingFiles: await turn.openFiles() };
  const names = faultsOf(where, words);
  const faults = Object.fromEntries(names.map((name) => [name, 0]));
  let lostRuns = 0;
  let inRuns = 0;
  let notBegun = 0;
  const figures = (wrong: readonly string[]) => ({
    browser: where,
    seed,
    faults,
    inRuns,
    finishedRuns: log.finished.size,
    lostRuns,
    notBegun,
    broken: wrong,
  });
  await extension.nextRun();
  await settle(browser);
  for (let count = 1; count <= kills && Date.now() < until; count += 1) {
    const name = random.pick(names);
    faults[name] = (faults[name] ?? 0) + 1;
    sea.abrupt = false;
    const begun = Date.now();
    const wrong: string[] = [];
    let what = name as string;
    try {
      const started = await startRun(extension, random, light);
      const afterMs = random.whole(0, started.lastsMs);
      what = `${name} in ${started.what} after ${afterMs} ms`;
      await sleep(afterMs);
      if (await hasRun(extension)) inRuns += 1;
      const { make }: Fault = FAULTS[name];
      const mend = await make(sea);
      lostRuns += await settle(browser);
      await mend?.();
      // Whatever wakes it finds everything well again.
      await fire(extension, 'watchdog');
      await settle(browser);
      if (await endsWithNextRun(extension)) {
        notBegun += 1;
        await extension.ask('background', 'startRun', { kind: 'light' });
        await settle(browser);
      }
      wrong.push(...(await broken(sea, log)));
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error));
    }
    const tookS = ((Date.now() - begun) / 1000).toFixed(1);
    const outcome = wrong.length === 0 ? 'all holds' : wrong.join('; ');
    say(`${where} ${seed}: ${count}/${kills} ${what}, ${tookS} s: ${outcome}`);
    if (wrong.length > 0) {
      const again = commandFor({ browser: where, seed, kills: count, words, light });
      return figures([`${what}: ${wrong.join('; ')}. Repeat it with: ${again}`]);
    }
  }
  return figures(await browser.atTheEnd());
}

/** What makes the same storm again, as far as this one came. */
export function commandFor({
  browser,
  seed,
  kills,
  words = [],
  light = false,
}: Omit<StormOptions, 'until' | 'say'>): string {
  const only = `${words.length > 0 ? ` --faults ${words.join()}` : ''}${light ? ' --light' : ''}`;
  return `npm run storm -- --browser ${browser}${only} --seed ${seed} --kills ${kills}`;
}

/** That a run could not be begun, or was lost twice, is told until one is made, an interval later: the storm does not wait for that. */
async function endsWithNextRun(extension: DrivenExtension): Promise<boolean> {
  const told = (await extension.stored<readonly Trouble[]>('session', 'trouble')) ?? [];
  return told.includes('measuring') || told.includes('lost');
}

function settingsFor(turn: Coturn): Settings {
  return {
    ...DEFAULT_SETTINGS,
    servers: [turn.server('udp')],
    schedule: { ...DEFAULT_SETTINGS.schedule, intervalS: INTERVAL_S },
    // A storm makes more runs than a day has.
    data: { ...DEFAULT_SETTINGS.data, budgetMbPerDay: 10_000 },
  };
}
