import { expect, test } from 'playwright/test';
import type { FailureReason } from '../../../src/core/report/failure-reasons.ts';
import type { ProbeReport, RunReport } from '../../../src/core/report/run-report.ts';
import { untestable } from '../../../src/core/report/untestable.ts';

const failed = (reason: FailureReason, allocationTimeMs?: number): ProbeReport => ({
  url: 'turn:a.example',
  relayProtocol: 'udp',
  reachable: false,
  reason,
  ...(allocationTimeMs === undefined ? {} : { allocationTimeMs }),
});
const reached: ProbeReport = { url: 'turn:b.example', relayProtocol: 'udp', reachable: true };
const report = (outcome: RunReport['outcome'], ...probes: ProbeReport[]): RunReport => ({
  runId: 'r',
  kind: 'light',
  startedAt: 0,
  durationMs: 1_000,
  outcome,
  servers: [{ provider: 'a', probes }],
  network: {},
  bytesSent: 0,
  bytesReceived: 0,
});

const CASES: readonly (readonly [string, readonly ProbeReport[], ReturnType<typeof untestable>])[] = [
  ['relays that reach no other', [failed('relay-forbidden', 20)], 'relays'],
  ['the same beside a closed port', [failed('relay-forbidden', 20), failed('refused')], 'relays'],
  ['one relay, and no room for a second', [failed('no-capacity', 20)], 'relays'],
  ['no relay at all', [failed('no-capacity')], undefined],
  ['an allocation that is forbidden', [failed('relay-forbidden')], undefined],
  ['no WebRTC', [failed('webrtc-off'), failed('webrtc-off')], 'browser'],
  [
    'what the browser forbids, and a test that failed',
    [failed('browser-forbids'), failed('test-failed')],
    'browser',
  ],
  ['what the browser forbids beside silence', [failed('browser-forbids'), failed('unreachable')], undefined],
  ['a server that is reached', [failed('relay-forbidden', 20), reached], undefined],
  ['no URL', [], undefined],
];
for (const [name, probes, expected] of CASES) {
  test(`is it testable: ${name}`, () => expect(untestable(report('complete', ...probes))).toBe(expected));
}

test('a device without a network is offline, whatever its servers would say', () => {
  expect(untestable(report('offline', failed('browser-forbids')))).toBeUndefined();
});
