import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { TurnServer } from '../../../src/core/servers/ice-server.ts';
import { openBadLine } from '../../e2e/bad-line.ts';
import { startCoturn } from '../../e2e/coturn.ts';
import { freePort } from '../../e2e/free-port.ts';
import { expect, test } from '../harness/in-browser.ts';
import { only, request, USER } from '../harness/requests.ts';

// The longest file there is, and the last: each is made by whoever is free.
test.describe.configure({ mode: 'parallel' });

for (const transport of ['udp', 'tcp', 'tls'] as const) {
  test(`measures a server over ${transport}`, async ({ precall, turn }) => {
    const { report, left } = await precall.run(request('full', { urls: [turn.urls[transport]] }));
    expect(report.outcome).toBe('complete');
    const probe = only(report);
    expect(probe).toMatchObject({ relayProtocol: transport, reachable: true });
    expect(probe).not.toHaveProperty('reason');
    expect(probe?.allocationTimeMs).toBeGreaterThan(0);
    expect(probe?.connectTimeMs).toBeGreaterThanOrEqual(probe?.allocationTimeMs ?? 0);
    const metrics = probe?.metrics;
    expect(metrics?.method).toBe('rtp-datagrams');
    expect(metrics?.roundTripTime?.minMs).toBeGreaterThan(0);
    expect(metrics?.jitter?.jitterMs).toBeGreaterThanOrEqual(0);
    // Up to the cap; how near it comes is measured on quiet machines, in bench/.
    expect(metrics?.throughput?.capacityKbps).toBeGreaterThan(2_500);
    expect(metrics?.throughput?.capacityKbps).toBeLessThanOrEqual(5_000);
    if (transport === 'udp') expect(metrics?.loss?.packetsReceived).toBeGreaterThan(50);
    else expect(metrics?.missing?.loss).toContain('TCP');
    expect(report.bytesSent).toBeGreaterThan(100_000);
    expect(left).toBe(0);
  });
}

test('a light run measures no throughput and stays small', async ({ precall, turn }) => {
  const { report } = await precall.run(request('light', { urls: [turn.urls.udp] }));
  const metrics = only(report)?.metrics;
  expect(metrics?.roundTripTime).toBeDefined();
  expect(metrics?.throughput).toBeUndefined();
  expect(report.bytesSent + report.bytesReceived).toBeLessThan(70_000);
});

test('a connectivity run measures nothing', async ({ precall, turn }) => {
  const { report } = await precall.run(request('connectivity', { urls: [turn.urls.udp, turn.urls.tcp] }));
  expect(report.servers[0]?.probes.map((probe) => probe.reachable)).toEqual([true, true]);
  expect(report.servers[0]?.probes.some((probe) => probe.metrics !== undefined)).toBe(false);
});

test('chooses UDP before the others and gives them a round trip', async ({ precall, turn }) => {
  const { report, progress } = await precall.run(
    request('light', { urls: [turn.urls.tls, turn.urls.tcp, turn.urls.udp] }),
  );
  expect(report.servers[0]?.chosen).toBe(2);
  const methods = report.servers[0]?.probes.map((probe) => probe.metrics?.method);
  expect(methods).toEqual(['ice-checks', 'ice-checks', 'rtp-datagrams']);
  const fractions = progress.map((step) => step.fraction);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
});

test('tells the reasons of failures apart', async ({ precall, turn }) => {
  const forbidding = await startCoturn({ user: USER, forbidPeers: true });
  const full = await startCoturn({ user: USER, args: ['--user-quota=1'] }).catch(async (error: unknown) => {
    await forbidding.dispose();
    throw error;
  });
  const closed = await freePort();
  const wrong = { username: USER.username, credential: 'not-the-secret' };
  const cases: [Partial<TurnServer>, string][] = [
    [{ urls: [turn.urls.udp], ...wrong }, 'wrong-credentials'],
    [{ urls: [turn.urls.tcp], ...wrong }, 'wrong-credentials'],
    [{ urls: [turn.urls.tls], ...wrong }, 'wrong-credentials'],
    [{ urls: [turn.urls.udp], username: 'nobody', credential: 'x' }, 'wrong-credentials'],
    [{ urls: ['turn:no-such-host.invalid:3478?transport=udp'] }, 'host-not-found'],
    [{ urls: ['turn:no-such-host.invalid:3478?transport=tcp'] }, 'host-not-found'],
    [{ urls: ['turns:no-such-host.invalid:5349?transport=tcp'] }, 'host-not-found'],
    [{ urls: [`turn:127.0.0.1:${closed}?transport=udp`] }, 'unreachable'],
    [{ urls: [`turn:127.0.0.1:${closed}?transport=tcp`] }, 'refused'],
    [{ urls: [`turns:127.0.0.1:${closed}?transport=tcp`] }, 'refused'],
    [{ urls: [`turns:localhost:${closed}?transport=tcp`] }, 'refused'],
    [{ urls: [forbidding.urls.tls] }, 'tls-failed'], // its certificate is not the trusted one
    [{ urls: [forbidding.urls.udp] }, 'relay-forbidden'],
    [{ urls: [forbidding.urls.tcp] }, 'relay-forbidden'],
    [{ urls: [full.urls.udp] }, 'no-capacity'],
    [{ urls: ['turn:bad host'] }, 'unsupported'],
  ];
  try {
    const { report, left } = await precall.run(request('light', ...cases.map(([server]) => server)));
    const found = report.servers.map((server) => [server.probes[0]?.url, server.probes[0]?.reason]);
    expect(found).toEqual(cases.map(([server, reason]) => [server.urls?.[0], reason]));
    expect(report.servers.every((server) => server.chosen === undefined)).toBe(true);
    expect(JSON.stringify(report)).not.toContain(USER.credential);
    expect(left).toBe(0);
  } finally {
    await forbidding.dispose();
    await full.dispose();
  }
});

