/** What a device's addresses and its name server make of a run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ensureChromium } from '../../scripts/set-up.mjs';
import { LOCAL_NETWORK_ACCESS } from '../local-network-access.ts';
import { ExtensionUnderTest } from './extension.ts';
import { TURN_PORT, TURNS_PORT } from './namespace-turn.ts';
import { namespacesUnavailable } from './nat.ts';
import { type OwnNetwork, openOwnNetwork } from './own-network.ts';
import { writeSelfSignedCertificate } from './self-signed-certificate.ts';
import { reasonsOf } from './turn-shapes.ts';
import { within } from './within.ts';

const unavailable = namespacesUnavailable('ip', 'mount');
if (unavailable === undefined) {
  test(
    'an IPv4 address on a network with IPv6 alone is told as such, and not as no network',
    { tag: '@long' },
    onIpv6Only,
  );
  test(
    'with both kinds of addresses a name of one is known at each port, and who is sent on goes there',
    { tag: '@long' },
    onDualStack,
  );
  test(
    'a server at a private address is measured where Chromium guards the local network',
    { tag: '@long' },
    onPrivateNetwork,
  );
} else {
  // Declared only where it can run: a test that was skipped would count as not seen to.
  console.log(`Left out: the tests on networks of their own, because ${unavailable}.`);
}

async function onDevice(
  { inside }: OwnNetwork,
  use: (extension: ExtensionUnderTest) => Promise<void>,
  ...switches: readonly string[]
): Promise<void> {
  const executable = await inside(await ensureChromium());
  // The network's own name server is asked.
  const args = ['--host-resolver-rules=', ...switches];
  await within(ExtensionUnderTest.launch({ executable, args }), use);
}

async function onIpv6Only(): Promise<void> {
  const plan = { device: ['fd00:77::2/64'], router: 'fd00:77::1' };
  await within(openOwnNetwork(plan), (network) =>
    onDevice(network, async (extension) => {
      const urls = ['turn:192.0.2.10:3478?transport=udp', 'turn:192.0.2.10:3478?transport=tcp'];
      await extension.configure([{ label: 'Four', urls, username: 'alice', credential: 'secret' }]);
      const run = await extension.run();
      expect(reasonsOf(run)).toEqual([['address-family', 'address-family']]);
      expect(run.report.outcome).toBe('complete');
    }),
  );
}

async function onPrivateNetwork(): Promise<void> {
  const address = '10.77.0.10';
  const plan = { device: ['10.77.0.2/24'], router: address, outside: [`${address}/24`] };
  await within(openOwnNetwork(plan), async (network) => {
    await network.startTurn({ address, ...USER });
    const measured = async (extension: ExtensionUnderTest): Promise<void> => {
      const urls = ['udp', 'tcp'].map((transport) => `turn:${address}:${TURN_PORT}?transport=${transport}`);
      await extension.configure([{ label: 'Private', urls, ...USER }]);
      const run = await extension.run('full');
      expect(reasonsOf(run)).toEqual([[null, null]]);
      expect(run.event.summaryCode).toBeGreaterThan(65);
    };
    await onDevice(network, measured, LOCAL_NETWORK_ACCESS);
  });
}

const BOTH = {
  device: ['192.0.2.2/24', 'fd00:77::2/64'],
  outside: ['192.0.2.10/24', '192.0.2.11/24', 'fd00:77::10/64'],
  names: { 'turn.test': '192.0.2.10' },
};
const USER = { username: 'alice', credential: 'of-both' };

async function onDualStack(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'precall-certificate-'));
  try {
    const certificate = await writeSelfSignedCertificate(folder);
    await within(openOwnNetwork(BOTH), async (network) => {
      await network.startTurn({ address: '192.0.2.10', ...USER, certificate });
      const args = [`--alternate-server=192.0.2.10:${TURN_PORT}`];
      await network.startTurn({ address: '192.0.2.11', ...USER, args });
      await onDevice(network, async (extension) => {
        const urls = [
          `turn:turn.test:${TURN_PORT}?transport=udp`,
          `turn:turn.test:${TURN_PORT}?transport=tcp`,
          'turn:turn.test:3999?transport=tcp',
          `turns:turn.test:${TURNS_PORT}?transport=tcp`,
          'turns:turn.test:3999?transport=tcp',
        ];
        const server = (label: string, own: string[]) => ({ label, urls: own, ...USER });
        await extension.configure([
          server('Beside one that is reached', urls),
          server('Alone', urls.slice(2)),
          server('Unknown', ['turns:no-such.test']),
          server('Sent on', ['turn:192.0.2.11?transport=udp', 'turn:192.0.2.11?transport=tcp']),
        ]);
        const run = await extension.run();
        expect(reasonsOf(run)).toEqual([
          [null, null, 'refused', 'tls-failed', 'refused'],
          ['refused', 'tls-failed', 'refused'],
          ['host-not-found'],
          [null, null],
        ]);
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
