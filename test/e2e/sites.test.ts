/** What pages hear, ask for and cause, with the real extension in Chromium; hostile ones are in `hostile-site.test.ts`. */
import { buildExample, serveExample } from '../../scripts/example.mjs';
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import type { RunningRun } from '../../src/platform/storage.ts';
import {
  ALLOWED,
  askForRun,
  eventsOf,
  expect,
  openTab,
  playTone,
  scriptsFor,
  test,
} from './site-fixtures.ts';
import { expectAccessibleInEach, LIGHT_AND_DARK } from './views-pages.ts';
import { SITE_PATTERN } from './web-site.ts';

test('a site that a click allows hears the latest at once and each new one; others hear nothing', async ({
  turn,
  extension,
  site,
}) => {
  await extension.configure([turn.server('udp')]);
  const early = await openTab(extension, site.url);
  expect(await early.evaluate(() => 'csjs' in window)).toBe(false);
  const options = await extension.openPage('options/options.html');
  await options.getByLabel('Address of the site').fill('http://calls.example.com/');
  await options.getByRole('button', { name: 'Allow this site' }).click();
  await expect(options.getByLabel('Address of the site')).toHaveAccessibleDescription(/without a port/);
  await options.getByLabel('Address of the site').fill(`${site.url}room/1`);
  await options.getByRole('button', { name: 'Allow this site' }).click();
  await expect(options.getByRole('heading', { name: SITE_PATTERN })).toBeVisible();
  await expectAccessibleInEach(options, LIGHT_AND_DARK);
  await scriptsFor(extension, [SITE_PATTERN]);
  // A tab that was open before has it, too.
  await early.waitForFunction(() => 'csjs' in window);

  const page = await openTab(extension, `${site.url}?frame=${site.otherUrl}`);
  const other = await openTab(extension, `${site.otherUrl}?frame=${site.url}`);
  expect(await askForRun(page)).toEqual({ accepted: true });
  const first = await extension.nextRun();
  expect(first).toMatchObject({ trigger: 'site', report: { kind: 'full' } });
  const told = {
    ...first.event,
    deviceId: expect.any(String),
    localIp: null,
    isp: null,
    city: null,
    country: null,
  };
  expect(await eventsOf(page, 3)).toEqual([told]);
  expect((await page.evaluate(() => heard)).map(([name]) => name)).toEqual([
    'preCallTestResults',
    'connectionRecommendation',
    'pctConnectionQualityChange',
  ]);
  await extension.endOfRun();
  const refused = await askForRun(page);
  expect(refused).toMatchObject({ accepted: false, reason: 'too-soon' });
  expect(refused.accepted || (refused.reason === 'too-soon' && refused.retryAfterMs)).toBeLessThanOrEqual(
    60_000,
  );

  await options.getByLabel('Its pages also get my IP address').check();
  await expect(options.getByText('Saved').first()).toBeVisible();
  const second = await extension.run();
  const shared = { ...second.event, deviceId: expect.any(String) };
  expect(second.event.localIp).not.toBeNull();
  expect(await eventsOf(page, 6)).toEqual([told, shared]);
  const late = await openTab(extension, site.url);
  expect(await eventsOf(late, 3)).toEqual([shared]);
  const text = JSON.stringify(await page.evaluate(() => heard));
  for (const secret of [turn.credential, turn.username, turn.urls.udp, second.event.deviceId]) {
    expect(text).not.toContain(secret);
  }

  // Neither another site, nor its frame in an allowed page, nor an allowed page in its frame.
  const silent = [other.mainFrame(), ...other.frames(), ...page.frames().slice(1)];
  expect(silent).toHaveLength(4);
  for (const frame of silent) {
    expect(await frame.evaluate(() => [heard, 'csjs' in window]), frame.url()).toEqual([[], false]);
  }

  await options.getByRole('button', { name: `Remove ${SITE_PATTERN}` }).click();
  await scriptsFor(extension, []);
  await extension.run();
  expect(await askForRun(late)).toEqual({ accepted: false, reason: 'not-now' });
  expect(await eventsOf(late, 3)).toEqual([shared]);
  const gone = await openTab(extension, site.url);
  expect(await gone.evaluate(() => 'csjs' in window)).toBe(false);
});

test('a page keeps the csjs of its own', async ({ extension, site }) => {
  await extension.configure([], { sites: ALLOWED });
  await scriptsFor(extension, [SITE_PATTERN]);
  const page = await openTab(extension, `${site.url}own`);
  expect(await page.evaluate(() => csjs)).toEqual({ own: true });
});

