/** VictoriaMetrics, vmagent and Prometheus on the loopback interface, each with a folder of its own that outlives a restart. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureMetricsEngines, type MetricsEngine } from '../../scripts/metrics-engines.mjs';
import { freePort, HOST } from '../e2e/free-port.ts';

const found = await ensureMetricsEngines();

/** For a test's title: whether it meets the engines, or why it cannot. */
export const ENGINES_MISSING = found.unavailable;

/** ms; a busy machine starts a program late. */
const PATIENCE_MS = 20_000;

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly number[];
  readonly timestamps: readonly number[];
}

export interface Engine {
  readonly origin: string;
  /** As an administrator does: a crash would take what it has acknowledged and not written yet. */
  stop(): Promise<void>;
  /** At the same address, with what it had. */
  start(): Promise<void>;
  dispose(): Promise<void>;
}

async function startEngine(
  name: MetricsEngine,
  argsFor: (folder: string, address: string) => string[],
  healthPath: string,
): Promise<Engine> {
  if (found.programs === undefined) throw new Error(found.unavailable);
  const program = found.programs[name];
  const folder = await mkdtemp(join(tmpdir(), 'precall-engine-'));
  const address = `${HOST}:${await freePort()}`;
  const origin = `http://${address}`;
  let child: ChildProcess | undefined;

  async function stop(): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  const engine: Engine = {
    origin,
    stop,
    async start() {
      child = spawn(program, argsFor(folder, address), { stdio: 'ignore' });
      const until = Date.now() + PATIENCE_MS;
      while (!(await isUp(`${origin}${healthPath}`))) {
        if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`);
        if (Date.now() > until) throw new Error(`${name} does not start`);
        await sleep(50);
      }
    },
    async dispose() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await engine.start();
  return engine;
}

function isUp(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    // It does not listen yet.
    () => false,
  );
}

export interface VictoriaMetrics extends Engine {
  /** Where it takes OTLP. */
  readonly endpoint: string;
  /** Every sample of the series that this selector names. */
  series(selector: string): Promise<Series[]>;
}

export async function startVictoriaMetrics(...more: string[]): Promise<VictoriaMetrics> {
  const engine = await startEngine(
    'victoria-metrics',
    (folder, address) => [
      `-storageDataPath=${folder}`,
      `-httpListenAddr=${address}`,
      // Two samples of one series and time are one, see docs/fleet.md.
      '-dedup.minScrapeInterval=1ms',
      '-retentionPeriod=10y',
      ...more,
    ],
    '/health',
  );
  return {
    ...engine,
    endpoint: `${engine.origin}/opentelemetry/v1/metrics`,
    async series(selector) {
      // What came last is not searched at once: https://docs.victoriametrics.com/#forced-flush
      await fetch(`${engine.origin}/internal/force_flush`);
      const query = new URLSearchParams({ 'match[]': selector });
      const text = await (await fetch(`${engine.origin}/api/v1/export?${query}`)).text();
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Series);
    },
  };
}

export function startPrometheus(ruleFile?: string): Promise<Engine> {
  return startEngine(
    'prometheus',
    (folder, address) => {
      const configuration = join(folder, 'prometheus.yml');
      // JSON is YAML.
      writeFileSync(configuration, JSON.stringify({ rule_files: ruleFile === undefined ? [] : [ruleFile] }));
      return [
        `--config.file=${configuration}`,
        `--storage.tsdb.path=${folder}`,
        `--web.listen-address=${address}`,
        '--web.enable-remote-write-receiver',
      ];
    },
    '/-/ready',
  );
}

export function startVmagent(remoteWrite: string): Promise<Engine> {
  return startEngine(
    'vmagent',
    (folder, address) => [
      `-httpListenAddr=${address}`,
      `-remoteWrite.tmpDataPath=${folder}`,
      `-remoteWrite.url=${remoteWrite}`,
      '-opentelemetry.usePrometheusNaming',
      // One queue: Prometheus refuses samples out of order.
      '-remoteWrite.queues=1',
    ],
    '/health',
  );
}
