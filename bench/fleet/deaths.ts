/**
 * Runs through worker deaths and restarts of the engine: how many are lost, how many doubled, and whether a secret is among
 * them. PRECALL_RUNS: how many, 1,000 unless told.
 */
import { expect, test } from 'playwright/test';
import type { Delivery } from '../../src/core/fleet/delivery.ts';
import { GOOD, reachable, report } from '../../test/core/builders/reports.ts';
import { grantHost } from '../../test/e2e/credentials-service.ts';
import { ExtensionUnderTest } from '../../test/e2e/extension.ts';
import { startVictoriaMetrics } from '../../test/otlp/metrics-engine.ts';

const RUNS = Number(process.env.PRECALL_RUNS ?? 1000);
const KILL_WORKER_EVERY = 10;
const STOP_ENGINE_EVERY = 50;
/** Runs for which the engine stays away. */
const ENGINE_AWAY = 7;
const SECRETS = { header: 'canary-header', username: 'canary-username', credential: 'canary-credential' };

/** As the measuring host hands a report over: again, until it is taken. */
async function handOver(extension: ExtensionUnderTest, reported: unknown): Promise<void> {
  for (;;) {
    try {
      if (await extension.ask<boolean>('background', 'runReport', reported)) return;
    } catch (error) {
      // The worker died with the report in its hands.
      console.debug('again:', error instanceof Error && error.message);
    }
  }
}

test('the runs', async () => {
  const victoria = await startVictoriaMetrics();
  const extension = await ExtensionUnderTest.launch({ prepare: grantHost });
  try {
    const { username, credential, header } = SECRETS;
    const server = { label: 'A', urls: ['turn:203.0.113.1'], username, credential };
    await extension.configure([server], {
      otlp: {
        enabled: true,
        endpoint: victoria.endpoint,
        headers: { Authorization: header },
        deviceName: 'desk',
      },
      notifications: { enabled: false },
    });
    const times: number[] = [];
    const deaths = { workers: 0, engines: 0 };
    let back: number | undefined;
    for (let index = 0; index < RUNS; index += 1) {
      if (index % STOP_ENGINE_EVERY === STOP_ENGINE_EVERY - 1) {
        await victoria.stop();
        deaths.engines += 1;
        back = index + ENGINE_AWAY;
      }
      if (index === back) await victoria.start();
      const startedAt = Math.max(Date.now() - 2500, (times.at(-1) ?? 0) - 2499);
      const network = {
        networkType: 'wifi',
        serverReflexiveAddress: '203.0.113.77',
        hostAddress: '192.168.77.7',
      };
      times.push(startedAt + 2500);
      const handing = handOver(extension, report([reachable('A', GOOD)], { startedAt, network }));
      if (index % KILL_WORKER_EVERY === KILL_WORKER_EVERY - 1) {
        await extension.killWorker();
        deaths.workers += 1;
      }
      await handing;
    }
    if (back !== undefined && back >= RUNS) await victoria.start();
    await extension.ask('background', 'deliver');
    await extension.until<Delivery>(
      'local',
      'delivery',
      (state) => state?.waiting === 0 && state.trouble === null,
    );
    const stored = async () => {
      const [series] = await victoria.series('{__name__="precall.summary_code"}');
      return series?.timestamps ?? [];
    };
    await expect.poll(async () => (await stored()).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(RUNS);
    const found = await stored();
    const everything = JSON.stringify(await victoria.series('{__name__!=""}'));
    const secrets = [
      ...Object.values(SECRETS),
      '203.0.113',
      '192.168.77.7',
      await extension.stored<string>('local', 'deviceId'),
    ];
    const figures = {
      runs: RUNS,
      ...deaths,
      lost: times.filter((at) => !found.includes(at)).length,
      doubled: found.length - new Set(found).size,
      secrets: secrets.filter((secret) => everything.includes(secret ?? 'canary')).length,
    };
    console.log(figures);
    expect(figures).toMatchObject({ lost: 0, doubled: 0, secrets: 0 });
  } finally {
    await extension.dispose();
    await victoria.dispose();
  }
});
