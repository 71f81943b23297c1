/** Runs `precall --thorough` over emulated lines and sets the queue it tells beside the line's own, as Markdown. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { OutputLine } from '../../cli/output-line.ts';
import type { LinkStats } from '../link/emulator.ts';
import { type LinkOptions, linkSpec } from '../link/link-spec.ts';
import { SERVER_NAME } from '../link/namespaces.ts';
import { type NamespacedLink, openLink } from '../link/open-link.ts';
import { closeLinksWhenInterrupted } from '../link/open-links.ts';
import { TLS_PORT } from '../link/turn-server.ts';
import { projectRoot } from '../project-root.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { HEADER, isWithin, queueRow, transportText } from './queue-row.ts';

const USAGE = `node bench/thorough.mjs [options]

Makes thorough tests (npm run precall -- --thorough) over emulated lines, root and Linux only, and prints the queue told
beside the emulator's.

  --rates A,B     kbit/s, each way (1000,5000,10000)
  --queues A,B    ms, each way (50,100,200,500,1000)
  --up KBPS, --down KBPS  one direction at another rate
  --rtt MS        (40)
  --jitter MS, --loss RATIO
  --browser NAME  chromium (default) or firefox
`;

const OPTIONS = {
  rates: { type: 'string', default: '1000,5000,10000' },
  queues: { type: 'string', default: '50,100,200,500,1000' },
  up: { type: 'string' },
  down: { type: 'string' },
  rtt: { type: 'string', default: '40' },
  jitter: { type: 'string', default: '0' },
  loss: { type: 'string', default: '0' },
  browser: { type: 'string', default: 'chromium' },
  help: { type: 'boolean', default: false },
} as const;

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  closeLinksWhenInterrupted();
  const numbers = (text: string) => text.split(',').map(Number);
  const rows: string[][] = [];
  let within = 0;
  for (const rateKbps of numbers(values.rates)) {
    for (const queueMs of numbers(values.queues)) {
      const options: LinkOptions = {
        rateKbps,
        queueMs,
        rttMs: Number(values.rtt),
        jitterMs: Number(values.jitter),
        loss: Number(values.loss),
        ...(values.up !== undefined && { upKbps: Number(values.up) }),
        ...(values.down !== undefined && { downKbps: Number(values.down) }),
      };
      const { line, stats } = await testOver(options, values.browser);
      rows.push(queueRow(options, line, stats));
      if (isWithin(queueMs, line)) within += 1;
      console.error(
        [
          ...(rows.at(-1) ?? []),
          transportText(line),
          `dropped ${stats.up.queueDrops}/${stats.down.queueDrops} of ${stats.up.packetsIn}`,
        ].join(' | '),
      );
    }
  }
  console.log(markdownTable(HEADER, rows));
  console.log(`\nWithin 10 % or 10 ms of the emulator's queue: ${within} of ${rows.length}.`);
  return 0;
}

async function testOver(
  options: LinkOptions,
  browser: string,
): Promise<{ line: OutputLine; stats: LinkStats }> {
  const link = await openLink(linkSpec('a line', options));
  const folder = await mkdtemp(join(tmpdir(), 'precall-thorough-'));
  try {
    const { udpUrl, tcpUrl, username, credential, spki } = link.turn;
    const tlsUrl = `turns:${SERVER_NAME}:${TLS_PORT}?transport=tcp`;
    const servers = join(folder, 'servers.json');
    const server = { label: 'Line', urls: [udpUrl, tcpUrl, tlsUrl], username, credential };
    await writeFile(servers, JSON.stringify([server]), { mode: 0o600 });
    const args = ['--servers', servers, '--thorough', '--tls-spki', spki, '--browser', browser];
    const line = await testOf(link, args);
    return { line, stats: await link.emulator.stats() };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await link.close();
  }
}

async function testOf(link: NamespacedLink, args: readonly string[]): Promise<OutputLine> {
  const program = join(projectRoot, 'scripts/run-cli.mjs');
  const child = link.spawnClient(process.execPath, [program, 'precall', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('the command line has no output');
  for await (const line of createInterface(child.stdout)) return JSON.parse(line) as OutputLine;
  throw new Error('the command line ended without a result');
}
