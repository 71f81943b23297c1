import { expect, test } from 'playwright/test';
import type { FailureReason } from '../../../src/core/report/failure-reasons.ts';
import { failureReason, type LoopObservation } from '../../../src/precall/loop/failure-reason.ts';

const NOTHING: LoopObservation = {
  relayProtocol: 'udp',
  port: 3478,
  hostIsAddress: false,
  online: true,
  rejected: false,
  allocated: false,
  timedOut: false,
  errors: [],
};

/** What Firefox lets us see -> the reason: error codes without texts, and sometimes nothing. */
const CASES: readonly [string, Partial<LoopObservation>, FailureReason][] = [
  [
    'TLS to an address, which Firefox leaves out',
    { relayProtocol: 'tls', hostIsAddress: true },
    'unsupported',
  ],
  ['no word at all', {}, 'no-network'],
  ['a wrong password', { errors: [{ code: 401, text: '' }] }, 'wrong-credentials'],
  ['silence', { timedOut: true }, 'unreachable'],
  ['silence, told late by Firefox', { timedOut: true, errors: [{ code: 701, text: '' }] }, 'unreachable'],
  ['a bad name in Firefox', { errors: [{ code: 701, text: '' }] }, 'host-not-found'],
  [
    'a bad name over TCP',
    { relayProtocol: 'tcp', errors: [{ code: 701, text: '' }], hostLookup: 'failed' },
    'host-not-found',
  ],
  [
    'a closed TLS port in Firefox',
    { relayProtocol: 'tls', errors: [{ code: 701, text: '' }], hostLookup: 'worked' },
    'refused',
  ],
];

for (const [name, seen, reason] of CASES) {
  test(`${name}: ${reason}`, () => {
    expect(failureReason({ ...NOTHING, ...seen })).toBe(reason);
  });
}
