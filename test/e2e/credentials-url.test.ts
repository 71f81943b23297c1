/** Short-lived credentials: a provider's address gives them to the extension, and a real TURN server checks their time. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { Settings } from '../../src/core/settings/settings.ts';
import { expect, inCleanBrowser, test as withoutPermission } from './clean-browser.ts';
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
import type { ExtensionUnderTest } from './extension.ts';
import { HOST } from './free-port.ts';
import { keptData } from './kept-data.ts';
import { expectAccessible, expectAccessibleInEach, LIGHT_AND_DARK } from './views-pages.ts';

const test = inCleanBrowser({ prepare: grantHost });

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

const fromUrl = (urls?: string[]) => serverFromUrl(service, urls);

test.describe('with the permission', () => {
  let extension: ExtensionUnderTest;
  test.beforeEach(({ extension: cleared }) => {
    extension = cleared;
  });

  const problem = async () => {
    const run = await extension.run();
    const [server] = run.preCallTestResults;
    return { code: run.event.summaryCode, ...server?.credentialsTrouble };
  };

  test('what the URL gives is used until a minute before it ends, and kept nowhere', async () => {
    const pair = timedCredentials(service.secret, 3600);
    service.answer(json({ ...pair, ttl: 3600, uris: [turn.urls.udp, turn.urls.tcp] }));
    const before = service.requests.length;
    await extension.configure([fromUrl()]);
    const run = await extension.run();
    expect(run.preCallTestResults[0]).toMatchObject({ provider: 'Short-lived', mediaConnectivity: true });
    expect(run.preCallTestResults[0]?.urls.map(({ reachable }) => reachable)).toEqual([true, true]);
    await extension.run();
    expect(service.requests).toHaveLength(before + 1);
    expect(service.requests.at(-1)).not.toHaveProperty('referer');
    expect(service.requests.at(-1)).not.toHaveProperty('cookie');
    const text = await keptData(extension);
    for (const secret of [service.token, pair.password, pair.username]) expect(text).not.toContain(secret);
  });

  test('credentials that end within the minute are renewed before the next run; typed URIs stay', async () => {
    const before = service.requests.length;
    await extension.configure([fromUrl([turn.urls.udp])]);
    for (const made of [1, 2]) {
      service.answer(json({ iceServers: [timedCredentials(service.secret, 50)] }));
      const run = await extension.run();
      expect(run.preCallTestResults[0]?.urls).toMatchObject([{ url: turn.urls.udp, reachable: true }]);
      expect(service.requests).toHaveLength(before + made);
    }
  });

  test('what the URL gave last is used until its server refuses it', async () => {
    const html = (response: ServerResponse): void => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Welcome</title>');
    };
    await extension.configure([fromUrl([turn.urls.udp])]);
    // Without a lifetime they are asked for before each run.
    service.answer(json({ username: 'tester', credential: 'never' }));
    await extension.run();
    service.answer(json({ ...timedCredentials(service.secret, 2), ttl: 1 }));
    expect((await extension.run()).preCallTestResults[0]).toMatchObject({ mediaConnectivity: true });
    for (const how of [json({}, 503), json({}, 429), html]) {
      service.answer(how);
      const [server] = (await extension.run()).preCallTestResults;
      expect(server).not.toHaveProperty('credentialsTrouble');
      if (server?.mediaConnectivity !== true) break;
    }
    // coturn has refused them by now, or does so next.
    await expect
      .poll(async () => {
        service.answer(html);
        return (await extension.run()).preCallTestResults[0]?.credentialsTrouble?.problem;
      })
      .toBe('sign-in');
  });

  test('each trouble is told apart, and credentials that still hold bridge it', async () => {
    await extension.configure([fromUrl()]);
    service.answer(json({ error: 'bad token' }, 403));
    expect(await problem()).toEqual({ code: 10, problem: 'not-allowed', httpStatus: 403 });
    service.answer(json({}, 404));
    expect(await problem()).toMatchObject({ problem: 'not-found' });
    service.answer(json({}, 302, { location: 'http://127.0.0.1/' }));
    expect(await problem()).toMatchObject({ problem: 'redirected' });
    service.answer((response) => void response.end('<html>'));
    expect(await problem()).toMatchObject({ problem: 'not-json' });
    service.answer((response) => void response.end(' '.repeat(200_000)));
    expect(await problem()).toMatchObject({ problem: 'too-long' });
    service.answer(json({ iceServers: [{ urls: 'stun:stun.example.org' }] }));
    expect(await problem()).toMatchObject({ problem: 'nothing-usable' });
    service.answer((response) => void response.destroy());
    expect(await problem()).toMatchObject({ problem: 'unreachable' });

    service.answer(json({ ...timedCredentials(service.secret, 50), uris: [turn.urls.udp] }));
    expect(await problem()).not.toHaveProperty('problem');
    service.answer(json({}, 503));
    expect(await problem()).not.toHaveProperty('problem');
  });

  test('what is fetched late neither brings back what was refused meanwhile nor is asked for twice', async () => {
    const keyOf = (url: string) => createHash('sha256').update(url).digest('hex');
    const { username } = timedCredentials(service.secret, 3600);
    const refused = {
      fetched: [{ urls: [turn.urls.udp], username, credential: 'wrong' }],
      fetchedAt: Date.now(),
      expiresAt: Date.now() + 3_600_000,
    };
    await extension.configure([fromUrl()]);
    await extension.store('session', 'credentials', { [keyOf(service.url)]: refused });
    const held: ServerResponse[] = [];
    service.answer((response) => void held.push(response));
    const before = service.requests.length;
    const other = { ...fromUrl(), label: 'Other', credentialsUrl: `${service.url}#other` };
    const tests = Promise.allSettled([1, 2].map(() => extension.ask('background', 'testServer', other)));
    await expect.poll(() => held.length).toBeGreaterThan(0);
    const run = extension.run();
    // The address is waited for no longer than 8 s: it answers as soon as the server has refused what was held.
    const entries = () => extension.stored<Record<string, object>>('session', 'credentials');
    await expect.poll(async () => (await entries())?.[keyOf(service.url)]).toMatchObject({ refused: true });
    const good = json({ ...timedCredentials(service.secret, 3600), uris: [turn.urls.udp] });
    for (const response of held) good(response);
    await tests;
    expect((await run).preCallTestResults[0]?.urls[0]?.reason).toBe('wrong-credentials');
    expect(await entries()).toMatchObject({
      [keyOf(service.url)]: { expiresAt: null },
      [keyOf(other.credentialsUrl)]: { expiresAt: expect.any(Number) },
    });
    expect(service.requests).toHaveLength(before + 1);
  });

  test('when none can be had, popup and notification say that the network is not to blame', async () => {
    await extension.configure([fromUrl()]);
    service.answer(json({}, 401));
    // One failed run may be a moment: the second one in a row is told.
    await extension.run();
    const run = await extension.run();
    expect(run.event).toMatchObject({ summaryCode: 10, connectivityCode: 1 });
    const [raised] = (await extension.notificationCalls()).filter(({ call }) => call === 'create');
    expect(raised?.message).toBe(
      `${run.event.notification}\nYour network is not to blame: there are no credentials for the servers.`,
    );
    const popup = await extension.openPage('popup/popup.html');
    await expect(popup.getByText('Your network is not to blame')).toBeVisible();
    await expect(popup.getByText('refuses to answer (HTTP 401)')).toBeVisible();
    await expectAccessibleInEach(popup, LIGHT_AND_DARK);
  });

  test('credentials of their own that have expired are told as such', async () => {
    const { username, password: credential } = timedCredentials(service.secret, -60);
    await extension.configure([{ label: 'Old', urls: [turn.urls.udp], username, credential }]);
    for (const run of [await extension.run(), await extension.run()]) {
      expect(run.preCallTestResults[0]?.urls[0]?.reason).toBe('expired-credentials');
    }
    const [raised] = (await extension.notificationCalls()).filter(({ call }) => call === 'create');
    expect(raised?.message).toContain('the credentials of the servers have expired');
    const wrong = { label: 'Wrong', urls: [turn.urls.udp], username: 'alice', credential };
    await extension.configure([wrong]);
    expect((await extension.run()).preCallTestResults[0]?.urls[0]?.reason).toBe('wrong-credentials');
  });

  test('what a server refuses is fetched anew for the next run', async () => {
    const { username } = timedCredentials(service.secret, 3600);
    service.answer(json({ username, password: 'rotated', ttl: 3600, uris: [turn.urls.udp] }));
    await extension.configure([fromUrl()]);
    expect((await extension.run()).preCallTestResults[0]?.urls[0]?.reason).toBe('wrong-credentials');
    service.answer(json({ ...timedCredentials(service.secret, 3600), uris: [turn.urls.udp] }));
    expect((await extension.run()).preCallTestResults[0]?.mediaConnectivity).toBe(true);
  });

  test('a person enters the URL, tests it, saves it, and no page shows its token again', async () => {
    service.answer(json({ error: 'spent' }, 403));
    const page = await extension.openPage('options/options.html');
    await page.getByRole('button', { name: 'Add a server' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Provider');
    await page.getByRole('radio', { name: 'Short-lived, from a URL' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    const field = page.getByLabel('Credentials URL');
    await expect(field).toBeFocused();
    await expect(field).toHaveAccessibleDescription(/Enter the URL that returns the credentials/);
    await expectAccessible(page);
    await field.fill(service.url);
    await page.getByRole('button', { name: 'Test this server' }).click();
    await expect(page.getByText('refuses to answer (HTTP 403)')).toBeVisible({ timeout: 30_000 });
    service.answer(json({ ...timedCredentials(service.secret, 3600), uris: [turn.urls.udp, turn.urls.tcp] }));
    await page.getByRole('button', { name: 'Test this server' }).click();
    await expect(page.getByText('All transports work.')).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { name: 'Provider' })).toBeVisible();
    await expect(page.getByText(`Short-lived credentials from ${HOST}`)).toBeVisible();
    await expect(page.getByText(/^Valid until/)).toBeVisible();
    expect(await page.content()).not.toContain(service.token);
    expect((await extension.stored<Settings>('local', 'settings'))?.servers).toEqual([
      { label: 'Provider', urls: [], username: '', credential: '', credentialsUrl: service.url },
    ]);
    await expectAccessible(page);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export settings' }).click();
    expect(await readFile(await (await waiting).path(), 'utf8')).not.toContain(service.token);
  });
});

withoutPermission(
  'without the permission that is said, unless the address lets every origin read',
  async ({ extension }) => {
    const reply = { ...timedCredentials(service.secret, 3600), uris: [turn.urls.udp] };
    service.answer(json(reply));
    await extension.configure([fromUrl()]);
    const run = await extension.run();
    expect(run.preCallTestResults[0]?.credentialsTrouble).toEqual({ problem: 'no-permission' });
    const page = await extension.openPage('options/options.html');
    await expect(page.getByText(`does not let Precall read what ${HOST} answers`)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeVisible();
    await expectAccessibleInEach(page, LIGHT_AND_DARK);
    service.answer(json(reply, 200, { 'access-control-allow-origin': '*' }));
    expect((await extension.run()).preCallTestResults[0]?.mediaConnectivity).toBe(true);
  },
);
