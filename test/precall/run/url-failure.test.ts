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

test('a name that one URL was found by is not unknown at another, over UDP, TCP or TLS', () => {
  const at = (url: string, reason?: ProbeReport['reason'], errorCode?: number): ProbeReport => ({
    ...probe(reason),
    url,
    relayProtocol: url.startsWith('turns') ? 'tls' : url.endsWith('tcp') ? 'tcp' : 'udp',
    ...(errorCode === undefined ? {} : { errorCode }),
  });
  const unknown = [
    at('turn:h.example', 'host-not-found', 701),
    at('turn:H.example:3479?transport=tcp', 'host-not-found', 701),
    at('turns:h.example', 'host-not-found', 701),
  ];
  const reasonsBeside = (...others: ProbeReport[]) =>
    asSeenTogether([
      { provider: 'a', probes: unknown },
      { provider: 'b', probes: others },
    ])[0]?.probes.map(({ reason }) => reason);
  const known = ['unreachable', 'refused', 'refused'];
  expect(reasonsBeside(at('turn:h.example:443'))).toEqual(known);
  expect(reasonsBeside(at('turns:h.example:443', 'refused', 701))).toEqual(known);
  expect(reasonsBeside(at('turns:h.example:443', 'tls-failed', 701))).toEqual(known);
  expect(reasonsBeside(at('turn:h.example:443', 'wrong-credentials', 401))).toEqual(known);
  const still = ['host-not-found', 'host-not-found', 'host-not-found'];
  expect(reasonsBeside(at('turn:other.example'))).toEqual(still);
  expect(reasonsBeside(at('turn:h.example:443', 'unreachable', 701))).toEqual(still);
});
