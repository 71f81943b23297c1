import { expect, test } from 'playwright/test';
import type { ProbeReport } from '../../../src/core/report/run-report.ts';
import { WebRtcOff } from '../../../src/precall/run/precall-environment.ts';
import { asSeenTogether, failedReport, mayFindRoomLater } from '../../../src/precall/run/url-failure.ts';

const SERVER = { label: 'a', urls: [], username: 'alice', credential: 'alice-"secret"' };
const URL = 'turns:turn.example';

test('an unexpected error is kept with its name, and without credentials', () => {
  const error = new DOMException(
    'Bad {"credential":"alice-\\"secret\\""} of alice-"secret" for alice',
    'OperationError',
  );
  expect(failedReport(SERVER, URL, error)).toEqual({
    url: URL,
    relayProtocol: 'tls',
    reachable: false,
    reason: 'test-failed',
    errorMessage: 'OperationError: Bad {"credential":"***"} of *** for ***',
  });
});

test('what was thrown need not be an error, and may be long', () => {
  expect(failedReport(SERVER, URL, undefined).errorMessage).toBe('undefined');
  expect(failedReport(SERVER, URL, 'x'.repeat(5_000)).errorMessage).toHaveLength(200);
});

test('a browser without WebRTC is no error of the test', () => {
  const report = failedReport(SERVER, URL, new WebRtcOff());
  expect(report.reason).toBe('webrtc-off');
  expect(report).not.toHaveProperty('errorMessage');
});

const probe = (reason?: ProbeReport['reason']): ProbeReport => ({
  url: URL,
  relayProtocol: 'tls',
  reachable: reason === undefined,
  ...(reason === undefined ? {} : { reason }),
});

test('only what a server has no room for, or failed at itself, is tried again', () => {
  const reasons = [
    'no-capacity',
    'server-error',
    'wrong-credentials',
    'relay-forbidden',
    'unreachable',
  ] as const;
  expect(reasons.map((reason) => mayFindRoomLater(probe(reason)))).toEqual([true, true, false, false, false]);
  expect(mayFindRoomLater(probe())).toBe(false);
});

test('where one URL is reached, no other is without a network', () => {
  const servers = [
    { provider: 'a', probes: [probe('no-network'), probe('refused')] },
    { provider: 'b', probes: [probe()] },
  ];
  const reasons = (found: ReturnType<typeof asSeenTogether>) =>
    found.map(({ probes }) => probes.map(({ reason }) => reason));
  expect(reasons(asSeenTogether(servers))).toEqual([['browser-forbids', 'refused'], [undefined]]);
  expect(reasons(asSeenTogether(servers.slice(0, 1)))).toEqual([['no-network', 'refused']]);
});
