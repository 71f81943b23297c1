import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { obstacle, openLink } from './link/open-link.ts';
import { closeAllLinks } from './link/open-links.ts';
import { buildPage } from './page/build-page.ts';
import { projectRoot } from './project-root.ts';
import { openRelayLink } from './relay/relay-link.ts';
import { renderResults } from './report/render-results.ts';
import { drawScenario } from './run/drawn-scenarios.ts';
import {
  drawnJobs,
  inRounds,
  type PlanOptions,
  planJobs,
  type ScenarioJobs,
  TRANSPORTS,
} from './run/plan-jobs.ts';
import { runBench } from './run/run-bench.ts';
import type { Transport } from './run/run-record.ts';
import { RecordFile } from './run/run-record.ts';
import { SCENARIOS } from './run/scenarios.ts';
import { sessionRecord } from './run/session-record.ts';

const USAGE = `npm run bench [-- OPTIONS]

Measures this project and its peers on emulated links, prints the results and writes them to bench/RESULTS-fixed.md.

  --quick          the links and tools of a contributor's check, under 5 minutes; writes to out/bench/
  --links A,B      only these links: ${SCENARIOS.map(({ name }) => `"${name.replaceAll(',', ';')}"`).join(' ')}
  --drawn N        N links drawn from a seed instead: each over UDP, every third over TCP and TLS too;
                   writes to out/bench/RESULTS-drawn.md unless --results says otherwise
  --seed S         of the first of them, the others follow; another each time when not given
  --transports A,B of drawn links, each of them over these alone: udp,tcp,tls
  --peers          of drawn links, the peers too, on every fourth over UDP
  --no-peers       only this project
  --only-peers     only the peers
  --browsers A,B   chromium,firefox; the peers run in Chromium only
  --repeats N      runs of ours on each link over UDP (3)
  --minutes N      stop after so long; --resume goes on later
  --resume         keep what was measured before
  --records FILE   where measurements are kept meanwhile (out/bench/*.jsonl)
  --results FILE   instead of bench/RESULTS-fixed.md
  --relay          a relay on the loopback interface even where network namespaces can be had
  --source DIR     take this project's src/ from another checkout
`;

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  links: { type: 'string' },
  drawn: { type: 'string' },
  seed: { type: 'string' },
  transports: { type: 'string' },
  peers: { type: 'boolean', default: false },
  'no-peers': { type: 'boolean', default: false },
  'only-peers': { type: 'boolean', default: false },
  repeats: { type: 'string', default: '3' },
  minutes: { type: 'string', default: '1000' },
  resume: { type: 'boolean', default: false },
  records: { type: 'string' },
  results: { type: 'string' },
  source: { type: 'string', default: projectRoot },
  relay: { type: 'boolean', default: false },
  browsers: { type: 'string', default: 'chromium,firefox' },
  help: { type: 'boolean', default: false },
} as const;

const OPTIONS_DEFAULTS: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(OPTIONS).map(([name, option]) => [name, 'default' in option ? option.default : undefined]),
);

/** EX_TEMPFAIL of sysexits: run again with --resume. */
const NOT_DONE = 75;
const INTERRUPTED = 130;

