/** Runs `precall --watch` on links that stall, and sets what it finds beside what they did, as Markdown. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { WatchExport } from '../../src/core/watch/watch-export.ts';
import { type LinkSpec, linkSpec } from '../link/link-spec.ts';
import { type NamespacedLink, openLink } from '../link/open-link.ts';
import { closeLinksWhenInterrupted } from '../link/open-links.ts';
import { projectRoot } from '../project-root.ts';
import { printLinkTable } from '../report/link-table.ts';
import { PERIOD_MS, STALLING_LINKS, type StallingLink } from './stalling-links.ts';

const USAGE = `node bench/watch.mjs [--seconds 60] [--transport udp] [--browser chromium] [--links TEXT;...]

Watches emulated links that stand still every ten seconds (root, Linux). --links takes those whose name holds one of the texts:
  ${Object.keys(STALLING_LINKS).join('\n  ')}`;

const HEADER = [
  'link',
  'stalls',
  'found',
  'length, median',
  'longest',
  'loss',
  'found',
  'rtt',
  'kB a minute',
];

interface Options {
  readonly seconds: string;
  readonly transport: string;
  readonly browser: string;
}

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      transport: { type: 'string', default: 'udp' },
      browser: { type: 'string', default: 'chromium' },
      links: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  closeLinksWhenInterrupted();
  await printLinkTable(HEADER, STALLING_LINKS, values.links, (name, stalling) =>
    watch(name, stalling, values),
  );
  return 0;
}

async function watch(name: string, stalling: StallingLink, options: Options): Promise<string[]> {
  const spec = linkSpec(name, stalling.options);
  const link = await openLink(spec);
  const folder = await mkdtemp(join(tmpdir(), 'precall-bench-watch-'));
  try {
    const { udpUrl, tcpUrl, tlsUrl, username, credential, spki } = link.turn;
    const url = { udp: udpUrl, tcp: tcpUrl, tls: tlsUrl }[options.transport] ?? udpUrl;
    const servers = join(folder, 'servers.json');
    const list = JSON.stringify([{ label: 'Link', urls: [url], username, credential }]);
    await writeFile(servers, list, { mode: 0o600 });
    const command = ['precall', '--servers', servers, '--tls-spki', spki, '--browser', options.browser];
    const seen = await linesOf(link, spec, stalling, [...command, `--watch=${options.seconds}`]);
    return row(name, stalling, spec, seen);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await link.close();
  }
}

interface Seen {
  readonly last: WatchExport;
  /** That crossed the link both ways from the first line on. */
  readonly bytes: number;
  /** How often the link swallowed all since then. */
  readonly swallowed: number;
}

async function linesOf(
  link: NamespacedLink,
  spec: LinkSpec,
  { stalls, stallMs }: StallingLink,
  args: readonly string[],
): Promise<Seen> {
  const program = join(projectRoot, 'scripts/run-cli.mjs');
  const child = link.spawnClient(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('the command line has no output');
  let last: WatchExport | undefined;
  let swallowing: NodeJS.Timeout | undefined;
  let bytes = 0;
  let swallowed = 0;
  for await (const text of createInterface(child.stdout)) {
    if (last === undefined) {
      link.emulator.reset();
      const next = () => {
        swallow(link, spec, stallMs);
        swallowed += 1;
      };
      if (stalls === 'swallowed') swallowing = setInterval(next, PERIOD_MS);
    }
    last = JSON.parse(text) as WatchExport;
    // Read at each line: after the last one the browser gives the loop back.
    const { up, down } = await link.emulator.stats();
    if (last.summary === undefined) bytes = up.bytesIn + down.bytesIn;
  }
  clearInterval(swallowing);
  if (last?.summary === undefined) throw new Error('the watch came to nothing');
  return { last, bytes, swallowed };
}

function swallow({ emulator }: NamespacedLink, spec: LinkSpec, ms: number): void {
  emulator.set({ ...spec, down: { ...spec.down, loss: 1, lossBurst: 1 } });
  setTimeout(() => emulator.set(spec), ms);
}

function row(
  name: string,
  { stallMs, stalls }: StallingLink,
  { up, down }: LinkSpec,
  { last: { summary }, bytes, swallowed }: Seen,
): string[] {
  const minutes = summary.durationMs / 60_000;
  const lengths = summary.stalls.map(({ ms }) => ms).sort((a, b) => a - b);
  const middle = lengths[Math.floor(lengths.length / 2)];
  const count = stalls === 'swallowed' ? swallowed : Math.floor(summary.durationMs / PERIOD_MS);
  const idleLoss = 1 - (1 - up.loss) * (1 - down.loss);
  const share = (swallowed * stallMs) / summary.durationMs;
  const ms = (value: number | undefined) => (value === undefined ? '–' : `${Math.round(value)} ms`);
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    name,
    stalls === undefined ? 'none' : `${count} of ${stallMs} ms`,
    String(lengths.length),
    ms(middle),
    ms(lengths.at(-1)),
    percent(1 - (1 - idleLoss) * (1 - share)),
    percent(summary.probesLost / summary.probesSent),
    ms(summary.roundTripTime?.medianMs),
    String(Math.round(bytes / 1000 / minutes)),
  ];
}
