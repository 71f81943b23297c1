/**
 * Chromium's policy installs the extension, from an address that it names, and brings its servers, at once or later: nobody is
 * welcomed, and runs are made.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { copyBuilt } from '../../build.mjs';
import { extensionWorker, isSandboxed } from '../../cli/launch-chromium.ts';
import manifest from '../../manifest.json' with { type: 'json' };
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import { expect, test } from '../folder-fixture.ts';
import { startCoturn } from './coturn.ts';
import { HOST } from './free-port.ts';
import { managedChromium, UNMANAGEABLE } from './managed-chromium.ts';
import { signPackage, updateManifest } from './packed-chromium.ts';
import { within } from './within.ts';
import { zipOf } from './zip-of.ts';

/** Playwright's, and with them a browser installs nothing that a policy names. */
const WITHOUT_INSTALLATIONS = [
  '--disable-extensions',
  '--disable-component-extensions-with-background-pages',
  '--disable-background-networking',
];

/** Where the policy has the extension from. */
async function startDownload(extension: string) {
  const { id, file } = signPackage(await zipOf(extension));
  const server = createServer((request, response) => {
    if (request.url === '/precall.crx') {
      response.writeHead(200, { 'content-type': 'application/x-chrome-extension' }).end(file);
      return;
    }
    const text = updateManifest(id, manifest.version, `http://${request.headers.host}/precall.crx`);
    response.writeHead(200, { 'content-type': 'text/xml' }).end(text);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    id,
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/updates.xml`,
    async dispose() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function launch(executable: string, profile: string) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: true,
    chromiumSandbox: isSandboxed(),
    ignoreDefaultArgs: WITHOUT_INSTALLATIONS,
    args: ['--no-first-run', '--disable-sync', '--allow-loopback-in-peer-connection'],
  });
  return { context, dispose: () => context.close() };
}

/** Any page of the extension, once it is installed. */
async function pageOf(context: BrowserContext): Promise<Page> {
  const worker = await extensionWorker(context);
  const page = await context.newPage();
  await page.goto(new URL('history/history.html', worker.url()).href);
  return page;
}

const latestIn = (page: Page) =>
  page.evaluate(
    async () =>
      (await chrome.storage.local.get<{ monitor?: { data: MonitorState } }>('monitor')).monitor?.data
        .latest ?? null,
  );

async function installByPolicy(folder: string, servedLater: boolean): Promise<void> {
  const extension = await copyBuilt('chrome', join(folder, 'extension'));
  await within(startCoturn(), (turn) =>
    within(startDownload(extension), ({ id, url }) => {
      const servers = { servers: [turn.server('udp')] };
      const ofBrowser = {
        ExtensionInstallForcelist: [`${id};${url}`],
        // Without it nobody looks into an extension that a policy has installed, Playwright neither.
        DeveloperToolsAvailability: 1,
      };
      return within(managedChromium(servedLater ? {} : servers, { id, ofBrowser }), (managed) =>
        within(launch(managed.executable, join(folder, 'profile')), async ({ context }) => {
          const page = await pageOf(context);
          expect(new URL(page.url()).host).toBe(id);
          expect(await page.evaluate(async () => (await chrome.management.getSelf()).installType)).toBe(
            'admin',
          );
          if (servedLater) {
            await sleep(3_000);
            expect(await latestIn(page)).toBeNull();
            await managed.set(servers);
          }
          await expect
            .poll(() => latestIn(page), { timeout: 60_000 })
            .toMatchObject({ trigger: 'schedule', report: { outcome: 'complete' } });
          // The policy has been waited for, as long as that may take, and nobody is to be welcomed.
          const urls = await page.evaluate(async () => (await chrome.tabs.query({})).map((tab) => tab.url));
          expect(urls).toContain(page.url());
          expect(urls.filter((each) => each?.endsWith('#welcome'))).toEqual([]);
        }),
      );
    }),
  );
}

if (UNMANAGEABLE === undefined) {
  for (const [when, servedLater] of [
    ['with the extension', false],
    ['three seconds after it', true],
  ] as const)
    test(
      `Chromium’s forced installation welcomes nobody, and makes its first run through servers that come ${when}`,
      {
        tag: '@long',
      },
      ({ folder }) => installByPolicy(folder, servedLater),
    );
} else {
  // Declared only where it can run: a test that was skipped would count as not seen to.
  console.log(`Left out: the tests of Chromium’s forced installation, because ${UNMANAGEABLE}.`);
}
