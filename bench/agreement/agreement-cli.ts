/** Runs `precall` in both browsers on the same links and sets what they say side by side, as Markdown. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { OutputLine } from '../../cli/output-line.ts';
import { linkSpec } from '../link/link-spec.ts';
import { SERVER_NAME } from '../link/namespaces.ts';
import { type NamespacedLink, openLink } from '../link/open-link.ts';
import { closeLinksWhenInterrupted } from '../link/open-links.ts';
import { TLS_PORT } from '../link/turn-server.ts';
import { projectRoot } from '../project-root.ts';
import { printLinkTable } from '../report/link-table.ts';
import { agreementRow, HEADER } from './agreement-row.ts';
import { COMPARED_LINKS, type ComparedLink } from './links.ts';

const USAGE = `node bench/agreement.mjs [--runs 3] [--links TEXT;...]

Compares Chromium and Firefox on emulated links (root, Linux): the extension's own runs as the command line makes
them, medians over --runs. --links takes those whose name holds one of the texts:
  ${Object.keys(COMPARED_LINKS).join('\n  ')}`;

export async function main(args: readonly string[]): Promise<number> {
  const options = { runs: { type: 'string' }, links: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  closeLinksWhenInterrupted();
  await printLinkTable(HEADER, COMPARED_LINKS, values.links, async (name, compared) => {
    const { chromium, firefox } = await compare(name, compared, values.runs ?? '3');
    return agreementRow(name, chromium, firefox);
  });
  return 0;
}

async function compare(name: string, { options, transport }: ComparedLink, runs: string) {
  const link = await openLink(linkSpec(name, options));
  const folder = await mkdtemp(join(tmpdir(), 'precall-agreement-'));
  try {
    const { udpUrl, tcpUrl, username, credential, spki } = link.turn;
    const tlsUrl = `turns:${SERVER_NAME}:${TLS_PORT}?transport=tcp`;
    const servers = join(folder, 'servers.json');
    const urls = [{ udp: udpUrl, tcp: tcpUrl, tls: tlsUrl }[transport]];
    await writeFile(servers, JSON.stringify([{ label: 'Link', urls, username, credential }]), {
      mode: 0o600,
    });
    const args = ['--servers', servers, '--count', runs, '--tls-spki', spki, '--browser'];
    return {
      chromium: await runsOf(link, [...args, 'chromium']),
      firefox: await runsOf(link, [...args, 'firefox']),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await link.close();
  }
}

async function runsOf(link: NamespacedLink, args: readonly string[]): Promise<OutputLine[]> {
  const program = join(projectRoot, 'scripts/run-cli.mjs');
  const child = link.spawnClient(process.execPath, [program, 'precall', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('the command line has no output');
  const lines: OutputLine[] = [];
  for await (const line of createInterface(child.stdout)) lines.push(JSON.parse(line) as OutputLine);
  return lines;
}