test('an unexpected error at one URL is that URL’s failure, with its cause and without secrets', async ({
  precall,
  turn,
}) => {
  const urls = [turn.urls.udp, turn.urls.tcp];
  const { report, left } = await precall.run(request('light', { urls }, { urls: [turn.urls.udp] }), {
    breaksAt: turn.urls.udp,
  });
  expect(report.outcome).toBe('complete');
  expect(report.servers[0]?.probes).toMatchObject([
    { reachable: false, reason: 'test-failed', errorMessage: `Error: no way to ${turn.urls.udp} with ***` },
    { reachable: true },
  ]);
  expect(report.servers[0]?.probes[1]?.metrics?.roundTripTime).toBeDefined();
  expect(report.servers[1]?.probes).toMatchObject([{ reachable: false, reason: 'test-failed' }]);
  expect(JSON.stringify(report)).not.toContain(USER.credential);
  expect(left).toBe(0);
});

test('an unexpected error under the measurement of one server leaves the others theirs', async ({
  precall,
  turn,
}) => {
  const urls = [turn.urls.udp, turn.urls.tcp];
  const asked = request('light', { label: 'first', urls }, { label: 'second', urls });
  const { report, left } = await precall.run(asked, { breaksUnder: 'first' });
  expect(report.outcome).toBe('complete');
  expect(report.servers[0]?.probes).toMatchObject([
    { reachable: false, reason: 'test-failed', errorMessage: 'Error: nobody listens' },
    { reachable: true },
  ]);
  expect(report.servers[0]?.chosen).toBe(1);
  expect(report.servers[1]?.probes[0]?.metrics?.roundTripTime).toBeDefined();
  expect(left).toBe(0);
});

test('a run without a network is offline, which is believed only when no server was reached', async ({
  precall,
  turn,
}) => {
  const closed = `turn:127.0.0.1:${await freePort()}?transport=tcp`;
  const without = await precall.run(request('full', { urls: [closed] }), { offline: true });
  expect(without.report.outcome).toBe('offline');
  expect(only(without.report)).toMatchObject({ reachable: false, reason: 'no-network' });
  expect(without.left).toBe(0);
  const within = await precall.run(request('light', { urls: [turn.urls.udp] }), { offline: true });
  expect(within.report.outcome).toBe('complete');
});

for (const phase of ['connectivity', 'quality', 'throughput']) {
  test(`an abort in the ${phase} phase ends the run and frees everything`, async ({ precall, turn }) => {
    const { report, left } = await precall.run(request('full', { urls: [turn.urls.udp] }), {
      abortAfter: phase,
    });
    expect(report.outcome).toBe('aborted');
    expect(only(report)?.metrics).toBeUndefined();
    expect(left).toBe(0);
  });
}