test('a tab that goes to an allowed site has a run made, unless one is fresher than a minute', async ({
  turn,
  extension,
  site,
}) => {
  await extension.configure([turn.server('udp')], { schedule: { enabled: true }, sites: ALLOWED });
  const scheduled = await extension.nextRun();
  await extension.endOfRun();
  await scriptsFor(extension, [SITE_PATTERN]);
  const early = await openTab(extension, site.url);
  expect(await eventsOf(early, 3)).toHaveLength(1);
  // Answered after the visit was seen to.
  expect(await askForRun(early)).toMatchObject({ accepted: false, reason: 'too-soon' });
  expect(await extension.latest()).toMatchObject({ runId: scheduled.runId });
  expect(await extension.stored('session', 'siteRun')).toBeUndefined();

  const monitor = await extension.stored<MonitorState>('local', 'monitor');
  const aged = { ...monitor?.latest, at: Date.now() - 61_000 };
  await extension.store('local', 'monitor', { ...monitor, latest: aged }, 2);
  const page = await openTab(extension, site.url);
  expect(await extension.nextRun(scheduled.runId)).toMatchObject({ trigger: 'site' });
  expect(await eventsOf(page, 6)).toHaveLength(2);
});

/** Runs in the page: two real peer connections, one of which calls the other. */
async function beginCall(): Promise<void> {
  const [caller, callee] = [new RTCPeerConnection(), new RTCPeerConnection()];
  caller.onicecandidate = ({ candidate }) => void callee.addIceCandidate(candidate ?? undefined);
  callee.onicecandidate = ({ candidate }) => void caller.addIceCandidate(candidate ?? undefined);
  caller.createDataChannel('call');
  await caller.setLocalDescription();
  await callee.setRemoteDescription(caller.localDescription as RTCSessionDescription);
  await callee.setLocalDescription();
  await caller.setRemoteDescription(callee.localDescription as RTCSessionDescription);
  const endCall = (): void => {
    caller.close();
    callee.close();
  };
  Object.assign(window, { endCall });
}

test('while a call runs on an allowed site only light runs are made', async ({ turn, extension, site }) => {
  await extension.configure([turn.server('udp')], { sites: ALLOWED });
  await scriptsFor(extension, [SITE_PATTERN]);
  const page = await openTab(extension, site.url);
  await extension.ask('background', 'startRun', { kind: 'full' });
  await extension.until<RunningRun | null>('session', 'running', (run) => run?.progress?.phase === 'quality');
  await page.evaluate(beginCall);
  // The full run gives way.
  const during = await extension.nextRun();
  expect(during).toMatchObject({ trigger: 'user', report: { kind: 'light' } });
  expect(during.event.connectivityCode).not.toBe(1);
  expect((await extension.run('full')).report.kind).toBe('light');
  const popup = await extension.openPage('popup/popup.html');
  const why = popup.getByText('A call was on: the test left the bandwidth out, so as not to disturb it.');
  await expect(why).toBeVisible();
  await page.evaluate(() => (window as unknown as { endCall(): void }).endCall());
  // No connection any more, and sound.
  await extension.configure([turn.server('udp')], { schedule: { lightDuringSound: false }, sites: ALLOWED });
  await page.evaluate(playTone);
  const audible = () =>
    extension.call(async () => (await chrome.tabs.query({ audible: true })).length, undefined);
  await expect.poll(audible).toBe(1);
  expect((await extension.run('full')).report.kind).toBe('light');
  await page.close();
  await expect.poll(audible).toBe(0);
  expect((await extension.run('full')).report.kind).toBe('full');
  await expect(why).toBeHidden();
});

test(
  'the agent’s desktop takes no calls while Precall is red',
  { tag: '@long' },
  async ({ turn, extension }, testInfo) => {
    await buildExample(testInfo.outputPath('desk'), 'agent-desktop');
    const desk = await serveExample(testInfo.outputPath('desk'));
    try {
      await extension.configure([turn.server('udp')], { sites: ALLOWED });
      await scriptsFor(extension, [SITE_PATTERN]);
      const page = await openTab(extension, desk.url);
      const ready = page.getByRole('button', { name: 'Ready' });
      await page.getByRole('button', { name: 'Test again' }).click();
      const good = await extension.nextRun();
      await expect(page.getByRole('status')).toContainText(good.event.notification);
      await expect(ready).toBeEnabled();
      await turn.kill();
      expect((await extension.run()).event.summaryCode).toBe(10);
      await expect(ready).toBeDisabled();
      await expect(page.getByRole('status')).toHaveAttribute('data-colour', 'red');
      await page.getByRole('button', { name: 'Test again' }).click();
      await expect(page.getByRole('alert')).toHaveText(/^Not before \d+ seconds from now\.$/);
    } finally {
      await desk.close();
    }
  },
);
