/** Beside an extension that keeps WebRTC from UDP, and sites from cookies, storage and headers: Precall measures and keeps as ever. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from '../folder-fixture.ts';
import {
  grantHost,
  json,
  serverFromUrl,
  startCoturnFor,
  startCredentialsService,
  timedCredentials,
} from './credentials-service.ts';
import { ExtensionUnderTest } from './extension.ts';
import { expect } from './fixtures.ts';
import { extensionId } from './views-seed.ts';
import { within } from './within.ts';

const STRIPPED = ['referer', 'cookie', 'accept', 'user-agent', 'origin'];

/** Without a background of its own: a page of it does what its background would. Gives the page's address. */
async function writePrivacyExtension(folder: string): Promise<string> {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const rule = {
    id: 1,
    action: {
      type: 'modifyHeaders',
      requestHeaders: STRIPPED.map((header) => ({ header, operation: 'remove' })),
      responseHeaders: [{ header: 'set-cookie', operation: 'remove' }],
    },
    condition: { urlFilter: '*', resourceTypes: ['main_frame', 'xmlhttprequest', 'other'] },
  };
  const manifest = {
    manifest_version: 3,
    name: 'Privacy',
    version: '1.0',
    key,
    permissions: ['privacy', 'contentSettings', 'declarativeNetRequest'],
    host_permissions: ['<all_urls>'],
    declarative_net_request: { rule_resources: [{ id: 'strip', enabled: true, path: 'rules.json' }] },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'rules.json'), JSON.stringify([rule]));
  await writeFile(join(folder, 'page.html'), '<!doctype html><title>Privacy</title>');
  return `chrome-extension://${extensionId(key)}/page.html`;
}

/** Stands alone: runs in a page of that extension. Gives what holds then. */
async function guard(): Promise<string> {
  const { webRTCIPHandlingPolicy } = chrome.privacy.network;
  await webRTCIPHandlingPolicy.set({ value: 'disable_non_proxied_udp' as never });
  await chrome.contentSettings.cookies.set({ primaryPattern: '<all_urls>', setting: 'block' });
  return (await webRTCIPHandlingPolicy.get({})).value;
}

test('beside an extension that forbids UDP, cookies and headers runs are made, kept and told', {
  tag: '@long',
}, async ({ folder }) => {
  const beside = join(folder, 'privacy');
  const page = await writePrivacyExtension(beside);
  const launched = ExtensionUnderTest.launch({ beside: [beside], prepare: grantHost });
  await within(startCredentialsService(), (service) =>
    within(startCoturnFor(service), (turn) =>
      within(launched, async (extension) => {
        const other = await extension.context.newPage();
        await other.goto(page);
        expect(await other.evaluate(guard)).toBe('disable_non_proxied_udp');
        const uris = [turn.urls.udp, turn.urls.tcp];
        service.answer(json({ ...timedCredentials(service.secret, 3600), uris }));
        await extension.configure([serverFromUrl(service)]);
        const run = await extension.run('full');
        expect(run.preCallTestResults[0]?.urls.map(({ reachable }) => reachable)).toEqual([true, true]);
        expect(run.event.summaryCode).toBeGreaterThan(65);
        await extension.restart();
        expect(await extension.latest()).toMatchObject({ runId: run.runId });
        const history = await extension.openPage('history/history.html');
        await expect(history.getByText('1 of 1 results')).toBeVisible();
      }),
    ),
  );
});
