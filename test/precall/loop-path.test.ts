/** Which way a loop's datagrams take: over the device for the handshake, and nowhere but through the relays after it. */
import { expect, test } from 'playwright/test';
import { openBadLine } from '../e2e/bad-line.ts';
import { hasDtlsHandshake, isDataIndication } from '../e2e/turn-packets.ts';
import { openPrecallPage, type PrecallPage } from './harness/precall-page.ts';
import { only, request } from './harness/requests.ts';
import { freePort, startTurnServer, type TestTurnServer } from './harness/turn-server.ts';

// As end to end: a real browser measures real time.
test.describe.configure({ retries: 1 });

let turn: TestTurnServer;
let precall: PrecallPage;

test.beforeAll(async () => {
  turn = await startTurnServer();
  precall = await openPrecallPage([`--ignore-certificate-errors-spki-list=${turn.spkiHash}`]);
});

test.afterAll(async () => {
  await precall.close();
  await turn.stop();
});

test('the DTLS handshake stays on the device, and what is measured goes through channels', async () => {
  const toClient: Buffer[] = [];
  let handshakes = 0;
  const line = await openBadLine(
    turn.port,
    {},
    {
      onPacket(packet, from) {
        if (from === 'server') toClient.push(packet);
        if (hasDtlsHandshake(packet)) handshakes += 1;
      },
    },
  );
  try {
    const { report } = await precall.run(request('light', { urls: [line.url] }));
    expect(only(report)?.metrics?.loss?.packetsReceived).toBeGreaterThan(25);
    expect(handshakes).toBe(0);
    const later = toClient.slice(toClient.length / 2);
    expect(later.length).toBeGreaterThan(15);
    expect(later.filter(isDataIndication)).toEqual([]);
  } finally {
    line.close();
  }
});

test('where the browser gives no addresses of the device the handshake goes through the relays', async () => {
  let handshakes = 0;
  const line = await openBadLine(
    turn.port,
    {},
    {
      onPacket(packet) {
        if (hasDtlsHandshake(packet)) handshakes += 1;
      },
    },
  );
  try {
    const { report } = await precall.run(request('light', { urls: [line.url] }), {
      hidesAddresses: true,
    });
    expect(only(report)?.metrics?.loss?.packetsReceived).toBeGreaterThan(25);
    expect(handshakes).toBeGreaterThan(0);
  } finally {
    line.close();
  }
});

test('a browser that keeps to the path over the device gets another loop, through the relays from the beginning', async () => {
  const { report, left } = await precall.run(request('light', { urls: [turn.url('udp')] }), {
    prefersDevice: true,
  });
  const { loss, roundTripTime } = only(report)?.metrics ?? {};
  expect(loss?.packetsReceived).toBeGreaterThan(25);
  expect(roundTripTime?.medianMs).toBeGreaterThan(0);
  expect(report.bytesSent).toBeGreaterThan(5_000);
  expect(left).toBe(0);
});

test('statistics older than the path tell of it all the same', async () => {
  const { report } = await precall.run(request('light', { urls: [turn.url('udp')] }), {
    readsStatistics: true,
  });
  expect(typeof report.network.networkType).toBe('string');
});

test('a relay that the other end sees elsewhere is a relay', async () => {
  const { report, left } = await precall.run(request('light', { urls: [turn.url('udp')] }), {
    isSeenElsewhere: true,
  });
  expect(only(report)?.metrics?.loss?.ratio).toBe(0);
  expect(report.network.networkType).toBeDefined();
  expect(left).toBe(0);
});

test('on a device with several networks a closed port is told as such, and a server measured', async () => {
  const url = `turn:127.0.0.1:${await freePort()}?transport=tcp`;
  const { report, left } = await precall.run(request('light', { urls: [turn.url('udp')] }, { urls: [url] }), {
    hasNetworks: [10, 50],
  });
  expect(only(report)?.metrics?.loss?.ratio).toBe(0);
  expect(report.servers[1]?.probes[0]).toMatchObject({ reachable: false, reason: 'refused' });
  expect(left).toBe(0);
});

test('what is sent after the browser has left the relays counts as lost', async () => {
  const { report, left } = await precall.run(request('light', { urls: [turn.url('udp')] }), {
    leavesRelaysAfterMs: 1_000,
  });
  expect(only(report)?.metrics?.loss?.ratio).toBeGreaterThan(0.2);
  expect(left).toBe(0);
});