test('a second attempt that is under way ends with the run', async ({ precall }) => {
  const silent = createSocket('udp4').bind(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `turn:127.0.0.1:${silent.address().port}?transport=udp`;
  const { report, opened, left } = await precall.run({
    ...request('light', { urls: [url] }),
    deadlineMs: 3_000,
  });
  silent.close();
  expect(report.outcome).toBe('deadline');
  expect(opened).toBe(4);
  expect(left).toBe(0);
});

test('of two attempts, both up or one, one is measured and all are freed', async ({ precall, turn }) => {
  const line = await openBadLine(turn.port, {}, { deafMs: 1_000 });
  try {
    const { report, opened, left } = await precall.run(request('light', { urls: [line.url] }));
    expect(only(report)?.metrics?.loss?.packetsReceived).toBeGreaterThan(25);
    expect(opened).toBeGreaterThanOrEqual(4);
    expect(left).toBe(0);
  } finally {
    line.close();
  }
});

test('what the second attempt is refused for is told, where the first heard nothing', async ({
  precall,
  turn,
}) => {
  const line = await openBadLine(turn.port, {}, { deafMs: 1_000 });
  try {
    const { report } = await precall.run(request('light', { urls: [line.url], credential: 'x' }));
    expect(only(report)).toMatchObject({ reachable: false, reason: 'wrong-credentials', errorCode: 401 });
    expect(report.durationMs).toBeLessThan(4_500);
  } finally {
    line.close();
  }
});

test('where datagrams are lost it is told which way, and a light run asks for none of that', async ({
  precall,
  turn,
}) => {
  const line = await openBadLine(turn.port, { delayMs: 5, lossUp: 0.08 });
  try {
    const { report, left } = await precall.run(request('full', { urls: [line.url, turn.urls.tcp] }));
    const loss = report.servers[0]?.probes[0]?.metrics?.loss;
    expect(loss?.up?.lossRatio).toBeGreaterThan(0.03);
    expect(loss?.up?.interval[0]).toBeGreaterThan(loss?.down?.interval[1] ?? 1);
    expect(loss?.down?.lossRatio).toBeLessThan(0.02);
    expect(left).toBe(0);
    const alone = await precall.run(request('full', { urls: [line.url] }));
    expect(only(alone.report)?.metrics?.loss?.directionMissing).toBe(
      'no URL of this server over TCP or TLS was reached',
    );
    const light = await precall.run(request('light', { urls: [line.url, turn.urls.tcp] }));
    const untold = light.report.servers[0]?.probes[0]?.metrics?.loss;
    expect(untold?.lossRatio).toBeGreaterThan(0);
    expect(untold).not.toHaveProperty('up');
  } finally {
    line.close();
  }
});

test('the deadline ends the run with what stands', async ({ precall, turn }) => {
  const closed = await freePort();
  const { report, left } = await precall.run({
    ...request('light', { urls: [turn.urls.tcp, `turn:127.0.0.1:${closed}?transport=udp`] }),
    deadlineMs: 2_000,
  });
  expect(report.outcome).toBe('deadline');
  expect(report.servers[0]?.probes[0]?.reachable).toBe(true);
  expect(report.servers[0]?.chosen).toBe(0);
  expect(report.servers[0]?.probes[1]).toMatchObject({ reachable: false, reason: 'timed-out' });
  expect(left).toBe(0);
});

test('without encoded transforms a data channel stands in, and its bandwidth is a lower bound', async ({
  precall,
  turn,
}) => {
  for (const transport of ['udp', 'tcp'] as const) {
    const { report } = await precall.run(request('full', { urls: [turn.urls[transport]] }), {
      rtpDatagrams: false,
    });
    const metrics = only(report)?.metrics;
    expect(metrics).toMatchObject({ method: 'data-channel', throughput: { atLeast: true } });
    expect(metrics?.throughput).not.toHaveProperty('uncertainty');
    expect(metrics?.roundTripTime).toBeDefined();
  }
});

test('twenty URLs, half of them dead, are known within six seconds', async ({ precall, turn }) => {
  const dead = await Promise.all(Array.from({ length: 10 }, () => freePort()));
  const urls = [
    ...dead.map((port) => `turn:127.0.0.1:${port}?transport=udp`),
    ...Array.from({ length: 10 }, () => turn.urls.udp),
  ];
  const { report } = await precall.run(request('connectivity', ...urls.map((url) => ({ urls: [url] }))));
  expect(report.servers.map((server) => server.probes[0]?.reachable)).toEqual(
    urls.map((_, i) => i >= dead.length),
  );
  expect(report.durationMs).toBeLessThan(6_000);
});

for (const { way, rateUpKbps, tag } of [
  { way: 'up', rateUpKbps: 400, tag: [] },
  { way: 'down', rateUpKbps: 3_000, tag: ['@long'] },
])
  test(`a run that nobody waits for tells the narrower way: ${way}`, { tag }, async ({ precall, turn }) => {
    const line = await openBadLine(turn.port, { delayMs: 20, rateKbps: 1_000, rateUpKbps });
    try {
      const asked = request('full', { urls: [line.url] });
      const { report, left } = await precall.run({ ...asked, unattended: true });
      const { narrower, upKbps, downKbps, throughputKbps } = only(report)?.metrics?.throughput ?? {};
      expect(narrower).toBe(way);
      expect(way === 'up' ? upKbps : downKbps).toBe(throughputKbps);
      // Of the wider way only the way up can be measured.
      if (way === 'up') expect(downKbps).toBeUndefined();
      else expect(upKbps).toBeGreaterThan(1.5 * (throughputKbps ?? 0));
      expect(left).toBe(0);
    } finally {
      line.close();
    }
  });

test('a run that a person waits for does not take the time for it', async ({ precall, turn }) => {
  const line = await openBadLine(turn.port, { delayMs: 20, rateKbps: 1_000 });
  try {
    const { report } = await precall.run(request('full', { urls: [line.url] }));
    expect(only(report)?.metrics?.throughput).toBeDefined();
    expect(only(report)?.metrics?.throughput).not.toHaveProperty('narrower');
    expect(only(report)?.metrics?.throughput).not.toHaveProperty('narrowerMissing');
  } finally {
    line.close();
  }
});
