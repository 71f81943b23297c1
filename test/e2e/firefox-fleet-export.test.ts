/** The export in Firefox: its event page queues and sends, into a real engine. */

import type { Delivery } from '../../src/core/fleet/delivery.ts';
import { ENGINES_MISSING, startVictoriaMetrics } from '../otlp/metrics-engine.ts';
import { startCoturn } from './coturn.ts';
import { grantHost } from './credentials-service.ts';
import { DEVICE, exportTo, TOKEN } from './export-settings.ts';
import { FirefoxUnderTest } from './firefox-extension.ts';
import { expect, test } from './fixtures.ts';
import { within } from './within.ts';

test('in Firefox results that the engine and the event page were gone for are there once, and no secret is', {
  tag: '@long',
}, async () => {
  test.skip(ENGINES_MISSING !== undefined, ENGINES_MISSING);
  await within(startVictoriaMetrics(), (victoria) =>
    within(startCoturn(), (turn) =>
      within(FirefoxUnderTest.launch({ prepare: grantHost }), async (firefox) => {
        const delivery = (accepts: (state: Delivery | undefined) => boolean) =>
          firefox.until<Delivery>('local', 'delivery', accepts);
        await firefox.configure([turn.server('udp')], exportTo(victoria.endpoint));
        const runs = [await firefox.run()];
        await delivery((state) => state?.deliveredAt != null && state.waiting === 0);
        await victoria.stop();
        runs.push(await firefox.run());
        await delivery((state) => state?.trouble?.kind === 'unreachable' && state.waiting === 1);
        await firefox.stopEventPage();
        await victoria.start();
        await firefox.ask('background', 'deliver');
        await delivery((state) => state?.waiting === 0 && state.trouble === null);
        const codes = async () => {
          const found = await victoria.series(`{__name__="precall.summary_code","host.name"="${DEVICE}"}`);
          return found.map(({ timestamps, values }) => ({ timestamps, values }));
        };
        const timestamps = runs.map(({ at }) => at);
        await expect
          .poll(codes)
          .toEqual([{ timestamps, values: runs.map(({ event }) => event.summaryCode) }]);
        const everything = JSON.stringify(await victoria.series('{__name__!=""}'));
        const { username, credential, urls } = turn.server('udp');
        for (const secret of [TOKEN, username, credential, ...urls]) expect(everything).not.toContain(secret);
      }),
    ),
  );
});
