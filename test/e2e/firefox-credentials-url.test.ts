/** Short-lived credentials in Firefox. */

import { makeRun, seedSettings } from '../../cli/make-run.ts';
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import { told } from '../told-run.ts';
import type { Coturn } from './coturn.ts';
import {
  type CredentialsService,
  grantHost,
  json,
  serverFromUrl,
  startCoturnFor,
  startCredentialsService,
  timedCredentials,
} from './credentials-service.ts';
import { clickAt } from './firefox-click.ts';
import { FirefoxUnderTest } from './firefox-extension.ts';
import { expect, test } from './fixtures.ts';
import { HOST } from './free-port.ts';

let service: CredentialsService;
let turn: Coturn;

test.beforeAll(async () => {
  service = await startCredentialsService();
  turn = await startCoturnFor(service);
});
test.afterAll(async () => {
  await turn.dispose();
  await service.dispose();
});

const fromUrl = () => serverFromUrl(service);

const FIREFOX = ['with the permission', 'after a click on Allow'] as const;
for (const how of FIREFOX) {
  test(`Firefox too is given credentials by the URL, ${how}`, { tag: '@long' }, async () => {
    service.answer(json({ ...timedCredentials(service.secret, 3600), uris: [turn.urls.udp] }));
    const extension = await FirefoxUnderTest.launch({
      ...(how === 'with the permission' && { prepare: grantHost }),
      // It grants what it is asked in a user's gesture without showing its question.
      preferences: { 'extensions.webextOptionalPermissionPrompts': false },
    });
    const firefox = extension.browser;
    try {
      await seedSettings(firefox, [fromUrl()], { enabled: false });
      const run = told(await makeRun(firefox, 'light'));
      if (how === 'with the permission') {
        expect(run.preCallTestResults[0]).toMatchObject({ mediaConnectivity: true });
        return;
      }
      expect(run.preCallTestResults[0]?.credentialsTrouble).toEqual({ problem: 'no-permission' });
      await clickAt(firefox, await firefox.open('options/options.html'), '.server-card .notice button');
      const reached = (): Promise<boolean | undefined> =>
        firefox.call(
          async () =>
            (
              await chrome.storage.local.get<{ monitor: { data: MonitorState } }>('monitor')
            ).monitor.data.latest?.report.servers[0]?.probes.some((probe) => probe.reachable),
          undefined,
        );
      await expect.poll(reached, { timeout: 60_000 }).toBe(true);

      // Another URL of that host needs the permission still; without any it is given back.
      const granted = (): Promise<string[]> =>
        firefox.call(async () => (await chrome.permissions.getAll()).origins ?? [], undefined);
      const other = { ...fromUrl(), credentialsUrl: `${service.url}#other` };
      await seedSettings(firefox, [other], { enabled: false });
      expect(told(await makeRun(firefox, 'light')).preCallTestResults[0]).toMatchObject({
        mediaConnectivity: true,
      });
      expect(await granted()).toEqual([`http://${HOST}/*`]);
      // An open form may be about to save a server of that host: it is waited for.
      const options = await firefox.open('options/options.html');
      const press = (selector: string): Promise<boolean> =>
        firefox.callIn(
          options,
          (what: string) => {
            const button = document.querySelector<HTMLElement>(what);
            button?.click();
            return button !== null;
          },
          selector,
        );
      await expect.poll(() => press('#servers > .actions button')).toBe(true);
      await seedSettings(firefox, [], { enabled: false });
      await extension.ask('background', 'giveBackOrigins');
      expect(await granted()).toEqual([`http://${HOST}/*`]);
      expect(await press('.server-form .actions button:last-child')).toBe(true);
      await expect.poll(granted, { timeout: 60_000 }).toEqual([]);
    } finally {
      await extension.dispose();
    }
  });
}
