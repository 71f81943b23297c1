/** What a company's policy sets, in a real Chromium: faulty parts are left out, the rest holds and is shown, results go to its engine. */
import { ENGINES_MISSING, startVictoriaMetrics } from '../otlp/metrics-engine.ts';
import { grantHost } from './credentials-service.ts';
import { ExtensionUnderTest } from './extension.ts';
import { expect, test } from './fixtures.ts';
import { managedChromium, UNMANAGEABLE } from './managed-chromium.ts';
import { expectAccessibleInEach, LIGHT_AND_DARK } from './views-pages.ts';

const MISSING = UNMANAGEABLE ?? ENGINES_MISSING;

test.describe(`the policy${MISSING === undefined ? '' : ` (SKIPPED: ${MISSING})`}`, () => {
  test.skip(MISSING !== undefined, MISSING);

  test('two of three servers hold, a run’s results go to the company’s engine, and the options show what is set', async ({
    turn,
  }) => {
    const victoria = await startVictoriaMetrics();
    const token = 'canary-policy-token';
    const chromium = await managedChromium({
      servers: [
        { ...turn.server('udp'), label: 'Near' },
        { label: 'Faulty', urls: ['stun:stun.example.com'], username: 'u', credential: 'p' },
        { ...turn.server('tcp'), label: 'Far' },
      ],
      schedule: { enabled: false, intervalS: 5 },
      otlp: {
        enabled: true,
        endpoint: victoria.endpoint,
        headers: { Authorization: token },
        deviceName: 'desk-9',
        site: 'Oslo',
      },
    });
    const extension = await ExtensionUnderTest.launch({
      executable: chromium.executable,
      prepare: grantHost,
    });
    try {
      const run = await extension.run();
      expect(run.report.servers.map(({ provider }) => provider)).toEqual(['Near', 'Far']);
      const found = async () =>
        (await victoria.series('{__name__="precall.reachable"}')).map(({ metric, timestamps }) => [
          metric['precall.server'],
          metric['host.name'],
          metric['precall.site'],
          timestamps,
        ]);
      await expect.poll(found).toEqual(
        expect.arrayContaining([
          ['Near', 'desk-9', 'Oslo', [run.at]],
          ['Far', 'desk-9', 'Oslo', [run.at]],
        ]),
      );
      const page = await extension.openPage('options/options.html');
      const managed = page.getByRole('region', { name: 'Managed by your organisation' });
      // Chromium hands them over in the order of their names.
      await expect(managed.getByRole('listitem')).toHaveText([
        'otlp.deviceName: desk-9',
        'otlp.enabled: true',
        `otlp.endpoint: ${victoria.endpoint}`,
        'otlp.headers: Authorization: •••',
        'otlp.site: Oslo',
        'schedule.enabled: false',
        'servers: Near, Far',
      ]);
      await expect(page.getByText('servers.1.urls.0')).toBeVisible();
      await expect(page.getByText('schedule.intervalS', { exact: true })).toBeVisible();
      await expect(page.getByLabel('URL of the collector')).toBeDisabled();
      await expect(page.getByLabel('Send results to the collector')).toBeDisabled();
      await expect(page.getByText(/^Last delivered/)).toBeVisible();
      expect(await page.content()).not.toContain(token);
      await expectAccessibleInEach(page, LIGHT_AND_DARK);
    } finally {
      await extension.dispose();
      await chromium.dispose();
      await victoria.dispose();
    }
  });
});
