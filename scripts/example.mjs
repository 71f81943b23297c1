/**
 * `npm run example`: builds an example page and serves it on the loopback interface until it is interrupted.
 * `npm run example -- agent-desktop` is the one that hears of the extension's results.
 */
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, PlainError, say } from './run.mjs';
import { ensureModules, root } from './set-up.mjs';

const HOST = '127.0.0.1';
/** Scripts of each page of `examples/`, and what they are made of. */
const EXAMPLES = {
  page: { page: 'examples/page/page.ts', 'rtp-worker': 'src/precall/engine/rtp-worker.ts' },
  'agent-desktop': { desk: 'examples/agent-desktop/desk.ts' },
};
const TYPES = {
  '/': 'text/html',
  '/page.js': 'text/javascript',
  '/rtp-worker.js': 'text/javascript',
  '/desk.js': 'text/javascript',
};

/** Builds the page into a folder: its scripts and the HTML, nothing else. */
export async function buildExample(out, name = 'page') {
  if (!Object.hasOwn(EXAMPLES, name))
    throw new PlainError(`The examples are: ${Object.keys(EXAMPLES).join(', ')}`);
  await ensureModules();
  const { build } = await import('esbuild');
  await mkdir(out, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: EXAMPLES[name],
    outdir: out,
    bundle: true,
    format: 'esm',
    target: 'es2023',
    logLevel: 'warning',
  });
  await cp(join(root, 'examples', name, 'index.html'), join(out, 'index.html'));
}

/** Serves a built page; gives its address and the end of it. */
export async function serveExample(folder) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', `http://${HOST}`);
    const type = TYPES[pathname];
    if (type === undefined) {
      response.writeHead(404).end();
      return;
    }
    const content = await readFile(join(folder, pathname === '/' ? 'index.html' : pathname));
    response.writeHead(200, { 'content-type': type }).end(content);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, HOST, resolve));
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { url: `http://${HOST}:${server.address().port}/`, close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'precall-example-'));
    try {
      await buildExample(folder, process.argv[2]);
      const { url, close } = await serveExample(folder);
      say(`The example page is at ${url} - press Ctrl+C to end.`);
      await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
      await close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
