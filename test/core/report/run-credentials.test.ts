import { expect, test } from 'playwright/test';
import { blameOf } from '../../../src/core/advice/blame.ts';
import type { FailureReason } from '../../../src/core/report/failure-reasons.ts';
import { untestedServer, withCredentialFacts } from '../../../src/core/report/run-credentials.ts';
import type { RunOutcome, RunReport, ServerReport } from '../../../src/core/report/run-report.ts';
import type { CredentialsProblem } from '../../../src/core/servers/credentials-trouble.ts';
import { troubleOfStatus } from '../../../src/core/servers/credentials-trouble.ts';

const STARTED = 1_800_000_000_000;

function server(provider: string, ...reasons: (FailureReason | undefined)[]): ServerReport {
  const probes = reasons.map((reason, index) => ({
    url: `turn:${provider}.example:${3478 + index}`,
    relayProtocol: 'udp' as const,
    reachable: reason === undefined,
    ...(reason && { reason }),
  }));
  return { provider, probes };
}

function report(servers: readonly ServerReport[], outcome: RunOutcome = 'complete'): RunReport {
  const base = { runId: 'r', kind: 'light', startedAt: STARTED, durationMs: 1000 } as const;
  return { ...base, outcome, servers, network: {}, bytesSent: 0, bytesReceived: 0 };
}

const untested = (provider: string, problem: CredentialsProblem, ...urls: string[]) =>
  untestedServer(provider, urls, { problem });

test('refused credentials are told as expired from the instant they end', () => {
  const reasonWith = (expiresAt: Record<string, number>) =>
    withCredentialFacts(report([server('a', 'wrong-credentials')]), { expiresAt, untested: [] }).servers[0]
      ?.probes[0]?.reason;
  expect(reasonWith({ a: STARTED + 1000 })).toBe('expired-credentials');
  expect(reasonWith({ a: STARTED + 1001 })).toBe('wrong-credentials');
  expect(reasonWith({ b: STARTED })).toBe('wrong-credentials');
});

test('only a refusal is told as expired', () => {
  const given = report([server('a', undefined, 'unreachable', 'refused')]);
  expect(withCredentialFacts(given, { expiresAt: { a: 0 }, untested: [] })).toEqual(given);
});

test('where a network asks to sign in, what is cut off is told so, and what answers is not', () => {
  const told = (...reasons: (FailureReason | undefined)[]) =>
    withCredentialFacts(report([server('a', ...reasons)]), {
      expiresAt: {},
      troubles: { a: { problem: 'sign-in', httpStatus: 511 } },
      untested: [],
    }).servers[0];
  expect(told('unreachable', 'refused')).toMatchObject({
    probes: [{ reason: 'sign-in' }, { reason: 'sign-in' }],
    credentialsTrouble: { problem: 'sign-in' },
  });
  expect(told('unreachable', undefined)).toEqual(server('a', 'unreachable', undefined));
  expect(told('wrong-credentials')).toEqual(server('a', 'wrong-credentials'));
  expect(untestedServer('a', ['turn:a.example'], { problem: 'sign-in' }).probes[0]?.reason).toBe('sign-in');
  expect(blameOf(report([untested('a', 'sign-in')]))).toBeUndefined();
});

test('untested servers stand in their places, with what is known of their URIs', () => {
  const whole = withCredentialFacts(report([server('b', undefined)]), {
    expiresAt: {},
    untested: [
      { place: 0, server: untested('a', 'not-json', 'turns:a.example') },
      { place: 2, server: untested('c', 'unreachable') },
    ],
  });
  expect(whole.servers.map(({ provider }) => provider)).toEqual(['a', 'b', 'c']);
  expect(whole.servers[0]).toEqual({
    provider: 'a',
    probes: [{ url: 'turns:a.example', relayProtocol: 'tls', reachable: false, reason: 'no-credentials' }],
    credentialsTrouble: { problem: 'not-json' },
  });
});

test('while offline nothing is said of credentials', () => {
  const credentials = {
    expiresAt: {},
    untested: [{ place: 0, server: untested('a', 'unreachable', 'turn:a.example') }],
  };
  const [only] = withCredentialFacts(report([], 'offline'), credentials).servers;
  expect(only).toMatchObject({ provider: 'a', probes: [{ reason: 'no-network' }] });
  expect(only?.credentialsTrouble).toBeUndefined();
});

const BLAMES: readonly (readonly [string, readonly ServerReport[], ReturnType<typeof blameOf>])[] = [
  ['all refuse', [server('a', 'wrong-credentials', 'wrong-credentials')], 'refused'],
  ['all expired', [server('a', 'expired-credentials'), server('b', 'expired-credentials')], 'expired'],
  [
    'one expired, one refuses',
    [server('a', 'expired-credentials'), server('b', 'wrong-credentials')],
    'refused',
  ],
  ['none could be had', [untested('a', 'not-allowed')], 'none'],
  ['none could be had for known URIs', [untested('a', 'not-allowed', 'turn:a.example')], 'none'],
  ['the URL does not answer', [untested('a', 'unreachable')], undefined],
  ['the URL does not answer, URIs known', [untested('a', 'unreachable', 'turn:a.example')], undefined],
  ['one URI is blocked', [server('a', 'unreachable', 'wrong-credentials')], undefined],
  ['servers that answer and cannot serve', [server('a', 'server-error', 'no-capacity')], 'server'],
  ['one refuses, one cannot serve', [server('a', 'wrong-credentials', 'session-lost')], 'server'],
  ['the browser forbids', [server('a', 'webrtc-off'), server('b', 'browser-forbids')], 'browser'],
  ['one server is reached', [server('a', undefined), server('b', 'wrong-credentials')], undefined],
  ['a server without probes', [server('a')], undefined],
  ['no servers', [], undefined],
];
for (const [name, servers, blame] of BLAMES) {
  test(`who is to blame: ${name}`, () => expect(blameOf(report(servers))).toBe(blame));
}

test('an offline run blames no credentials', () => {
  expect(blameOf(report([server('a', 'wrong-credentials')], 'offline'))).toBeUndefined();
});

test('the status of an answer says what is wrong', () => {
  const problems = [199, 200, 201, 299, 300, 401, 403, 404, 410, 429, 503].map(
    (status) => troubleOfStatus(status)?.problem,
  );
  expect(problems).toEqual([
    'server-error',
    undefined,
    undefined,
    undefined,
    'server-error',
    'not-allowed',
    'not-allowed',
    'not-found',
    'not-found',
    'server-error',
    'server-error',
  ]);
});
