import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutputLine } from '../../cli/output-line.ts';
import type { Link } from '../link/open-link.ts';
import type { Measurement, PageServer } from '../page/measurement.ts';
import { projectRoot } from '../project-root.ts';

/** One full run of the product itself: the command line with the built extension in a browser at the client's end. */
export async function runProduct(link: Link, server: PageServer): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'precall-bench-product-'));
  try {
    const servers = join(folder, 'servers.json');
    await writeFile(servers, JSON.stringify([{ label: 'bench', ...server }]));
    const script = join(projectRoot, 'scripts/run-cli.mjs');
    const line = await lastLine(link, [
      script,
      'precall',
      '--servers',
      servers,
      '--tls-spki',
      link.turn.spki,
    ]);
    return measurementOf(JSON.parse(line) as OutputLine);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function measurementOf({ preCallTestResults, connectionRecommendation, run }: OutputLine): Measurement {
  const [result] = preCallTestResults;
  const [stats] = connectionRecommendation.aggregatedStats;
  return {
    ...present('throughputKbps', result?.throughput),
    ...present('rttMs', result?.rtt),
    ...present('loss', result?.fractionalLoss),
    ...present('jitterMs', stats?.jitter),
    durationMs: run.durationMs,
    ownBytes: run.bytesSent + run.bytesReceived,
    ...(run.outcome === 'complete' ? {} : { remark: run.outcome }),
  };
}

function present<Name extends keyof Measurement>(name: Name, value: number | null | undefined) {
  return (Number.isFinite(value) ? { [name]: value } : {}) as Pick<Measurement, Name>;
}

function lastLine(link: Link, args: readonly string[]): Promise<string> {
  const program: readonly string[] =
    link.namespaces === undefined
      ? [process.execPath, ...args]
      : ['ip', 'netns', 'exec', link.namespaces.client, process.execPath, ...args];
  const [name = '', ...rest] = program;
  const child: ChildProcess = spawn(name, rest, { stdio: ['ignore', 'pipe', 'pipe'], cwd: projectRoot });
  const text = { out: '', error: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    text.out += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text.error += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const line = text.out.trim().split('\n').at(-1);
      if (code === 0 && line !== undefined) resolve(line);
      else reject(new Error(`npm run precall ended with ${code}: ${text.error.trim().split('\n').at(-1)}`));
    });
  });
}
