/** A network with IPv6 alone, and a URL that names an IPv4 address. */
import { expect, test } from 'playwright/test';
import { ensureChromium } from '../../scripts/set-up.mjs';
import { ExtensionUnderTest } from './extension.ts';
import { openIpv6Only } from './ipv6-only.ts';
import { namespacesUnavailable } from './nat.ts';
import { reasonsOf } from './turn-shapes.ts';
import { within } from './within.ts';

const unavailable = namespacesUnavailable('ip');
if (unavailable === undefined) {
  test('an IPv4 address on a network with IPv6 alone is told as such, and not as no network', onIpv6Only);
} else {
  // Declared only where it can run: a test that was skipped would count as not seen to.
  console.log(`Left out: the test on a network with IPv6 alone, because ${unavailable}.`);
}

async function onIpv6Only(): Promise<void> {
  await within(openIpv6Only(), async ({ inside }) => {
    const executable = await inside(await ensureChromium());
    await within(ExtensionUnderTest.launch({ executable }), async (extension) => {
      const urls = ['turn:192.0.2.10:3478?transport=udp', 'turn:192.0.2.10:3478?transport=tcp'];
      await extension.configure([{ label: 'Four', urls, username: 'alice', credential: 'secret' }]);
      const run = await extension.run();
      expect(reasonsOf(run)).toEqual([['address-family', 'address-family']]);
      expect(run.report.outcome).toBe('complete');
    });
  });
}
