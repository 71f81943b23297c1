/** Results of the real extension in the engines of a company: VictoriaMetrics takes them, Debian's Prometheus has no receiver. */
import type { Delivery } from '../../src/core/fleet/delivery.ts';
import {
  ENGINES_MISSING,
  type Engine,
  startPrometheus,
  startVictoriaMetrics,
  type VictoriaMetrics,
} from '../otlp/metrics-engine.ts';
import { expect, inCleanBrowser } from './clean-browser.ts';
import { grantHost } from './credentials-service.ts';
import { DEVICE, exportTo, TOKEN } from './export-settings.ts';
import type { ExtensionUnderTest } from './extension.ts';
import { keptData } from './kept-data.ts';
import { expectAccessibleInEach, LIGHT_AND_DARK } from './views-pages.ts';

const test = inCleanBrowser({ prepare: grantHost });

test.describe(`the export${ENGINES_MISSING === undefined ? '' : ` (SKIPPED, NO ENGINES HERE: ${ENGINES_MISSING})`}`, () => {
  test.skip(ENGINES_MISSING !== undefined, ENGINES_MISSING);
  let extension: ExtensionUnderTest;
  let victoria: VictoriaMetrics;
  let prometheus: Engine;
  test.beforeAll(async () => {
    [victoria, prometheus] = await Promise.all([startVictoriaMetrics(), startPrometheus()]);
  });
  test.afterAll(async () => {
    await victoria.dispose();
    await prometheus.dispose();
  });
  test.beforeEach(({ extension: cleared }) => {
    extension = cleared;
  });

  /** The first state of the delivery that `accepts`, which stands alone, takes. */
  const delivery = (accepts: (state: Delivery | undefined) => boolean) =>
    extension.until<Delivery>('local', 'delivery', accepts);
  const codes = async () => {
    const [series, ...more] = await victoria.series(
      `{__name__="precall.summary_code","host.name"="${DEVICE}"}`,
    );
    expect(more).toEqual([]);
    return { times: series?.timestamps ?? [], codes: series?.values ?? [] };
  };

  test('runs made while the engine, the worker and the browser were gone are there once, with their own times', async ({
    turn,
  }) => {
    await extension.configure([turn.server('udp')], exportTo(victoria.endpoint));
    const runs = [await extension.run()];
    await delivery((state) => state?.deliveredAt != null && state.waiting === 0);
    await victoria.stop();
    runs.push(await extension.run());
    await delivery((state) => state?.trouble?.kind === 'unreachable' && state.waiting === 1);
    await extension.killWorker();
    runs.push(await extension.run());
    await extension.restart();
    await victoria.start();
    await extension.ask('background', 'deliver');
    await delivery((state) => state?.waiting === 0 && state.trouble === null);
    await expect.poll(codes).toEqual({
      times: runs.map(({ at }) => at),
      codes: runs.map(({ event }) => event.summaryCode),
    });
    const measured = await victoria.series(`{__name__="precall.rtt","host.name"="${DEVICE}"}`);
    expect(measured.map(({ metric }) => [metric['precall.transport'], metric['precall.site']])).toEqual([
      ['udp', 'Berlin'],
    ]);
    const everything = JSON.stringify(await victoria.series('{__name__!=""}'));
    const { username, credential, urls } = turn.server('udp');
    for (const secret of [
      TOKEN,
      username,
      credential,
      ...urls,
      await extension.stored<string>('local', 'deviceId'),
    ]) {
      expect(everything).not.toContain(secret);
    }
  });

  test('a URL that takes no metrics is told in the options, and what waited goes to the right one', {
    tag: '@long',
  }, async ({ turn }) => {
    await extension.configure([turn.server('udp')], exportTo(`${prometheus.origin}/api/v1/otlp/v1/metrics`));
    const run = await extension.run();
    await delivery((state) => state?.trouble?.status === 404);
    const page = await extension.openPage('options/options.html#otlp');
    await expect(page.getByText('Nothing takes metrics at this URL (HTTP 404).')).toBeVisible();
    await expect(page.getByText('1 test is waiting to be sent.')).toBeVisible();
    await expectAccessibleInEach(page, LIGHT_AND_DARK);
    expect(await page.content()).not.toContain(TOKEN);
    await page.getByLabel('URL of the collector').fill(victoria.endpoint);
    await page.getByLabel('URL of the collector').press('Enter');
    await expect(page.getByText(/^Last delivered/)).toBeVisible();
    await expect.poll(async () => (await codes()).times).toContain(run.at);
    expect(await keptData(extension)).not.toContain(TOKEN);
  });

  test('switched off, nothing waits any more', async ({ turn }) => {
    await extension.configure([turn.server('udp')], exportTo(`${prometheus.origin}/api/v1/otlp/v1/metrics`));
    await extension.run();
    await delivery((state) => state?.trouble?.status === 404);
    const page = await extension.openPage('options/options.html#otlp');
    await page.getByLabel('Send results to the collector').uncheck();
    await delivery((state) => state?.waiting === 0 && state.trouble === null);
  });
});
