import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { QUIET_CHROMIUM } from '../../cli/quiet-browsers.ts';
import { SERVER_ADDRESS, SILENT_ADDRESS } from '../link/namespaces.ts';
import { type BrowserPage, type BrowserPageOptions, inTime, programIn } from './browser-page.ts';
import { servePage } from './page-server.ts';
import { usageOf } from './process-usage.ts';

export async function openChromiumPage(options: BrowserPageOptions): Promise<BrowserPage> {
  const folder = await mkdtemp(join(options.scratch, 'browser-'));
  const server = await servePage(options.folder, options.namespace);
  const args = [...QUIET_CHROMIUM, `--ignore-certificate-errors-spki-list=${options.spki}`];
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
    async measure(request, watch) {
      // As in an extension the browser gives the device's addresses; hidden ones are asked for by multicast.
      const context = await connection.newContext({ permissions: ['microphone'] });
      try {
        const page = await context.newPage();
        await page.goto(`http://127.0.0.1:${server.port}/`);
        await page.waitForFunction('typeof measure === "function"');
        await watch('began');
        const measuring = page.evaluate((asked) => globalThis.measure(asked), request);
        const measurement = await inTime(measuring, request.tool);
        await watch('ended');
        return measurement;
      } finally {
        await context.close();
      }
    },
    usage: async (withMemory) => (pid === undefined ? undefined : usageOf(pid, withMemory)),
    async close() {
      await connection.close();
      await browser.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
