import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { SERVER_ADDRESS, SILENT_ADDRESS } from '../link/namespaces.ts';
import type { Measurement, PageRequest } from '../page/measurement.ts';
import { projectRoot } from '../project-root.ts';
import { type Usage, usageOf } from './process-usage.ts';

/** A browser at the client's end with the bench's page. */
export interface BrowserPage {
  readonly version: string;
  /** Makes one measurement on a fresh page. */
  measure(request: PageRequest): Promise<Measurement>;
  usage(withMemory: boolean): Promise<Usage | undefined>;
  close(): Promise<void>;
}

export interface BrowserPageOptions {
  readonly executable: string;
  /** Where the built page lies. */
  readonly folder: string;
  /** Certificate to be trusted for `turns:`. */
  readonly spki: string;
  /** Network namespace of the client's end; absent where the link is a relay on the loopback interface. */
  readonly namespace?: string;
}

const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];
/** ms; the slowest peer needs 64 s on the slowest link. */
const PATIENCE_MS = 120_000;

export async function openChromiumPage(options: BrowserPageOptions): Promise<BrowserPage> {
  const folder = await mkdtemp(join(tmpdir(), 'precall-bench-browser-'));
  const server = await servePage(options);
  const args = [...QUIET, `--ignore-certificate-errors-spki-list=${options.spki}`];
  // The page and the TURN server are the only hosts there are; on a loopback link this keeps the peers from logging to theirs.
  args.push(
    `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE ${SERVER_ADDRESS}, EXCLUDE ${SILENT_ADDRESS}`,
  );
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const executablePath = await programIn(options.namespace, options.executable, folder);
  const browser = await chromium.launchServer({ executablePath, headless: true, args });
  const connection = await chromium.connect(browser.wsEndpoint());
  const pid = browser.process().pid;
  return {
    version: `Chromium ${connection.version()}`,
    async measure(request) {
      const context = await connection.newContext();
      try {
        const page = await context.newPage();
        await page.goto(`http://127.0.0.1:${server.port}/`);
        await page.waitForFunction('typeof measure === "function"');
        const measuring = page.evaluate((asked) => globalThis.measure(asked), request);
        return await withTimeout(measuring, `${request.tool} did not end within ${PATIENCE_MS / 1000} s`);
      } finally {
        await context.close();
      }
    },
    usage: async (withMemory) => (pid === undefined ? undefined : usageOf(pid, withMemory)),
    async close() {
      await connection.close();
      await browser.close();
      server.child.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function withTimeout<T>(work: Promise<T>, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), PATIENCE_MS);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

/** A program that starts `executable` inside the namespace; Playwright's pipes pass through. */
export async function programIn(
  namespace: string | undefined,
  executable: string,
  folder: string,
): Promise<string> {
  if (namespace === undefined) return executable;
  const wrapper = join(folder, 'browser');
  await writeFile(wrapper, `#!/bin/sh\nexec ip netns exec ${namespace} '${executable}' "$@"\n`);
  await chmod(wrapper, 0o700);
  return wrapper;
}

/** The page's web server, on the loopback interface of the client's end. */
async function servePage({
  folder,
  namespace,
}: BrowserPageOptions): Promise<{ child: ChildProcess; port: number }> {
  const script = [process.execPath, join(projectRoot, 'bench/page/serve-page.mjs'), folder];
  const [program = '', ...args] =
    namespace === undefined ? script : ['ip', 'netns', 'exec', namespace, ...script];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(Number(String(line))));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the page's web server ended with ${code}`)));
  });
  return { child, port };
}
