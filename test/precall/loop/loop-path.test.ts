/** Which way a loop's datagrams take: over the device for the handshake, and nowhere but through the relays after it. */

import { freePort } from '../../e2e/free-port.ts';
import { isDataIndication, openWatchedLine } from '../../e2e/turn-packets.ts';
import { expect, test } from '../harness/in-browser.ts';
import { only, request } from '../harness/requests.ts';

test('the DTLS handshake stays on the device, and what is measured goes through channels', async ({
  precall,
  turn,
}) => {
  const line = await openWatchedLine(turn.port);
  try {
    const { report } = await precall.run(request('light', { urls: [line.url] }));
    expect(only(report)?.metrics?.loss?.packetsReceived).toBeGreaterThan(25);
    expect(line.handshakes()).toBe(0);
    const later = line.toClient.slice(line.toClient.length / 2);
    expect(later.length).toBeGreaterThan(15);
    expect(later.filter(isDataIndication)).toEqual([]);
  } finally {
    line.close();
  }
});

test('where the browser gives no addresses of the device the handshake goes through the relays', async ({
  precall,
  turn,
}) => {
  const line = await openWatchedLine(turn.port);
  try {
    const { report } = await precall.run(request('light', { urls: [line.url] }), {
      hidesAddresses: true,
    });
    expect(only(report)?.metrics?.loss?.packetsReceived).toBeGreaterThan(25);
    expect(line.handshakes()).toBeGreaterThan(0);
  } finally {
    line.close();
  }
});

test('a browser that keeps to the path over the device gets another loop, through the relays from the beginning', async ({
  precall,
  turn,
}) => {
  const { report, left } = await precall.run(request('light', { urls: [turn.urls.udp] }), {
    prefersDevice: true,
  });
  const { loss, roundTripTime } = only(report)?.metrics ?? {};
  expect(loss?.packetsReceived).toBeGreaterThan(25);
  expect(roundTripTime?.roundTripTimeMs).toBeGreaterThan(0);
  expect(report.bytesSent).toBeGreaterThan(5_000);
  expect(left).toBe(0);
});

test('statistics older than the path tell of it all the same', async ({ precall, turn }) => {
  const { report } = await precall.run(request('light', { urls: [turn.urls.udp] }), {
    readsStatistics: true,
  });
  expect(typeof report.network.networkType).toBe('string');
});

test('a relay that the other end sees elsewhere is a relay', async ({ precall, turn }) => {
  const { report, left } = await precall.run(request('light', { urls: [turn.urls.udp] }), {
    isSeenElsewhere: true,
  });
  expect(only(report)?.metrics?.loss?.lossRatio).toBe(0);
  expect(report.network.networkType).toBeDefined();
  expect(left).toBe(0);
});

test('on a device with several networks a closed port is told as such, and a server measured', async ({
  precall,
  turn,
}) => {
  const url = `turn:127.0.0.1:${await freePort()}?transport=tcp`;
  const { report, left } = await precall.run(request('light', { urls: [turn.urls.udp] }, { urls: [url] }), {
    hasNetworks: [10, 50],
  });
  expect(only(report)?.metrics?.loss?.lossRatio).toBe(0);
  expect(report.servers[1]?.probes[0]).toMatchObject({ reachable: false, reason: 'refused' });
  expect(left).toBe(0);
});

test('what is sent after the browser has left the relays counts as lost', async ({ precall, turn }) => {
  const { report, left } = await precall.run(request('light', { urls: [turn.urls.udp] }), {
    leavesRelaysAfterMs: 1_000,
  });
  expect(only(report)?.metrics?.loss?.lossRatio).toBeGreaterThan(0.2);
  expect(left).toBe(0);
});
