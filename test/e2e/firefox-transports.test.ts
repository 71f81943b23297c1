/** In Firefox: each transport of a real TURN server, and each way in which one fails. */
import type { FailureReason } from '../../src/core/report/failure-reasons.ts';
import { openBadLine } from './bad-line.ts';
import { expectFactsOfBrowser } from './browser-facts.ts';
import { startCoturn } from './coturn.ts';
import { expect, namedTlsUrl, test } from './firefox-extension.ts';
import { freePort, HOST } from './free-port.ts';
import { expectHandshakeOnDevice } from './local-handshake.ts';
import { startStrictTls } from './strict-tls.ts';
import { within } from './within.ts';

for (const transport of ['udp', 'tcp', 'tls'] as const) {
  test(`Firefox measures through TURN over ${transport}`, async ({ turn, firefox }) => {
    const url = transport === 'tls' ? namedTlsUrl(turn) : turn.urls[transport];
    await firefox.configure([{ ...turn.server(), urls: [url] }]);
    const run = await firefox.run('full');
    expect(run.preCallTestResults).toMatchObject([
      {
        mediaConnectivity: true,
        rtt: expect.any(Number),
        jitter: expect.any(Number),
        fractionalLoss: transport === 'udp' ? expect.any(Number) : null,
        throughput: expect.any(Number),
        mos: expect.any(Number),
        urls: [{ url, relayProtocol: transport, reachable: true, reason: null }],
      },
    ]);
    // How good the numbers are the bench tells: a busy machine makes a slow line of the loopback interface.
    const [result] = run.preCallTestResults;
    expect(result?.rtt).toBeGreaterThan(0);
    expect(result?.throughput).toBeGreaterThan(0);
    expect(run.event.networkType).toBe('unknown');
    expect(run.report.bytesSent).toBeGreaterThan(100_000);
    expect(run.report.bytesReceived).toBeGreaterThan(100_000);
  });
}

test('in Firefox as well the DTLS handshake of a loop stays on the device', async ({ turn, firefox }) => {
  await expectHandshakeOnDevice(firefox, turn);
});

test('what is taken for true of Firefox is true: its clock, and what TURN puts around a datagram', async ({
  turn,
  firefox,
}) => {
  await expectFactsOfBrowser(firefox, turn, true);
});

test('Firefox does not tell a line that swallows a whole first attempt as an outage', {
  tag: '@long',
}, async ({ turn, firefox }) => {
  const line = await openBadLine(turn.port, {}, { deafMs: 1_000 });
  try {
    await firefox.configure([{ ...turn.server(), urls: [line.url] }]);
    const run = await firefox.run();
    expect(run.preCallTestResults[0]).toMatchObject({
      mediaConnectivity: true,
      urls: [{ reachable: true, reason: null }],
    });
  } finally {
    line.close();
  }
});

test('Firefox tells what is wrong with a server', async ({ turn, firefox }) => {
  const closed = await freePort();
  await within(startStrictTls(), (strict) =>
    within(startCoturn({ forbidPeers: true }), async (forbidding) => {
      const url = (host: string, port: number, transport = 'udp') =>
        `turn:${host}:${port}?transport=${transport}`;
      const failures: readonly [string, FailureReason, object][] = [
        ['wrong password', 'wrong-credentials', { credential: 'x' }],
        ['closed TCP port', 'refused', { urls: [url(HOST, closed, 'tcp')] }],
        ['closed TLS port', 'refused', { urls: [`turns:localhost:${closed}?transport=tcp`] }],
        [
          'untrusted certificate',
          'tls-failed',
          { urls: [`turns:localhost:${forbidding.tlsPort}?transport=tcp`] },
        ],
        [
          'untrusted certificate, TLS alone',
          'tls-failed',
          { urls: [`turns:localhost:${strict.port}?transport=tcp`] },
        ],
        ['TLS to an address', 'unsupported', { urls: [turn.urls.tls] }],
        ['closed UDP port', 'unreachable', { urls: [url(HOST, closed)] }],
        ['refused port', 'unsupported', { urls: [url(HOST, 25), url(HOST, 25, 'tcp')] }],
        [
          'unknown host',
          'host-not-found',
          {
            urls: [
              url('no-such-host.invalid', 3478),
              url('no-such-host.invalid', 3478, 'tcp'),
              'turns:no-such-host.invalid?transport=tcp',
            ],
          },
        ],
        ['relaying forbidden', 'relay-forbidden', forbidding.server('udp')],
      ];
      const servers = failures.map(([label, , wrong]) => ({ ...turn.server('udp', 'tcp'), ...wrong, label }));
      await firefox.configure(servers);
      const run = await firefox.run();
      const reasons = run.preCallTestResults.map(({ provider, urls }) => [
        provider,
        urls.map(({ reason }) => reason),
      ]);
      expect(reasons).toEqual(
        failures.map(([label, reason], i) => [label, servers[i]?.urls.map(() => reason)]),
      );
      // One of them gives relays: the run says nothing of the line, and repeats what was measured last, if anything was.
      expect(run.event).toMatchObject({ connectivityCode: 1 });
      expect(run.event).toHaveProperty('measuredAt');
    }),
  );
});
