/** Each transport of a real TURN server, and each way in which one fails. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { FailureReason } from '../../src/core/report/failure-reasons.ts';
import { openBadLine } from './bad-line.ts';
import { expectFactsOfBrowser } from './browser-facts.ts';
import { type Coturn, startCoturn } from './coturn.ts';
import { ExtensionUnderTest } from './extension.ts';
import { freePort, HOST } from './free-port.ts';
import { expectHandshakeOnDevice } from './local-handshake.ts';
import { expect, test } from './one-browser.ts';
import { startStrictTls } from './strict-tls.ts';
import { within } from './within.ts';

/** ms beyond the probe's own time-out of 5 s that a busy machine may need. */
const SLACK_MS = 3_000;

test('a server works over UDP, TCP and TLS', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp', 'tcp', 'tls')]);
  const run = await extension.run('full');
  expect(run.preCallTestResults).toMatchObject([
    {
      provider: 'Coturn',
      mediaConnectivity: true,
      rtt: expect.any(Number),
      jitter: expect.any(Number),
      fractionalLoss: expect.any(Number),
      throughput: expect.any(Number),
      mos: expect.any(Number),
      urls: (['udp', 'tcp', 'tls'] as const).map((transport) => ({
        url: turn.urls[transport],
        relayProtocol: transport,
        reachable: true,
        reason: null,
        allocationTimeMs: expect.any(Number),
      })),
    },
  ]);
  expect(run.event.connectivityCode).toBeGreaterThan(1);
  expect(run.report.bytesSent).toBeGreaterThan(10_000);
  expect(run.report.bytesReceived).toBeGreaterThan(10_000);
});

for (const transport of ['udp', 'tcp', 'tls'] as const) {
  test(`quality is measured over ${transport} alone`, async ({ turn, extension }) => {
    await extension.configure([turn.server(transport)]);
    const run = await extension.run('full');
    const [result] = run.preCallTestResults;
    // How good the numbers are the bench tells: a busy machine makes a slow line of the loopback interface.
    expect(result).toMatchObject({
      rtt: expect.any(Number),
      jitter: expect.any(Number),
      fractionalLoss: transport === 'udp' ? expect.any(Number) : null,
      throughput: expect.any(Number),
      mos: expect.any(Number),
    });
    expect(result?.rtt).toBeGreaterThan(0);
    expect(result?.throughput).toBeGreaterThan(0);
  });
}

type Server = ReturnType<Coturn['server']>;

/** What is wrong with a server -> the reason, and how to make it wrong, with a port where nothing listens. */
const FAILURES: Readonly<Record<string, [FailureReason, (turn: Coturn, closed: number) => Partial<Server>]>> =
  {
    'wrong password': ['wrong-credentials', () => ({ credential: 'x' })],
    'unknown user': ['wrong-credentials', () => ({ username: 'mallory' })],
    'closed ports': [
      'refused',
      (_, closed) => ({
        urls: [`turn:${HOST}:${closed}?transport=tcp`, `turns:${HOST}:${closed}?transport=tcp`],
      }),
    ],
    'a port that browsers refuse': [
      'unsupported',
      () => ({ urls: [`turn:${HOST}:79?transport=udp`, `turn:${HOST}:79?transport=tcp`] }),
    ],
    'unknown host': [
      'host-not-found',
      () => ({
        urls: [
          'turn:no-such-host.invalid?transport=udp',
          'turn:no-such-host.invalid?transport=tcp',
          'turns:no-such-host.invalid?transport=tcp',
        ],
      }),
    ],
  };

test('what is wrong with a server is told apart', async ({ turn, extension }) => {
  const closed = await freePort();
  const servers = Object.entries(FAILURES).map(([label, [, wrong]]) => ({
    ...turn.server('udp', 'tcp', 'tls'),
    label,
    ...wrong(turn, closed),
  }));
  await extension.configure(servers);
  const run = await extension.run();
  const reasons = run.preCallTestResults.map(({ provider, urls }) => [
    provider,
    urls.map(({ reason }) => reason),
  ]);
  expect(reasons).toEqual(servers.map(({ label, urls }) => [label, urls.map(() => FAILURES[label]?.[0])]));
  expect(run.event).toMatchObject({ connectivityCode: 1, summaryCode: 10, notificationCode: 100 });
  expect(run.preCallTestResults.every(({ mediaConnectivity }) => !mediaConnectivity)).toBe(true);
});

test('the DTLS handshake of a loop stays on the device', async ({ turn, extension }) => {
  await expectHandshakeOnDevice(extension, turn);
});

