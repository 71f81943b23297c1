import { expect, test } from 'playwright/test';
import {
  failureReason,
  isFinal,
  type LoopObservation,
  needsHostLookup,
} from '../../../src/precall/loop/failure-reason.ts';

const silent: LoopObservation = {
  relayProtocol: 'udp',
  online: true,
  hostIsAddress: false,
  port: 3478,
  rejected: false,
  allocated: false,
  timedOut: false,
  errors: [],
};
const error = (code: number, text = '') => ({ errors: [{ code, text }] });

const cases: [string, Partial<LoopObservation>, string][] = [
  ['401', error(401, 'Unauthorized'), 'wrong-credentials'],
  ['403 on allocate, which is no matter of credentials', error(403), 'relay-forbidden'],
  ['437', error(437), 'relay-forbidden'],
  ['441', error(441), 'wrong-credentials'],
  [
    'an answer before the browser’s own',
    { errors: [...error(701).errors, ...error(401).errors] },
    'wrong-credentials',
  ],
  ['quota', error(486), 'no-capacity'],
  ['a quota of one, which the first end took', { allocated: true, ...error(486) }, 'no-capacity'],
  ['no capacity', error(508), 'no-capacity'],
  ['a relay candidate, then failure', { allocated: true }, 'relay-forbidden'],
  ['a relay candidate, then nothing', { allocated: true, timedOut: true }, 'timed-out'],
  ['silence', { timedOut: true }, 'unreachable'],
  ['UDP after the browser’s own wait', error(701, 'TURN allocate request timed out.'), 'unreachable'],
  ['bad host over UDP', error(701, 'TURN host lookup received error.'), 'host-not-found'],
  ['bad host over TCP', { relayProtocol: 'tcp', hostLookup: 'failed', ...error(701) }, 'host-not-found'],
  ['closed port over TCP', { relayProtocol: 'tcp', hostLookup: 'worked', ...error(701) }, 'refused'],
  ['closed port over TLS at an address', { relayProtocol: 'tls', ...error(701) }, 'refused'],
  ['silence over TLS', { relayProtocol: 'tls', timedOut: true }, 'unreachable'],
  ['no candidate and no error', {}, 'no-network'],
  ['offline', { online: false, ...error(701) }, 'no-network'],
  ['the browser threw', { rejected: true }, 'unsupported'],
];

for (const [what, seen, reason] of cases) {
  test(`${what}: ${reason}`, () => {
    expect(failureReason({ ...silent, ...seen })).toBe(reason);
  });
}

test('only a 701 over TCP or TLS needs a look at the host name', () => {
  expect(needsHostLookup({ ...silent, relayProtocol: 'tcp', ...error(701) })).toBe(true);
  expect(needsHostLookup({ ...silent, relayProtocol: 'udp', ...error(701) })).toBe(false);
  expect(needsHostLookup({ ...silent, relayProtocol: 'tls', ...error(401) })).toBe(false);
  expect(needsHostLookup({ ...silent, relayProtocol: 'tls', timedOut: true })).toBe(false);
});

test('an answer of the server is final, the lack of one is not', () => {
  expect(isFinal({ code: 401, text: '' })).toBe(true);
  expect(isFinal({ code: 701, text: '' })).toBe(false);
});
