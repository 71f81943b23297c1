/** What lasts a moment, or what only the browser says, is told as no outage. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DueRun } from '../../src/platform/storage.ts';
import { expect, inCleanBrowser, test } from './clean-browser.ts';
import type { ExtensionUnderTest } from './extension.ts';

const SCHEDULE = { schedule: { enabled: true, intervalS: 300 } };

/** As the alarm of a run that was due then. */
async function fireRun(
  extension: ExtensionUnderTest,
  due: DueRun | null | undefined,
  at: number,
): Promise<void> {
  await extension.store('local', 'due', { ...due, at });
  await extension.call(() => chrome.alarms.create('run', { when: Date.now() }), undefined);
}

for (const { moment, dueAgoMs, tag } of [
  { moment: 'a TURN server restarts', dueAgoMs: 0, tag: [] },
  {
    moment: 'a device has slept, and its network is up later than its virtual adapter',
    dueAgoMs: 36_000_000,
    tag: ['@long'],
  },
]) {
  test(`${moment}: the run that meets it tells nothing, and the second look finds all well`, { tag }, async ({
    turn,
    extension,
  }) => {
    await extension.configure([turn.server('tcp')], SCHEDULE);
    const good = await extension.nextRun();
    await extension.endOfRun();
    await turn.kill();
    await fireRun(extension, await extension.stored<DueRun>('local', 'due'), Date.now() - dueAgoMs);
    const failed = await extension.nextRun(good.runId);
    expect(failed).toMatchObject({ told: 'unsure', notified: false, event: { connectivityCode: 1 } });
    await extension.endOfRun();
    const secondLook = await extension.stored<DueRun>('local', 'due');
    expect(secondLook).toMatchObject({ inMs: 25_000, followUp: {} });

    // The 25 s are over sooner here than they would be.
    await turn.start();
    await fireRun(extension, secondLook, Date.now());
    const again = await extension.nextRun(failed.runId);
    expect(again).toMatchObject({ trigger: 'follow-up', notified: false });
    // 2 where the machine has no microphone.
    expect(again.event.connectivityCode).toBeGreaterThan(1);
    expect(again.event.summaryCode).toBeGreaterThan(65);
    expect(await extension.notificationCalls()).toEqual([]);
  });
}

const testOffline = inCleanBrowser({
  async prepare(folder) {
    for (const script of ['background.js', 'offscreen/offscreen.js', 'popup/popup.js']) {
      const path = join(folder, script);
      const offline = "Object.defineProperty(navigator, 'onLine', { value: false });\n";
      await writeFile(path, offline + (await readFile(path, 'utf8')));
    }
  },
});

testOffline(
  'a browser that takes itself for offline on a line that works decides nothing',
  async ({ turn, extension }) => {
    await extension.configure([turn.server('udp')], SCHEDULE);
    const run = await extension.nextRun();
    expect(run).toMatchObject({ trigger: 'schedule' });
    expect(run.event.connectivityCode).toBeGreaterThan(1);
    expect(run.report.outcome).toBe('complete');
    expect(run.event.summaryCode).toBeGreaterThan(65);
    const popup = await extension.openPage('popup/popup.html');
    await expect(popup.locator('.hero')).toHaveAttribute('data-situation', 'result');
    expect(await extension.notificationCalls()).toEqual([]);
  },
);

testOffline(
  'on waking before the network is up: no outage is told, the run waits for it once',
  async ({ turn, extension }) => {
    await extension.configure([turn.server('udp')], SCHEDULE);
    const before = await extension.nextRun();
    await extension.endOfRun();
    const due = await extension.stored<DueRun>('local', 'due');
    const woken = Date.now();
    await fireRun(extension, due, woken - 3_600_000);
    const isWaiting = (value: DueRun | null | undefined, since: number): boolean =>
      (value?.at ?? 0) >= since + 30_000 && (value?.at ?? 0) < since + 60_000;
    await extension.until<DueRun | null, number>('local', 'due', isWaiting, woken);
    expect((await extension.latest())?.runId).toBe(before.runId);
    await fireRun(extension, due, Date.now());
    expect(await extension.nextRun(before.runId)).toMatchObject({ trigger: 'schedule' });
  },
);