test('what is taken for true of Chromium is true: its clock, and what TURN puts around a datagram', async ({
  turn,
  extension,
}) => {
  await expectFactsOfBrowser(extension, turn, false);
});

test('a line that swallows a whole first attempt is not told as an outage', async ({ turn, extension }) => {
  const line = await openBadLine(turn.port, {}, { deafMs: 1_000 });
  try {
    await extension.configure([{ ...turn.server(), urls: [line.url] }]);
    const run = await extension.run();
    expect(run.preCallTestResults[0]).toMatchObject({
      mediaConnectivity: true,
      rtt: expect.any(Number),
      urls: [{ reachable: true, reason: null }],
    });
    // From the beginning of the first attempt.
    expect(run.report.servers[0]?.probes[0]?.allocationTimeMs).toBeGreaterThan(1_000);
  } finally {
    line.close();
  }
});

test('a UDP port that is closed or silent is given up in time', async ({ turn, extension }) => {
  const silent = createSocket('udp4').bind(0, HOST);
  await once(silent, 'listening');
  const ports = [silent.address().port, await freePort()];
  const urls = ports.map((port) => `turn:${HOST}:${port}?transport=udp`);
  await extension.configure([{ ...turn.server(), urls }]);
  const run = await extension.run();
  silent.close();
  expect(run.preCallTestResults[0]?.urls).toMatchObject([
    { reachable: false, reason: 'unreachable' },
    { reachable: false, reason: 'unreachable' },
  ]);
  // The probe's own time-out, where the browser's would be 40 s.
  expect(run.report.durationMs).toBeGreaterThan(4_000);
  expect(run.report.durationMs).toBeLessThan(5_000 + SLACK_MS);
});

test('a port that the browser refuses is told as such', async ({ turn, extension }) => {
  const urls = [`turn:${HOST}:79?transport=udp`, `turn:${HOST}:79?transport=tcp`];
  await extension.configure([{ ...turn.server(), urls }]);
  const run = await extension.run();
  expect(run.preCallTestResults[0]?.urls).toMatchObject([
    { reason: 'unsupported' },
    { reason: 'unsupported' },
  ]);
});

test('a server that will not relay to the peer is told as relay-forbidden', async ({ extension }) => {
  const turn = await startCoturn({ forbidPeers: true });
  try {
    await extension.configure([turn.server('udp', 'tcp')]);
    const run = await extension.run();
    expect(run.preCallTestResults[0]?.urls).toMatchObject([
      { reachable: false, reason: 'relay-forbidden' },
      { reachable: false, reason: 'relay-forbidden' },
    ]);
  } finally {
    await turn.dispose();
  }
});

test('a certificate that nobody vouches for is told as one, behind a port that speaks nothing but TLS as well', async ({
  turn,
}) => {
  await within(startStrictTls(), (strict) =>
    within(ExtensionUnderTest.launch(), async (extension) => {
      const behind = [`turns:${HOST}:${strict.port}?transport=tcp`];
      await extension.configure([
        turn.server('tls', 'udp'),
        { ...turn.server(), label: 'Behind TLS', urls: behind },
      ]);
      const run = await extension.run();
      expect(run.preCallTestResults.map(({ urls }) => urls)).toMatchObject([
        [
          { relayProtocol: 'tls', reachable: false, reason: 'tls-failed' },
          { relayProtocol: 'udp', reachable: true, reason: null },
        ],
        [{ relayProtocol: 'tls', reachable: false, reason: 'tls-failed' }],
      ]);
    }),
  );
});

test('a dead server beside a good one does not spoil it, and is ranked below', async ({
  turn,
  extension,
}) => {
  const dead = { ...turn.server(), label: 'Dead', urls: [`turn:${HOST}:${await freePort()}?transport=udp`] };
  await extension.configure([dead, turn.server('udp')]);
  const run = await extension.run();
  expect(run.event.connectivityCode).toBeGreaterThan(1);
  expect(run.connectionRecommendation.providerRanking).toEqual([
    { provider: 'Coturn', acceptable: true },
    { provider: 'Dead', acceptable: false },
  ]);
});

test('credentials are nowhere in what a run leaves behind', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')]);
  const run = await extension.run();
  expect(JSON.stringify(run)).not.toContain(turn.credential);
  const stored = await extension.call(
    async () => JSON.stringify({ ...(await chrome.storage.local.get()), settings: undefined }),
    undefined,
  );
  expect(stored).toContain(run.runId);
  expect(stored).not.toContain(turn.credential);
});
