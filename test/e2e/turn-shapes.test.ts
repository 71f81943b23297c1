/** In Chromium: the TURN servers that operators run, and what their answers are told as. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base } from 'playwright/test';
import { findEjabberd } from '../../scripts/ejabberd.mjs';
import { expect, test } from './clean-browser.ts';
import { startCoturn } from './coturn.ts';
import { ExtensionUnderTest } from './extension.ts';
import { freePort, HOST } from './free-port.ts';
import {
  expectEjabberdMeasured,
  expectMeasuredWithinQuota,
  expectMeasuredWithStaleNonces,
  expectNodeTurnMeasured,
  expectReasonsOfCodes,
  expectUntestable,
  reasonsOf,
} from './turn-shapes.ts';
import { within } from './within.ts';

for (const quota of ['--user-quota=4', '--total-quota=4']) {
  base(`three URLs come up within ${quota}, and again right after`, { tag: '@long' }, async () => {
    await within(startCoturn({ args: [quota] }), async (turn) => {
      await within(ExtensionUnderTest.launch({ tlsSpki: turn.spki }), async (extension) => {
        await expectMeasuredWithinQuota(extension, turn, Object.values(turn.urls));
      });
    });
  });
}

test('a server without relays for two of us tells nothing of the line', async ({ extension }) => {
  await expectUntestable(extension);
  const popup = await extension.openPage('popup/popup.html');
  await expect(popup.getByRole('status')).toHaveText('Cannot be tested');
  await expect(popup.locator('.hero')).toContainText(
    'The server answers, but this test cannot be made through it',
  );
});

test('each answer to an allocation has its own reason', { tag: '@long' }, async ({ extension }) => {
  await expectReasonsOfCodes(extension, {
    300: 'redirected',
    400: 'relay-unsupported',
    403: 'relay-forbidden',
    437: 'session-lost',
    438: 'session-lost',
    440: 'relay-unsupported',
    486: 'no-capacity',
    500: 'server-error',
    508: 'no-capacity',
  });
});

test('a nonce that is stale soon is no trouble', async ({ extension }) => {
  await expectMeasuredWithStaleNonces(extension);
});

// `npm test` says where it cannot be.
const { program: ejabberd } = findEjabberd();
if (ejabberd !== undefined) {
  test('ejabberd’s TURN server is measured', { tag: '@long' }, async ({ extension }) => {
    await expectEjabberdMeasured(extension, ejabberd);
  });
}

test('node-turn is measured', { tag: '@long' }, async ({ extension }) => {
  await expectNodeTurnMeasured(extension);
});

base(
  'behind a proxy that does not answer UDP is measured, and TCP and TLS are told as refused',
  { tag: '@long' },
  async () => {
    const closed = await freePort();
    // Without the list this very machine is reached past the proxy.
    const args = [`--proxy-server=${HOST}:${closed}`, '--proxy-bypass-list=<-loopback>'];
    await within(startCoturn(), async (turn) => {
      await within(ExtensionUnderTest.launch({ tlsSpki: turn.spki, args }), async (extension) => {
        await extension.configure([
          turn.server('udp', 'tcp', 'tls'),
          { ...turn.server('tcp', 'tls'), label: 'TCP' },
        ]);
        const run = await extension.run();
        expect(reasonsOf(run)).toEqual([
          [null, 'refused', 'refused'],
          ['refused', 'refused'],
        ]);
        expect(run.preCallTestResults[0]).toMatchObject({ mediaConnectivity: true, rtt: expect.any(Number) });
        const popup = await extension.openPage('popup/popup.html');
        await expect(popup.locator('body')).toContainText('a proxy does not answer');
      });
    });
  },
);

base(
  'that pages may not use UDP is told beside a result over UDP, where Precall may know',
  { tag: '@long' },
  async () => {
    await within(startCoturn(), async (turn) => {
      await within(
        ExtensionUnderTest.launch({
          // As if the user had granted it: nobody can press the browser's own button here.
          async prepare(folder) {
            const path = join(folder, 'manifest.json');
            const manifest = JSON.parse(await readFile(path, 'utf8'));
            expect(manifest.optional_permissions).toEqual(['privacy']);
            manifest.permissions.push('privacy');
            delete manifest.optional_permissions;
            await writeFile(path, JSON.stringify(manifest));
          },
        }),
        async (extension) => {
          await extension.configure([turn.server('udp')]);
          expect(reasonsOf(await extension.run())).toEqual([[null]]);
          const told = 'No call in this browser can use UDP';
          const allowed = await extension.openPage('popup/popup.html');
          await expect(allowed.locator('.word')).toBeVisible();
          await expect(allowed.locator('body')).not.toContainText(told);
          await extension.call(
            () =>
              chrome.privacy.network.webRTCIPHandlingPolicy.set({
                value: 'disable_non_proxied_udp' as never,
              }),
            undefined,
          );
          const forbidden = await extension.openPage('popup/popup.html');
          await expect(forbidden.locator('.notice')).toContainText(told);
          const options = await extension.openPage('options/options.html');
          await expect(options.locator('body')).toContainText(told);
        },
      );
    });
  },
);
