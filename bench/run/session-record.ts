import { readFile } from 'node:fs/promises';
import { cpus, loadavg, release, type as systemName } from 'node:os';
import { join } from 'node:path';
import { command } from '../link/command.ts';
import { projectRoot } from '../project-root.ts';
import type { SessionRecord } from './run-record.ts';

const PEERS = ['@jitsi/precall-test', '@twilio/rtc-diagnostics', '@cloudflare/speedtest'] as const;

export async function sessionRecord(
  args: readonly string[],
  link: SessionRecord['link'],
  browser: string,
  source: string,
): Promise<SessionRecord> {
  const peers = await Promise.all(
    PEERS.map(async (name) => [name, await versionOf(join('node_modules', name))]),
  );
  const shownArgs = args.length === 0 ? '' : ` -- ${args.join(' ')}`;
  return {
    kind: 'session',
    at: `${new Date().toISOString().slice(0, 16)}Z`,
    command: `npm run bench${shownArgs}`,
    link,
    ...loadOf(),
    versions: {
      precall: `${await versionOf('.')} (${await commit(source)})`,
      ...Object.fromEntries(peers),
      browser,
      coturn: await coturnVersion(),
      Node: process.versions.node,
      [systemName()]: `${release()}, ${cpus().length} processors`,
    },
  };
}

async function versionOf(folder: string): Promise<string> {
  const text = await readFile(join(projectRoot, folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function commit(source: string): Promise<string> {
  const described = command('git', '-C', source, 'describe', '--always', '--dirty');
  return described.then(
    (text) => text.trim(),
    () => 'not a git checkout',
  );
}

/** Windows always says 0. */
function loadOf(): { load?: number } {
  const [load] = loadavg();
  return load === undefined || load === 0 ? {} : { load };
}

/** coturn says its version in its log only, and its help ends with an error. */
async function coturnVersion(): Promise<string> {
  const text = await command(process.env.PRECALL_TURNSERVER ?? 'turnserver', '--version').catch(
    (error: { stdout?: string }) => error.stdout ?? '',
  );
  return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? 'unknown';
}
