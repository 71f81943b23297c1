import { expect, test } from 'playwright/test';
import { startCoturn } from '../../e2e/coturn.ts';
import { LOCAL_NETWORK_ACCESS } from '../../local-network-access.ts';
import { openPrecallPage } from '../harness/precall-page.ts';
import { request, USER } from '../harness/requests.ts';

test('a page that may not reach the local network is told so, and not that there is no network', async () => {
  const turn = await startCoturn({ user: USER });
  const page = await openPrecallPage([LOCAL_NETWORK_ACCESS], { isPublic: true });
  try {
    const { report } = await page.run(request('light', { urls: [turn.urls.udp, turn.urls.tcp] }));
    expect(report.outcome).toBe('complete');
    expect(report.servers[0]?.probes.map(({ reason }) => reason)).toEqual([
      'browser-forbids',
      'browser-forbids',
    ]);
  } finally {
    await page.close();
    await turn.dispose();
  }
});
