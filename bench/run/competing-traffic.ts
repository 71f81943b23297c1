import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENT_ADDRESS, type Namespaces, SERVER_ADDRESS } from '../link/namespaces.ts';
import { projectRoot } from '../project-root.ts';

const PORT = 7100;
/** ms that a transfer gets to fill the link before a measurement. */
const WARM_UP_MS = 2_000;

/** One bulk TCP transfer across the link with the kernel's own congestion control, until it is stopped. */
export async function startCompetingTraffic(
  namespaces: Namespaces,
  toward: 'up' | 'down',
): Promise<() => void> {
  const [sender, receiver, address] =
    toward === 'up'
      ? [namespaces.client, namespaces.server, SERVER_ADDRESS]
      : [namespaces.server, namespaces.client, CLIENT_ADDRESS];
  const script = join(projectRoot, 'bench/run/bulk-tcp.mjs');
  const run = (namespace: string, mode: string) =>
    spawn('ip', ['netns', 'exec', namespace, process.execPath, script, mode, address, String(PORT)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const sink = run(receiver, 'receive');
  await new Promise<void>((resolve, reject) => {
    sink.stdout.once('data', () => resolve());
    sink.once('exit', (code) => reject(new Error(`the receiver of competing traffic ended with ${code}`)));
  });
  const source = run(sender, 'send');
  await sleep(WARM_UP_MS);
  return () => {
    source.kill();
    sink.kill();
  };
}
