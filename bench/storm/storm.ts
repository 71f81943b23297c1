/**
 * A storm: runs of the real extension with a fault at a random moment of each, all drawn from one seed. After every
 * fault the extension is left alone until no run is under way, and then what must hold is looked at.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_SETTINGS, type Settings } from '../../src/core/settings/settings.ts';
import { type Coturn, startCoturn } from '../../test/e2e/coturn.ts';
import { ExtensionUnderTest } from '../../test/e2e/extension.ts';
import { createRandom } from '../learner/random.ts';
import { FAULTS, type FaultName, type Sea } from './faults.ts';
import { broken, type Logbook } from './invariants.ts';
import { breakable, fire, INTERVAL_S, settle, startRun } from './steer.ts';

export interface StormFigures {
  readonly seed: number;
  /** How often each fault was made. */
  readonly faults: Readonly<Record<string, number>>;
  readonly finishedRuns: number;
  /** Runs that a fault took so that they had to be looked after. */
  readonly lostRuns: number;
  readonly seconds: number;
  /** What did not hold, with the command that repeats it. */
  readonly broken: readonly string[];
}

/** ms after the start of a run within which its fault comes. */
const WITHIN_MS = 3_000;
const NAMES = Object.keys(FAULTS) as FaultName[];

export async function makeStorm(
  seed: number,
  kills: number,
  say: (line: string) => void,
): Promise<StormFigures> {
  const begun = Date.now();
  const turn = await startCoturn();
  let extension: ExtensionUnderTest | undefined;
  try {
    extension = await ExtensionUnderTest.launch({ prepare: breakable });
    const figures = await blow(extension, turn, seed, kills, say);
    return { ...figures, seconds: Math.round((Date.now() - begun) / 1000) };
  } finally {
    await extension?.dispose();
    await turn.dispose();
  }
}

async function blow(
  extension: ExtensionUnderTest,
  turn: Coturn,
  seed: number,
  kills: number,
  say: (line: string) => void,
): Promise<Omit<StormFigures, 'seconds'>> {
  const random = createRandom(seed);
  const settings = settingsFor(turn);
  await extension.store('local', 'settings', settings);
  const sea: Sea = { extension, turn, random, settings, abrupt: false };
  const log: Logbook = { finished: new Set(), restingFiles: await turn.openFiles() };
  const faults = Object.fromEntries(NAMES.map((name) => [name, 0])) as Record<FaultName, number>;
  let lostRuns = 0;
  const figures = (wrong: readonly string[]) => ({
    seed,
    faults,
    finishedRuns: log.finished.size,
    lostRuns,
    broken: wrong,
  });
  await extension.nextRun();
  await settle(extension);
  for (let count = 1; count <= kills; count += 1) {
    const name = random.pick(NAMES);
    faults[name] += 1;
    sea.abrupt = false;
    const wrong: string[] = [];
    let what = name as string;
    try {
      what = `${name} in ${await startRun(extension, random)}`;
      const afterMs = random.whole(0, WITHIN_MS);
      what += ` after ${afterMs} ms`;
      await sleep(afterMs);
      const mend = await FAULTS[name](sea);
      lostRuns += (await settle(extension)).lost;
      await mend?.();
      // Whatever wakes it finds everything well again.
      await fire(extension, 'watchdog');
      await settle(extension);
      wrong.push(...(await broken(sea, log)));
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error));
    }
    say(`${count}/${kills} ${what}: ${wrong.length === 0 ? 'all holds' : wrong.join('; ')}`);
    if (wrong.length > 0) {
      const again = `npm run storm -- --seed ${seed} --kills ${count}`;
      return figures([`${what}: ${wrong.join('; ')}. Repeat it with: ${again}`]);
    }
  }
  return figures([]);
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
