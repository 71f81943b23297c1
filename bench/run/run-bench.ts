import { setTimeout as sleep } from 'node:timers/promises';
import { carriedKbps, type LinkSpec } from '../link/link-spec.ts';
import type { Link } from '../link/open-link.ts';
import { validateLink } from '../link/validate-link.ts';
import type { BrowserPage } from './browser-page.ts';
import { startCompetingTraffic } from './competing-traffic.ts';
import { openPage } from './open-page.ts';
import type { ScenarioJobs } from './plan-jobs.ts';
import { runJob } from './run-job.ts';
import { type Job, keyOf, type RecordFile, type RunRecord, type SessionRecord } from './run-record.ts';
import type { Scenario } from './scenarios.ts';

export interface BenchOptions {
  /** The programs of the browsers that jobs name. */
  readonly executables: Readonly<Partial<Record<Job['browser'], string>>>;
  readonly openLink: (spec: LinkSpec) => Promise<Link>;
  /** Where the built page lies. */
  readonly folder: string;
  /** For the browsers' profiles. */
  readonly scratch: string;
  readonly records: RecordFile;
  /** ms of `performance.now`; no job begins after this. */
  readonly until: number;
  /** What stands in the results about this session, with the browser's version. */
  readonly session: (browser: string) => Promise<SessionRecord>;
  readonly log: (line: string) => void;
}

/** ms: what the last job left on the link is gone then. */
const QUIET_MS = 400;

/** Measures everything that is not in the records yet. True when nothing is left to do. */
export async function runBench(work: readonly ScenarioJobs[], options: BenchOptions): Promise<boolean> {
  const known = await options.records.read();
  const done = new Set(known.map((record) => (record.kind === 'run' ? keyOf(record.job) : '')));
  const validated = new Set(known.map((record) => (record.kind === 'validation' ? record.scenario : '')));
  const open = work
    .map(({ scenario, jobs }) => ({ scenario, jobs: jobs.filter((job) => !done.has(keyOf(job))) }))
    .filter(({ jobs }) => jobs.length > 0);
  const [first] = open;
  if (first === undefined) return true;
  if (performance.now() > options.until) return false;
  const link = await options.openLink(first.scenario.spec);
  const browsers = new Browsers(link, options);
  try {
    for (const { scenario, jobs } of open) {
      if (performance.now() > options.until) return false;
      link.emulator.set(scenario.spec);
      if (!validated.has(scenario.name)) {
        const validation = await validateLink(link, scenario.spec, 2);
        await options.records.add({ kind: 'validation', scenario: scenario.name, validation });
        validated.add(scenario.name);
      }
      if (!(await runScenario(scenario, jobs, link, browsers, options))) return false;
    }
    return true;
  } finally {
    await browsers.close();
    await link.close();
  }
}

/** Started when the first job wants them. */
class Browsers {
  readonly #link: Link;
  readonly #options: BenchOptions;
  readonly #open = new Map<Job['browser'], BrowserPage>();

  constructor(link: Link, options: BenchOptions) {
    this.#link = link;
    this.#options = options;
  }

  async page(browser: Job['browser']): Promise<BrowserPage> {
    const known = this.#open.get(browser);
    if (known !== undefined) return known;
    const executable = this.#options.executables[browser];
    if (executable === undefined) throw new Error(`there is no ${browser}`);
    const { folder, scratch } = this.#options;
    const page = await openPage(browser, this.#link, { executable, folder, scratch });
    this.#open.set(browser, page);
    await this.#options.records.add(await this.#options.session(page.version));
    return page;
  }

  async close(): Promise<void> {
    for (const page of this.#open.values()) await page.close();
  }
}

async function runScenario(
  scenario: Scenario,
  jobs: readonly Job[],
  link: Link,
  browsers: Browsers,
  { records, until, log }: BenchOptions,
): Promise<boolean> {
  const { competing } = scenario;
  const stopTraffic =
    competing === undefined || link.namespaces === undefined
      ? undefined
      : await startCompetingTraffic(link.namespaces, competing);
  try {
    const rateKbps = Math.min(carriedKbps(scenario.spec.up), carriedKbps(scenario.spec.down));
    for (const job of jobs) {
      if (performance.now() > until) return false;
      await sleep(QUIET_MS + scenario.spec.up.delayMs + scenario.spec.down.delayMs);
      const record = await runJob(job, link, await browsers.page(job.browser), rateKbps);
      await records.add(record);
      log(lineOf(record));
    }
    return true;
  } finally {
    stopTraffic?.();
  }
}

function lineOf({
  job,
  measurement,
  error,
  bytesUp,
  queueUpMs,
  pingRaisedMs,
  pingRaisedByBurstMs,
}: RunRecord): string {
  const number = (value: number | undefined, digits = 0) => value?.toFixed(digits) ?? '-';
  const name =
    `${job.scenario} | ${job.tool} ${job.browser === 'firefox' ? 'firefox ' : ''}${job.transport}${job.ping ? ' +ping' : ''}`.padEnd(
      52,
    );
  if (measurement === undefined) return `${name} ${error}`;
  const { throughputKbps, rttMs, loss, jitterMs, durationMs, remark } = measurement;
  return [
    `${name} ${number(throughputKbps).padStart(6)} kbit/s  rtt ${number(rttMs, 1)}  loss ${number(loss === undefined ? undefined : loss * 100, 1)} %`,
    `jitter ${number(jitterMs, 1)}  ${number(durationMs / 1000, 1)} s  ${number(bytesUp / 1000)} kB up`,
    `queue ${number(queueUpMs)}${pingRaisedMs === undefined ? '' : ` ping +${number(pingRaisedMs)}, by the burst +${number(pingRaisedByBurstMs)}`} ms ${remark ?? ''}`,
  ].join('  ');
}
