/** The servers in the options: typed, pasted, moved and removed. */
import type { Settings } from '../../src/core/settings/settings.ts';
import { judgedRun, monitorWith, ONE_SERVER } from '../core/builders/judged-runs.ts';
import type { ExtensionUnderTest } from './extension.ts';
import { show } from './views-pages.ts';
import type { ViewState } from './views-states.ts';
import { expect, test } from './views-test.ts';

const PATH = 'options/options.html';
const ONE: ViewState = {
  settings: ONE_SERVER,
  monitor: monitorWith(judgedRun({ at: Date.now() - 120_000, summaryCode: 95 })),
};
const EMPTY: ViewState = { ...ONE, settings: { ...ONE_SERVER, servers: [] } };

const servers = async (pages: ExtensionUnderTest) =>
  (await pages.stored<Settings>('local', 'settings'))?.servers ?? [];

test('a server is added with the keyboard alone; mistakes stand at their field and what was typed stays', async ({
  pages,
  page,
}) => {
  await show(pages, page, PATH, EMPTY);
  await page.getByRole('button', { name: 'Add a server' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('Berlin');
  await page.keyboard.press('Tab');
  await page.keyboard.type('turn://turn.example.org');
  await page.keyboard.press('Enter');
  const url = page.getByLabel('TURN URI 1');
  await expect(url).toBeFocused();
  await expect(url).toHaveValue('turn://turn.example.org');
  await expect(url).toHaveAccessibleDescription(/has no slashes/);
  await expect(page.getByLabel('User name')).toHaveAccessibleDescription('TURN needs a user name.');
  expect(await servers(pages)).toEqual([]);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('turn:turn.example.org');
  await page.getByLabel('User name').focus();
  await page.keyboard.type('alice');
  await page.keyboard.press('Tab');
  await page.keyboard.type('secret');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Berlin' })).toBeVisible();
  expect(await servers(pages)).toEqual([
    { label: 'Berlin', urls: ['turn:turn.example.org'], username: 'alice', credential: 'secret' },
  ]);
});

test('a second server with the name of another is refused at its name', async ({ pages, page }) => {
  await show(pages, page, PATH, ONE);
  await page.getByRole('button', { name: 'Add a server' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Frankfurt');
  await page.getByLabel('TURN URI 1').fill('turn:other.example.org');
  await page.getByLabel('User name').fill('u');
  await page.getByLabel('Credential', { exact: true }).fill('c');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(
    /Another server has this name/,
  );
  expect(await servers(pages)).toHaveLength(1);
});

test('pasted iceServers are added, STUN is named, and the incomplete is opened', async ({ pages, page }) => {
  await show(pages, page, PATH, EMPTY);
  await page.getByRole('button', { name: 'Paste iceServers' }).click();
  const field = page.getByRole('textbox', { name: 'iceServers' });
  await field.fill('use-auth-secret\nstatic-auth-secret=north');
  await page.getByRole('button', { name: 'Read the servers' }).click();
  await expect(field).toHaveAccessibleDescription(/There is no TURN server in this that Precall can use/);
  await expect(
    page.getByText(/Left out static-auth-secret: it is a secret that servers share/),
  ).toBeVisible();
  await field.fill(`{ iceServers: [
    { urls: 'stun:stun.example.org' },
    { urls: ['turn:a.example.org', 'turns:a.example.org'], username: 'u', credential: 'c' },
    { urls: 'turn:b.example.org', username: process.env.TURN_USER },
  ] } as RTCConfiguration;`);
  await page.getByRole('button', { name: 'Read the servers' }).click();
  await expect(page.getByRole('heading', { name: 'a.example.org' })).toBeVisible();
  await expect(
    page.getByText('Left out stun:stun.example.org: a STUN server cannot relay a call.'),
  ).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('b.example.org');
  await expect(page.getByLabel('Credential', { exact: true })).toHaveAccessibleDescription(
    /TURN needs a credential/,
  );
  expect(await servers(pages)).toHaveLength(1);
});

test('servers are moved, removed and brought back', async ({ pages, page }) => {
  const [first] = ONE_SERVER.servers;
  const second = { label: 'Paris', urls: ['turn:par.example.org'], username: 'u', credential: 'c' };
  await show(pages, page, PATH, {
    ...EMPTY,
    settings: { ...ONE_SERVER, servers: first === undefined ? [] : [first, second] },
  });
  const labels = async () => (await servers(pages)).map(({ label }) => label);
  await page.getByRole('button', { name: 'Move Paris up' }).click();
  await expect.poll(labels).toEqual(['Paris', 'Frankfurt']);
  await page.getByRole('button', { name: 'Remove Paris' }).click();
  await expect.poll(labels).toEqual(['Frankfurt']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(labels).toEqual(['Paris', 'Frankfurt']);
});
