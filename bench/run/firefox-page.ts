import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { BidiSession } from '../../cli/bidi.ts';
import { listeningAddress } from '../../cli/launch-firefox.ts';
import { QUIET_FIREFOX, userJs } from '../../cli/quiet-browsers.ts';
import type { Measurement } from '../page/measurement.ts';
import { type BrowserPage, type BrowserPageOptions, inTime, programIn } from './browser-page.ts';
import { servePage } from './page-server.ts';
import { usageOf } from './process-usage.ts';

export async function openFirefoxPage(options: BrowserPageOptions): Promise<BrowserPage> {
  const folder = await mkdtemp(join(options.scratch, 'browser-'));
  const bridge = join(folder, 'bridge');
  const server = await servePage(options.folder, options.namespace, bridge);
  await writeFile(join(folder, 'user.js'), userJs(QUIET_FIREFOX));
  const program = await programIn(options.namespace, options.executable, folder);
  const args = ['--profile', folder, '--no-remote', '--headless', '--remote-debugging-port', '0'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  process.once('exit', () => child.kill());
  const port = Number(new URL(await listeningAddress(child)).port);
  const door = options.namespace === undefined ? undefined : await openDoor(bridge, port);
  const bidi = await BidiSession.connect(`ws://127.0.0.1:${port}`);
  const { browserVersion } = await versionOf(bidi);
  return {
    version: `Firefox ${browserVersion}`,
    async measure(request, watch) {
      const { context } = await bidi.send<{ context: string }>('browsingContext.create', { type: 'tab' });
      try {
        const url = `http://127.0.0.1:${server.port}/`;
        await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
        const expression = `measure(${JSON.stringify(request)}).then(JSON.stringify)`;
        const call = { expression, target: { context }, awaitPromise: true };
        await watch('began');
        const reply = await inTime(bidi.send<EvaluateResult>('script.evaluate', call), request.tool);
        await watch('ended');
        if (reply.type === 'exception') throw new Error(reply.exceptionDetails.text);
        return JSON.parse(reply.result.value) as Measurement;
      } finally {
        await bidi.send('browsingContext.close', { context });
      }
    },
    usage: async (withMemory) => (child.pid === undefined ? undefined : usageOf(child.pid, withMemory)),
    async close() {
      bidi.close();
      child.kill();
      await exited;
      door?.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type EvaluateResult =
  | { readonly type: 'success'; readonly result: { readonly value: string } }
  | { readonly type: 'exception'; readonly exceptionDetails: { readonly text: string } };

/** The answer to session.new has it, but belongs to the session; a page says it, too. */
async function versionOf(bidi: BidiSession): Promise<{ browserVersion: string }> {
  const { contexts } = await bidi.send<{ contexts: { context: string }[] }>('browsingContext.getTree');
  const target = { context: contexts[0]?.context };
  const expression = 'navigator.userAgent';
  const reply = await bidi.send<EvaluateResult>('script.evaluate', {
    expression,
    target,
    awaitPromise: false,
  });
  const agent = reply.type === 'success' ? reply.result.value : '';
  return { browserVersion: /Firefox\/([\d.]+)/.exec(agent)?.[1] ?? 'of unknown version' };
}

/** The same port here, leading through the UNIX socket to the client's end. Firefox refuses a Host with another port. */
async function openDoor(bridge: string, port: number): Promise<Server> {
  const server = createServer((near) => {
    const far = connect(bridge);
    far.write(`${port}\n`);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}
