/** The extension in Chromium that may speak to pages of this machine, and a web site there. */
import type { Page } from 'playwright';
import type { SiteCsjs } from '../../src/sites/csjs.ts';
import { expect, inCleanBrowser } from './clean-browser.ts';
import { grantHost } from './credentials-service.ts';
import type { ExtensionUnderTest } from './extension.ts';
import { type Heard, SITE_PATTERN, startWebSite, type WebSite } from './web-site.ts';

const base = inCleanBrowser({
  prepare: grantHost,
  // The other name of this machine is another site.
  args: [
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    '--autoplay-policy=no-user-gesture-required',
  ],
  withSound: true,
});

export const test = base.extend<{ site: WebSite }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
  site: async ({}, use) => {
    const site = await startWebSite();
    await use(site);
    await site.dispose();
  },
});

declare global {
  /** On a page of an allowed site. */
  var csjs: SiteCsjs;
  /** What the page of `web-site.ts` heard. */
  var heard: Heard;
}

export const ALLOWED = { allowed: [{ pattern: SITE_PATTERN, shareLocation: false }] };

export async function openTab(extension: ExtensionUnderTest, url: string): Promise<Page> {
  const page = await extension.context.newPage();
  await page.goto(url);
  return page;
}

export const askForRun = (page: Page) => page.evaluate(() => csjs.requestPrecallTest());

/** The events so far, once there are `count` values of the three names. */
export async function eventsOf(page: Page, count: number): Promise<unknown[]> {
  await page.waitForFunction((wanted) => heard.length >= wanted, count);
  const all = await page.evaluate(() => heard);
  return all.filter(([name]) => name === 'pctConnectionQualityChange').map(([, value]) => value);
}

/** Waits until exactly these patterns get scripts. */
export async function scriptsFor(extension: ExtensionUnderTest, patterns: readonly string[]): Promise<void> {
  const registered = () =>
    extension.call(
      async () => (await chrome.scripting.getRegisteredContentScripts()).map(({ matches }) => matches),
      undefined,
    );
  // The background waits for the policy first, which a browser that has just started may be long in telling.
  await expect
    .poll(registered, { timeout: 60_000 })
    .toEqual(patterns.length === 0 ? [] : [patterns, patterns]);
}

/** Runs in a page. */
export function playTone(): void {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  tone.connect(audio.destination);
  tone.start();
}

export { expect } from 'playwright/test';
