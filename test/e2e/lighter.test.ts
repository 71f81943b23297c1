/** Runs that nobody asked for are light where a full one would disturb a call or cost money. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { ExtensionUnderTest } from './extension.ts';
import { FirefoxUnderTest } from './firefox-extension.ts';
import { expect, playTone, test } from './site-fixtures.ts';

test('while a tab plays sound a scheduled run is light; when it is quiet, full again', async ({
  turn,
  extension,
}) => {
  const playing = (): Promise<boolean> =>
    extension.call(async () => (await chrome.tabs.query({ audible: true })).length > 0, undefined);
  const soundTab = async (): Promise<Page> => {
    const tab = await extension.context.newPage();
    await tab.evaluate(playTone);
    await expect.poll(playing).toBe(true);
    return tab;
  };
  const scheduled = async (schedule: object, before?: string) => {
    await extension.configure([turn.server('udp')], { schedule: { enabled: true, ...schedule } });
    return extension.nextRun(before);
  };
  const tab = await soundTab();
  const first = await scheduled({});
  expect(first).toMatchObject({ trigger: 'schedule', report: { kind: 'light' } });
  expect(first.event.connectivityCode).not.toBe(1);
  await tab.close();
  await expect.poll(playing).toBe(false);
  await extension.until<unknown>('session', 'running', (value) => (value ?? null) === null);
  await extension.store('local', 'due', null);
  // Looks at what is due, as every change of the settings does.
  const second = await scheduled({ intervalS: 600 }, first.runId);
  expect(second).toMatchObject({ trigger: 'schedule', report: { kind: 'full' } });
});

test('a person who does not mind gets full runs beside sound', { tag: '@long' }, async ({
  turn,
  extension,
}) => {
  const tab = await extension.context.newPage();
  await tab.evaluate(playTone);
  await expect
    .poll(() => extension.call(async () => (await chrome.tabs.query({ audible: true })).length, undefined))
    .toBe(1);
  await extension.configure([turn.server('udp')], {
    schedule: { enabled: true, lightDuringSound: false },
  });
  expect(await extension.nextRun()).toMatchObject({ trigger: 'schedule', report: { kind: 'full' } });
});

/** Desktop Chromium has no switch for it. */
async function askToSaveData(extension: string): Promise<void> {
  const path = join(extension, 'background.js');
  const ask = `Object.defineProperty(NetworkInformation.prototype, 'saveData', { get: () => true });\n`;
  await writeFile(path, ask + (await readFile(path, 'utf8')));
}

test('on a connection that asks to save data only a person gets a full run', { tag: '@long' }, async ({
  turn,
}) => {
  const extension = await ExtensionUnderTest.launch({ prepare: askToSaveData });
  try {
    await extension.configure([turn.server('udp')], { schedule: { enabled: true } });
    const first = await extension.nextRun();
    expect(first).toMatchObject({ trigger: 'schedule', report: { kind: 'light' } });
    await extension.until<unknown>('session', 'running', (value) => (value ?? null) === null);
    expect(await extension.latest()).toMatchObject({ runId: first.runId });
    await extension.ask('background', 'startRun', {});
    expect(await extension.nextRun(first.runId)).toMatchObject({ trigger: 'user', report: { kind: 'full' } });
  } finally {
    await extension.dispose();
  }
});

test('Firefox too says without a permission whether a tab plays sound', { tag: '@long' }, async () => {
  const firefox = await FirefoxUnderTest.launch({
    preferences: {
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      'media.cubeb.force_mock_context': true,
    },
  });
  try {
    const { browser } = firefox;
    const playing = (): Promise<number> =>
      firefox.call(async () => (await chrome.tabs.query({ audible: true })).length, undefined);
    expect(await playing()).toBe(0);
    await browser.callIn(await browser.open('about:blank'), playTone, undefined);
    await expect.poll(playing).toBe(1);
  } finally {
    await firefox.dispose();
  }
});
