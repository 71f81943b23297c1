/** Calls of the browser's that never answer: what is bounded goes on without them, and says so. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../src/core/settings/settings.ts';
import type { Trouble } from '../../src/platform/troubles.ts';
import { expect, test } from './clean-browser.ts';
import { ExtensionUnderTest } from './extension.ts';

/** Every wait of the background's for the browser is a third of what it is; a run's own waits are not made here. */
const HURRIED =
  'const later = setTimeout; globalThis.setTimeout = (f, ms, ...rest) => later(f, ms / 3, ...rest);';
const SILENT_POLICY = 'chrome.storage.managed.get = () => new Promise(() => {});';
/** A database whose opening says nothing, until the flag is taken away. */
const SILENT_DATABASE = `{
  const open = IDBFactory.prototype.open;
  let silent = true;
  chrome.storage.session.get('e2e.databaseAnswers').then((found) => { silent = !found['e2e.databaseAnswers']; });
  chrome.storage.onChanged.addListener((changes) => { if (changes['e2e.databaseAnswers']) silent = false; });
  IDBFactory.prototype.open = function (...args) {
    const request = open.apply(this, args);
    if (silent) request.addEventListener = () => {};
    return request;
  };
}`;
/** The first measuring document does `instead` of what it is for. */
const firstDocument = (instead: string) => `if (localStorage.getItem('e2e.second') === null) {
  localStorage.setItem('e2e.second', 'yes');
  const { onMessage } = chrome.runtime;
  ${instead}
  Object.defineProperty(Object.getPrototypeOf(onMessage), 'addListener', { value() {} });
}`;
const DOCUMENTS = {
  'that answers nothing': firstDocument('onMessage.addListener(() => true);'),
  'in which nobody listens': firstDocument(''),
} as const;

async function launch(
  changes: Readonly<Record<string, string>>,
  tlsSpki: string,
): Promise<ExtensionUnderTest> {
  return ExtensionUnderTest.launch({
    tlsSpki,
    async prepare(folder) {
      for (const [name, code] of Object.entries(changes)) {
        const file = join(folder, name);
        await writeFile(file, `${code}\n${await readFile(file, 'utf8')}`);
      }
    },
  });
}

const hasTrouble = (told: readonly Trouble[] | undefined, kind: Trouble): boolean =>
  told?.includes(kind) === true;
const isWell = (told: readonly Trouble[] | undefined): boolean => (told ?? []).length === 0;

test('a policy that never comes: the last one holds, the popup stands at once and says so', async ({
  turn,
}) => {
  const extension = await launch(
    {
      'background.js': `${HURRIED}${SILENT_POLICY}`,
      'popup/popup.js': SILENT_POLICY,
      // The page that drives the extension reads it, too.
      'options/options.js': SILENT_POLICY,
    },
    turn.spki,
  );
  try {
    // As the policy was read last: its servers, and nobody's own.
    await extension.store('local', 'policy', { servers: [turn.server('udp')] });
    await extension.store('local', 'settings', {
      ...DEFAULT_SETTINGS,
      schedule: { ...DEFAULT_SETTINGS.schedule, enabled: false },
    });
    const run = await extension.run();
    expect(run.preCallTestResults.map(({ provider }) => provider)).toEqual(['Coturn']);
    await extension.until('session', 'trouble', hasTrouble, 'policy' satisfies Trouble);
    const popup = await extension.openPage('popup/popup.html');
    await expect(popup.locator('.hero[data-situation="result"]')).toBeVisible();
    await expect(popup.getByText('The browser does not give your administrator’s settings.')).toBeVisible();
  } finally {
    await extension.dispose();
  }
});

test('a policy that takes five seconds whenever it is asked for: the first run is made by it, and nothing is told of it', {
  tag: '@long',
}, async ({ turn }) => {
  const policy = JSON.stringify({ servers: [turn.server('udp')] });
  const slow = `chrome.storage.managed.get = () => new Promise((give) => setTimeout(give, 5_000, ${policy}));`;
  // The page that drives the extension reads it, too.
  const extension = await launch({ 'background.js': slow, 'options/options.js': slow }, turn.spki);
  try {
    const run = await extension.nextRun();
    expect(run).toMatchObject({ trigger: 'schedule', report: { outcome: 'complete' } });
    expect(run.preCallTestResults.map(({ provider }) => provider)).toEqual(['Coturn']);
    await extension.endOfRun();
    expect((await extension.stored<readonly Trouble[]>('session', 'trouble')) ?? []).toEqual([]);
    expect(extension.context.pages().filter((page) => page.url().endsWith('#welcome'))).toEqual([]);
  } finally {
    await extension.dispose();
  }
});

test('a database that never opens holds no run back; when it does, what was missing is kept', {
  tag: '@long',
}, async ({ turn }) => {
  const extension = await launch({ 'background.js': `${HURRIED}${SILENT_DATABASE}` }, turn.spki);
  try {
    await extension.configure([turn.server('udp')]);
    const first = await extension.run();
    expect((await extension.run()).runId).not.toBe(first.runId);
    await extension.until('session', 'trouble', hasTrouble, 'history' satisfies Trouble);
    await extension.call(() => chrome.storage.session.set({ 'e2e.databaseAnswers': true }), undefined);
    await extension.call(() => chrome.alarms.create('run', { when: Date.now() }), undefined);
    await extension.until('session', 'trouble', isWell);
    const history = await extension.openPage('history/history.html');
    await expect(history.getByText('1 of 1 results')).toBeVisible();
  } finally {
    await extension.dispose();
  }
});

for (const [how, code] of Object.entries(DOCUMENTS)) {
  test(`a measuring document ${how} is closed, and the run is made in another`, { tag: '@long' }, async ({
    turn,
  }) => {
    const extension = await launch({ 'background.js': HURRIED, 'offscreen/offscreen.js': code }, turn.spki);
    try {
      await extension.configure([turn.server('udp')]);
      const run = await extension.run();
      expect(run.report.outcome).toBe('complete');
      await extension.until('session', 'trouble', isWell);
    } finally {
      await extension.dispose();
    }
  });
}
