/** What pages hear, and that a call keeps runs light, in Firefox. */
import { startCoturn } from './coturn.ts';
import { clickAt } from './firefox-click.ts';
import { FirefoxUnderTest } from './firefox-extension.ts';
import { expect, test } from './fixtures.ts';
import type { Heard } from './web-site.ts';
import { SITE_PATTERN, startWebSite } from './web-site.ts';
import { within } from './within.ts';

test('in Firefox a site that a click allows hears, and with it goes the permission', {
  tag: '@long',
}, async () => {
  const launched = FirefoxUnderTest.launch({
    // It grants what it is asked in a user's gesture without showing its question.
    preferences: { 'extensions.webextOptionalPermissionPrompts': false },
  });
  await within(startCoturn(), (turn) =>
    within(startWebSite(), (site) =>
      within(launched, async (firefox) => {
        const { browser } = firefox;
        await firefox.configure([turn.server('udp')]);
        const first = await firefox.run();
        const options = await browser.open('options/options.html');
        // Waits until the page has the field.
        await clickAt(browser, options, '#sites form input');
        await browser.callIn(options, typeAddress, site.url);
        await clickAt(browser, options, '#sites form button');
        const registered = () =>
          firefox.call(
            async () => (await chrome.scripting.getRegisteredContentScripts()).map(({ matches }) => matches),
            undefined,
          );
        await expect.poll(registered).toEqual([[SITE_PATTERN], [SITE_PATTERN]]);

        const page = await browser.open(site.url);
        const other = await browser.open(site.otherUrl);
        const heardBy = (context: string) => browser.callIn(context, () => globalThis.heard, undefined);
        const events = async (): Promise<Heard> =>
          (await heardBy(page)).filter(([name]) => name === 'pctConnectionQualityChange');
        const told = { deviceId: expect.any(String), localIp: null, isp: null, city: null, country: null };
        const latest = ['pctConnectionQualityChange', { ...first.event, ...told }];
        await expect.poll(events).toEqual([latest]);
        expect(
          await browser.callIn(page, () => globalThis.csjs.requestPrecallTest(), undefined),
        ).toMatchObject({
          accepted: false,
          reason: 'too-soon',
        });

        await browser.callIn(
          page,
          () => void Object.assign(window, { call: new RTCPeerConnection() }),
          undefined,
        );
        const second = await firefox.run('full');
        expect(second.report.kind).toBe('light');
        await expect
          .poll(events)
          .toEqual([latest, ['pctConnectionQualityChange', { ...second.event, ...told }]]);
        const text = JSON.stringify(await heardBy(page));
        for (const secret of [turn.credential, turn.urls.udp, second.event.deviceId]) {
          expect(text).not.toContain(secret);
        }
        expect(await heardBy(other)).toEqual([]);
        expect(await browser.callIn(other, () => 'csjs' in window, undefined)).toBe(false);

        await clickAt(browser, options, '#sites .site-list .danger');
        await expect.poll(registered).toEqual([]);
        const granted = () =>
          firefox.call(async () => (await chrome.permissions.getAll()).origins ?? [], undefined);
        await expect.poll(granted).toEqual([]);
      }),
    ),
  );
});

/** Runs in the options. */
function typeAddress(address: string): void {
  const field = document.querySelector<HTMLInputElement>('#sites form input');
  if (field === null) throw new Error('There is no field for a site');
  field.value = address;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
