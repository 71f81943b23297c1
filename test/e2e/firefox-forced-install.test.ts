/**
 * Firefox's policy installs the extension and brings its servers: nobody is welcomed, and runs are made. Firefox reads its
 * policy when it starts and not again, so that it cannot come later, as Chromium's may.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { copyBuilt } from '../../build.mjs';
import { BidiSession } from '../../cli/bidi.ts';
import { listeningAddress } from '../../cli/launch-firefox.ts';
import { QUIET_FIREFOX, userJs } from '../../cli/quiet-browsers.ts';
import manifest from '../../manifest.json' with { type: 'json' };
import { ensureFirefox } from '../../scripts/set-up.mjs';
import { expect, test } from '../folder-fixture.ts';
import { startCoturn } from './coturn.ts';
import { HOST } from './free-port.ts';
import { UNMANAGEABLE } from './managed-chromium.ts';
import { pack } from './packed-firefox.ts';
import { within } from './within.ts';

const EXTENSION_ID = manifest.browser_specific_settings.gecko.id;
const UUID = '6f1c2d3e-4b5a-4c6d-8e7f-102030405060';

/** Where the policy has the extension from. */
async function startDownload(file: Uint8Array) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-xpinstall' }).end(file);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/precall.xpi`,
    async dispose() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface ManagedFirefox {
  /** Evaluates an expression in the page with this start of its address; null where there is none. */
  inPage(start: string, expression: string): Promise<unknown>;
  urls(): Promise<readonly string[]>;
  open(url: string): Promise<void>;
  dispose(): Promise<void>;
}

/** A Firefox whose own folder has this policy, which no other browser of this machine sees: its view of the files is its own. */
async function startManaged(folder: string, policies: object): Promise<ManagedFirefox> {
  const program = await realpath(await ensureFirefox());
  const profile = join(folder, 'profile');
  const distribution = join(folder, 'distribution');
  for (const each of [profile, distribution]) await mkdir(each);
  await writeFile(join(distribution, 'policies.json'), JSON.stringify({ policies }));
  const preferences = {
    ...QUIET_FIREFOX,
    'extensions.webextensions.uuids': JSON.stringify({ [EXTENSION_ID]: UUID }),
    'xpinstall.signatures.required': false,
    'alerts.useSystemBackend': false,
  };
  await writeFile(join(profile, 'user.js'), userJs(preferences));
  const mount = `mount --bind '${distribution}' '${join(dirname(program), 'distribution')}' && exec "$0" "$@"`;
  const args = ['--profile', profile, '--no-remote', '--remote-debugging-port', '0', '--headless'];
  const child = spawn(
    'unshare',
    ['-m', 'sh', '-c', mount, program, ...args, '--remote-allow-system-access'],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: folder } },
  );
  const ended = once(child, 'exit');
  const bidi = await BidiSession.connect(await listeningAddress(child));
  const pages = async () =>
    (await bidi.send<{ contexts: readonly { context: string; url: string }[] }>('browsingContext.getTree'))
      .contexts;
  return {
    async inPage(start, expression) {
      const page = (await pages()).find(({ url }) => url.startsWith(start));
      if (page === undefined) return null;
      const { result } = await bidi.send<{ result: { value: string } }>('script.evaluate', {
        expression: `(async () => JSON.stringify(await (${expression})))()`,
        target: { context: page.context },
        awaitPromise: true,
      });
      return JSON.parse(result.value);
    },
    urls: async () => (await pages()).map(({ url }) => url),
    async open(url) {
      const { context } = await bidi.send<{ context: string }>('browsingContext.create', { type: 'tab' });
      await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async dispose() {
      await Promise.allSettled([bidi.send('browser.close')]);
      bidi.close();
      await ended;
    },
  };
}

async function installByPolicy({ folder }: { readonly folder: string }): Promise<void> {
  await copyBuilt('firefox', join(folder, 'extension'));
  const packed = await readFile(await pack(folder));
  await within(startCoturn(), (turn) =>
    within(startDownload(packed), ({ url }) => {
      const policies = {
        ExtensionSettings: { [EXTENSION_ID]: { installation_mode: 'force_installed', install_url: url } },
        '3rdparty': { Extensions: { [EXTENSION_ID]: { servers: [turn.server('udp')] } } },
      };
      return within(startManaged(folder, policies), async (firefox) => {
        const history = `moz-extension://${UUID}/history/history.html`;
        // Until it is installed there is no such page.
        await expect.poll(() => firefox.open(history).then(String, String)).toBe('undefined');
        const latest = () =>
          firefox.inPage(
            history,
            `browser.storage.local.get('monitor').then(({ monitor }) => monitor?.data.latest ?? null)`,
          );
        await expect
          .poll(latest, { timeout: 60_000 })
          .toMatchObject({ trigger: 'schedule', report: { outcome: 'complete' } });
        expect((await firefox.urls()).filter((each) => each.endsWith('#welcome'))).toEqual([]);
      });
    }),
  );
}

if (UNMANAGEABLE === undefined) {
  test(
    'Firefox’s forced installation welcomes nobody, and makes its first run through the servers of the policy',
    { tag: '@long' },
    installByPolicy,
  );
} else {
  // Declared only where it can run: a test that was skipped would count as not seen to.
  console.log(`Left out: the test of Firefox’s forced installation, because ${UNMANAGEABLE}.`);
}
