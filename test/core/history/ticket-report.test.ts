import { readFileSync } from 'node:fs';
import { expect, test } from 'playwright/test';
import { ticketReport } from '../../../src/core/history/ticket-report.ts';
import type { JudgedRun } from '../../../src/core/monitor/judged-run.ts';
import { judgedRun, measuredOver, probe } from '../builders/judged-runs.ts';

const options = { version: '1.2.3', includeAddresses: false };

test('names the episode, the codes, the numbers and the versions', () => {
  const ticket = ticketReport(judgedRun({ at: 0, summaryCode: 95 }), options);
  const forecast = /^Forecast of a call: .*\n/m;
  expect(ticket).toMatch(/: level 4 of 4, others see 540p at \d+ kbit\/s, others are seen in 540p at /);
  expect(ticket.replace(forecast, '')).toBe(`Precall report of 1970-01-01T00:00:00.000Z
Notification ID: 3b9ac8f1d2e40517
Summary 95: excellent network
Status 5: excellent
Connectivity 3: success
Notification 950: You are in a good network condition
Network: wifi, Example Telecom, Leipzig, Germany
Run: run-0, full, schedule, complete, 18000 ms, 2800000 bytes
Server "Frankfurt" (best): round trip 46 ms, jitter 2.4 ms, loss 0 %, bandwidth 8300 kbit/s, MOS 4.41
  turn:fra.turn.example.org:3478?transport=udp (udp): works, allocation 61 ms
  turn:fra.turn.example.org:3478?transport=tcp (tcp): works, allocation 61 ms
  turns:fra.turn.example.org:443 (tls): works, allocation 61 ms
Precall 1.2.3, Chromium 156
`);
});

test('says when the codes tell what was measured before, or nothing', () => {
  const run = judgedRun({ at: 60_000, summaryCode: 95 });
  const line = (measuredAt: number | null) =>
    ticketReport({ ...run, measuredAt }, options).match(/This run only reached.*/)?.[0];
  expect(line(0)).toBe(
    'This run only reached a server: the codes tell what was measured at 1970-01-01T00:00:00.000Z',
  );
  expect(line(null)).toContain('never measured on this network');
  expect(line(60_000)).toBeUndefined();
});

test('of a run of another’s file it does not name the version that only reads it', () => {
  const run = judgedRun({ at: 0, summaryCode: 95 });
  expect(ticketReport(run, { includeAddresses: false })).toMatch(/\nChromium 156\n$/);
  const { userAgent: _browser, ...report } = run.report;
  expect(ticketReport({ ...run, report }, { includeAddresses: false })).toMatch(/\(tls\): .*\n$/);
});

test('an address stands in it only when asked for', () => {
  const run = judgedRun({ at: 0, summaryCode: 95 });
  expect(ticketReport(run, options)).not.toContain('198.51.100.7');
  expect(ticketReport(run, { ...options, includeAddresses: true })).toContain('Germany, 198.51.100.7');
});

test('says what is unusual, why a URL failed, and nothing of what was not measured', () => {
  const run = judgedRun({
    at: 0,
    summaryCode: 10,
    connectivityCode: 1,
    servers: [{ provider: 'A', probes: [probe('turn:a.example', 'udp', 'wrong-credentials')] }],
    because: [{ metric: 'roundTripTimeMs', now: 180, normal: [42, 55], since: 0 }],
  });
  const text = ticketReport(run, options);
  expect(text).toContain('Unusual: roundTripTimeMs 180, normally 42 to 55, since 1970-01-01T00:00:00.000Z');
  expect(text).toContain('Server "A": no numbers\n  turn:a.example (udp): wrong-credentials\n');
  expect(text).not.toMatch(/NaN|undefined|null|MOS/);
});

test('says why a server that was reached has no MOS', () => {
  const run = judgedRun({
    at: 0,
    summaryCode: 90,
    servers: [{ provider: 'A', probes: [probe('turn:a.example', 'udp')], chosen: 0 }],
  });
  expect(ticketReport(run, options)).toContain('Server "A" (best): no MOS (no-round-trip)');
});

test('says over which transport loss cannot be seen and the bandwidth is that of a connection, as the popup does', () => {
  const over = (relayProtocol: 'udp' | 'tcp' | 'tls') =>
    ticketReport(judgedRun({ at: 0, summaryCode: 95, servers: [measuredOver(relayProtocol)] }), options);
  const english = new URL('../../../_locales/en/messages.json', import.meta.url);
  const { message } = JSON.parse(readFileSync(english, 'utf8')).measuredOverTcp;
  expect(over('tls')).toContain(`MOS 4.41\n  ${message.replace('$1', 'TLS')}\n  turn:a.example (tls): works`);
  expect(over('tcp')).toContain('  Measured over TCP: loss cannot be seen there, ');
  expect(over('udp')).not.toContain('Measured over');
  const failed = judgedRun({
    at: 0,
    summaryCode: 10,
    servers: [{ provider: 'A', probes: [probe('turn:a', 'tcp', 'refused')] }],
  });
  expect(ticketReport(failed, options)).not.toContain('Measured over');
});

test('says that a data channel measured, as the popup does, and calls its bandwidth a lower bound', () => {
  const by = (method: 'rtp-datagrams' | 'data-channel') =>
    ticketReport(judgedRun({ at: 0, summaryCode: 95, servers: [measuredOver('udp', method)] }), options);
  const english = new URL('../../../_locales/en/messages.json', import.meta.url);
  const { message } = JSON.parse(readFileSync(english, 'utf8')).measuredByDataChannel;
  expect(by('data-channel')).toContain('bandwidth at least 8300 kbit/s');
  expect(by('data-channel')).toContain(`\n  ${message}\n  turn:a.example (udp): works`);
  expect(by('rtp-datagrams')).toContain('bandwidth 8300 kbit/s');
  expect(by('rtp-datagrams')).not.toContain('data channel');
});

test('of a thorough test it says what a filled line does, and what each transport measured', () => {
  const run = judgedRun({ at: 0, summaryCode: 95 });
  const filledLine = {
    provider: 'Frankfurt',
    idleRoundTripTimeMs: 46,
    loadedRoundTripTimeMs: 912.4,
    atLeast: false,
    capacityKbps: 8300,
    bytes: 2_100_000,
  };
  const thorough = (found: NonNullable<JudgedRun['report']['thorough']>) =>
    ticketReport({ ...run, report: { ...run.report, thorough: found } }, options);
  expect(thorough({ filledLine })).toContain(
    `
Filled line: When an upload or a download fills this line, calls here will stutter: the round trip rises from 46 ms to 912 ms. Switch on smart queue management (SQM) in the router, or limit uploads and downloads to 7055 kbit/s.
  through "Frankfurt", queue 866.4 ms, 66 RPM, 2100000 bytes; up and down cannot be told apart
Server "Frankfurt" (best): round trip 46 ms, jitter 2.4 ms, loss 0 %, bandwidth 8300 kbit/s, MOS 4.41
  turn:fra.turn.example.org:3478?transport=udp (udp): works, allocation 61 ms, round trip 46 ms, jitter 2.4 ms, loss 0 %, bandwidth 8300 kbit/s
`,
  );
  expect(thorough({ missing: 'too few probes came back' })).toContain(
    '\nFilled line: not known (too few probes came back)\n',
  );
});
