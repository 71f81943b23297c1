/** A page of an allowed site that wants more than it may have, and one whose process somebody took over. */
import type { Page } from 'playwright';
import type { Settings } from '../../src/core/settings/settings.ts';
import { TO_EXTENSION, TO_PAGE } from '../../src/core/sites/page-events.ts';
import type { ToldRun } from '../told-run.ts';
import type { Coturn } from './coturn.ts';
import type { ExtensionUnderTest } from './extension.ts';
import { ALLOWED, eventsOf, expect, openTab, scriptsFor, test } from './site-fixtures.ts';
import { SITE_PATTERN, type WebSite } from './web-site.ts';

/** A page of an allowed site that has heard of one run, and that run. */
async function listeningPage(
  turn: Coturn,
  extension: ExtensionUnderTest,
  site: WebSite,
): Promise<{ page: Page; before: ToldRun }> {
  await extension.configure([turn.server('udp')], { sites: ALLOWED });
  const before = await extension.run();
  await scriptsFor(extension, [SITE_PATTERN]);
  const page = await openTab(extension, `${site.url}?frame=${site.otherUrl}`);
  await eventsOf(page, 3);
  return { page, before };
}

test('floods, wrong types, tricks and forgeries of a page change nothing beyond it', async ({
  turn,
  extension,
  site,
}) => {
  const { page, before } = await listeningPage(turn, extension, site);
  const settings = await extension.stored<Settings>('local', 'settings');
  const answers = await page.evaluate(
    async ({ toExtension, toPage }) => {
      const send = (detail: unknown) => document.dispatchEvent(new CustomEvent(toExtension, { detail }));
      const run = { type: 'run', id: 1 };
      const tricky: unknown[] = [
        null,
        42,
        Symbol.iterator,
        run,
        new Proxy({}, { get: () => 'run' }),
        { toString: () => JSON.stringify(run), length: 3 },
        new String(JSON.stringify(run)),
        '{',
        '{"type":"run","id":1,"servers":[{"urls":"turn:evil.example"}],"kind":"full"}',
        '{"type":"ready","__proto__":{"polluted":true}}',
        '{"__proto__":{"type":"ready"},"constructor":{"prototype":{"polluted":true}}}',
        `{"type":"ready"${' '.repeat(20_000_000)}}`,
        { target: 'background', name: 'forget', argument: 'device' },
        '{"target":"background","name":"forget","argument":"device"}',
        '{"target":"site","name":"hello"}',
      ];
      for (const detail of tricky) send(detail);
      // As the extension would: nobody but the page hears it.
      const forged = { type: 'told', told: { preCallTestResults: 'forged' } };
      document.dispatchEvent(new CustomEvent(toPage, { detail: JSON.stringify(forged) }));
      for (const message of [...tricky, forged]) {
        if (typeof message !== 'symbol') window.postMessage(JSON.stringify(message), '*');
      }
      // What the page's script uses later is the page's own.
      const own = { parse: JSON.parse, stringify: JSON.stringify };
      Object.assign(JSON, { parse: () => ({ type: 'run' }), stringify: () => '{"type":"callBegan"}' });
      Object.assign(Object.prototype, { type: 'run', id: 1, target: 'background' });
      for (let n = 0; n < 20_000; n += 1) send(`{"type":"ready${n % 2 ? '"' : ''}}`);
      for (let n = 0; n < 500; n += 1) send('{"type":"call","alive":true}');
      const given = await Promise.all(Array.from({ length: 5_000 }, () => csjs.requestPrecallTest()));
      // The test's own means need them.
      Object.assign(JSON, own);
      for (const name of ['type', 'id', 'target']) Reflect.deleteProperty(Object.prototype, name);
      return given;
    },
    { toExtension: TO_EXTENSION, toPage: TO_PAGE },
  );
  // The result is younger than a minute: each is told that it was refused.
  expect(answers).toHaveLength(5_000);
  const reasons = answers.map((answer) => (answer.accepted ? 'accepted' : answer.reason));
  expect([...new Set(reasons)]).toEqual(['too-soon']);
  expect(await extension.latest()).toMatchObject({ runId: before.runId });
  expect(await extension.stored('session', 'running')).toBeFalsy();
  expect(await extension.stored('session', 'siteRun')).toBeUndefined();
  expect(await extension.stored('local', 'settings')).toEqual(settings);
  expect(await page.frames()[1]?.evaluate(() => [heard, 'csjs' in window])).toEqual([[], false]);
  // It hears on, what is true.
  const next = await extension.run();
  await page.waitForFunction((at) => JSON.stringify(heard.at(-1)).includes(String(at)), next.event.timestamp);
  const fresh = await openTab(extension, site.url);
  expect(await eventsOf(fresh, 3)).toMatchObject([{ timestamp: next.event.timestamp }]);
  expect(await fresh.evaluate(() => JSON.stringify(heard))).not.toContain('forged');
});

test('who took the process of a page over has the script’s place, and gets nothing from there', async ({
  turn,
  extension,
  site,
}) => {
  const { page, before } = await listeningPage(turn, extension, site);
  const asBridge = await contentScriptOf(page, extension.origin);
  const reading = `chrome.storage.local.get(null).then((all) => Object.keys(all), (error) => error.message)`;
  expect(await asBridge(reading)).toMatch(/Access to storage is not allowed/);
  expect(await asBridge(reading.replace('local', 'session'))).toMatch(/Access to storage is not allowed/);
  for (const [target, name, argument] of [
    ['background', 'startRun', {}],
    ['background', 'forget', 'device'],
    ['background', 'testServer', { ...turn.server('udp'), urls: ['turn:evil.example'] }],
    ['background', 'snooze', 'hour'],
    ['host', 'hostStatus', null],
    ['site', 'forget', 'device'],
    ['site', '__proto__', null],
  ]) {
    const message = JSON.stringify({ target, name, argument });
    const asked = `chrome.runtime.sendMessage(${message}).then((reply) => reply ?? null, (error) => error.message)`;
    const reply = await asBridge(asked);
    expect(reply ?? 'nothing', `${target} ${name}`).toMatch(
      /^nothing$|Receiving end does not exist|port closed/,
    );
  }
  const hello = `chrome.runtime.sendMessage({ target: 'site', name: 'hello', argument: { url: 'https://x.example' } })`;
  expect(JSON.stringify(await asBridge(hello))).not.toContain(turn.credential);
  expect(await extension.latest()).toMatchObject({ runId: before.runId, event: before.event });
});

/** Evaluates in the place of the extension's own script on the page. */
async function contentScriptOf(
  page: Page,
  origin: string,
): Promise<(expression: string) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  const found = new Promise<number>((resolve) => {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin === origin) resolve(context.id);
    });
  });
  await session.send('Runtime.enable');
  const contextId = await found;
  return async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      contextId,
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  };
}