export async function main(
  args: readonly string[],
  programs: { chromium: string; firefox?: string },
): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const why = values.relay ? 'asked for' : await obstacle();
  const relay = why !== undefined;
  if (relay) console.error(`The links are relays on the loopback interface: ${why}.`);
  const name = values.quick ? 'quick' : values.drawn === undefined ? 'full' : 'drawn';
  const seed = numberOf(values.seed ?? String(1 + (Math.floor(Date.now() / 1000) % 1_000_000)), '--seed');
  if (values.drawn !== undefined) console.error(`Links drawn from --seed ${seed} on.`);
  const recordsPath = values.records ?? join(projectRoot, `out/bench/${name}.jsonl`);
  const results =
    values.results ??
    join(projectRoot, name === 'full' ? 'bench/RESULTS-fixed.md' : `out/bench/RESULTS-${name}.md`);
  if (!values.resume) await rm(recordsPath, { force: true });
  const records = new RecordFile(recordsPath);
  const scratch = await mkdtemp(join(tmpdir(), 'precall-bench-'));
  const cleanUp = async () => {
    await closeAllLinks();
    await rm(scratch, { recursive: true, force: true });
  };
  const signal = endOnSignal(cleanUp);
  try {
    const folder = join(scratch, 'page');
    await mkdir(folder);
    await buildPage(folder, values.source);
    const complete = await runBench(inRounds(workFrom(values, relay, seed)), {
      executables: programs,
      openLink: relay ? openRelayLink : openLink,
      folder,
      scratch,
      records,
      until: performance.now() + numberOf(values.minutes, '--minutes') * 60_000,
      session: (browser) =>
        sessionRecord(
          whatWasMeasured({ ...values, seed: String(seed) }),
          relay ? 'relay' : 'namespaces',
          browser,
          values.source,
        ),
      log: (line) => console.error(line),
    });
    const text = renderResults(await records.read());
    await mkdir(dirname(results), { recursive: true });
    await writeFile(results, text);
    console.log(text);
    return complete ? 0 : NOT_DONE;
  } catch (error) {
    // What fails because its link was taken away is no news.
    if (signal.received()) return INTERRUPTED;
    throw error;
  } finally {
    await cleanUp();
  }
}

/** The first signal cleans up and ends the process, however far the work is. */
function endOnSignal(cleanUp: () => Promise<void>): { received(): boolean } {
  let received = false;
  const end = () => {
    received = true;
    void cleanUp().finally(() => process.exit(INTERRUPTED));
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  return { received: () => received };
}

function workFrom(
  values: {
    links?: string;
    quick: boolean;
    peers: boolean;
    'no-peers': boolean;
    'only-peers': boolean;
    repeats: string;
    browsers: string;
    drawn?: string;
    transports?: string;
  },
  relay: boolean,
  seed: number,
): ScenarioJobs[] {
  const browsers = values.browsers.split(',').filter(isBrowser);
  if (values.drawn !== undefined) {
    const count = numberOf(values.drawn, '--drawn');
    const transports = values.transports?.split(',').filter(isTransport);
    return Array.from({ length: count }, (_, i) =>
      drawnJobs(drawScenario(seed + i), {
        index: i,
        browsers,
        withPeers: values.peers,
        ...(transports && { transports }),
      }),
    );
  }
  const wanted = values.links?.split(',').map((name) => name.trim().replaceAll(';', ','));
  const unknown = wanted?.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`--links: there is no "${unknown.join('", "')}". See --help.`);
  const options: PlanOptions = {
    quick: values.quick,
    browsers,
    which: values['no-peers'] ? 'ours' : values['only-peers'] ? 'peers' : 'all',
    repeats: numberOf(values.repeats, '--repeats'),
    relay,
  };
  return SCENARIOS.filter(({ name }) => wanted === undefined || wanted.includes(name)).map((scenario) => ({
    scenario,
    jobs: planJobs(scenario, options),
  }));
}

/** The options that say what was measured, for the results: where files lie is nobody else's business. */
function whatWasMeasured(values: Readonly<Record<string, string | boolean | undefined>>): string[] {
  const flags = ['quick', 'peers', 'no-peers', 'only-peers', 'relay'].filter((name) => values[name] === true);
  const named = [
    'links',
    'repeats',
    'browsers',
    'drawn',
    ...(values.drawn === undefined ? [] : ['seed', 'transports']),
  ].filter((name) => values[name] !== OPTIONS_DEFAULTS[name]);
  return [...flags.map((name) => `--${name}`), ...named.map((name) => `--${name} "${values[name]}"`)];
}

function isBrowser(name: string): name is 'chromium' | 'firefox' {
  return name === 'chromium' || name === 'firefox';
}

function isTransport(name: string): name is Transport {
  return TRANSPORTS.some((transport) => transport === name);
}

function numberOf(text: string, flag: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${flag} wants a number above 0, not "${text}"`);
  return value;
}
