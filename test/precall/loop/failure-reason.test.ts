import { expect, test } from 'playwright/test';
import {
  failureReason,
  isAmbiguous,
  isFinal,
  type LoopObservation,
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
  ['437, of a server that knows nothing of the allocation', error(437), 'session-lost'],
  ['438 again and again', error(438, 'TURN allocate error.'), 'session-lost'],
  ['300, where the browser does not follow', error(300, 'Failed to set alternate server.'), 'redirected'],
  ['400', error(400), 'relay-unsupported'],
  ['440, no relay of this address family', error(440), 'relay-unsupported'],
  ['442, no relay over UDP', error(442), 'relay-unsupported'],
  ['500', error(500), 'server-error'],
  ['500 or 508, as Firefox hands them out', error(65_535), 'server-error'],
  ['508 at one end, in Firefox', { allocated: true, ...error(65_535) }, 'server-error'],
  ['441', error(441), 'wrong-credentials'],
  [
    'an answer before the browser’s own',
    { errors: [...error(701).errors, ...error(401).errors] },
    'wrong-credentials',
  ],
  ['quota', error(486), 'no-capacity'],
  ['a quota of one, which the first end took', { allocated: true, ...error(486) }, 'no-capacity'],
  ['no capacity', error(508), 'no-capacity'],
  [
    'relays at both ends though one interface got none, then failure',
    { allocated: true, bothAllocated: true, ...error(486) },
    'relay-forbidden',
  ],
  ['a relay candidate, then failure', { allocated: true }, 'relay-forbidden'],
  ['a relay candidate, then nothing', { allocated: true, timedOut: true }, 'timed-out'],
  ['silence', { timedOut: true }, 'unreachable'],
  ['UDP after the browser’s own wait', error(701, 'TURN allocate request timed out.'), 'unreachable'],
  ['bad host over UDP', error(701, 'TURN host lookup received error.'), 'host-not-found'],
  ['bad host over TCP', { relayProtocol: 'tcp', hostLookup: 'failed', ...error(701) }, 'host-not-found'],
  ['closed port over TCP', { relayProtocol: 'tcp', hostLookup: 'worked', ...error(701) }, 'refused'],
  ['closed port over TLS at an address', { relayProtocol: 'tls', ...error(701) }, 'refused'],
  [
    'closed port over TLS',
    { relayProtocol: 'tls', hostLookup: 'worked', portLook: 'closed', ...error(701) },
    'refused',
  ],
  [
    'certificate that is not trusted',
    { relayProtocol: 'tls', hostLookup: 'worked', portLook: 'open', ...error(701) },
    'tls-failed',
  ],
  [
    'certificate that is not trusted, of a name without an AAAA record',
    { relayProtocol: 'tls', hostLookup: 'failed', portLook: 'open', ...error(701) },
    'tls-failed',
  ],
  ['silence over TLS', { relayProtocol: 'tls', timedOut: true }, 'unreachable'],
  ['no candidate and no error', {}, 'no-network'],
  ['no candidate and no error on a device without addresses', { deviceFamilies: [] }, 'no-network'],
  ['the browser does not even look', { timedOut: true, deviceFamilies: 'withheld' }, 'browser-forbids'],
  ['nothing is sent from the addresses there are', { deviceFamilies: ['ipv4', 'ipv6'] }, 'browser-forbids'],
  [
    'nothing is sent, behind hidden addresses',
    { hostFamily: 'ipv4', deviceFamilies: ['hidden'] },
    'browser-forbids',
  ],
  ['an IPv4 literal on IPv6 alone', { hostFamily: 'ipv4', deviceFamilies: ['ipv6'] }, 'address-family'],
  ['an IPv6 literal on IPv4 alone', { hostFamily: 'ipv6', deviceFamilies: ['ipv4'] }, 'address-family'],
  ['silence on a device with addresses', { timedOut: true, deviceFamilies: ['ipv4'] }, 'unreachable'],
  ['offline', { online: false, ...error(701) }, 'no-network'],
  ['the browser threw', { rejected: true }, 'unsupported'],
];

for (const [what, seen, reason] of cases) {
  test(`${what}: ${reason}`, () => {
    expect(failureReason({ ...silent, ...seen })).toBe(reason);
  });
}

test('only a 701 over TCP or TLS needs a look at the host name and the port', () => {
  expect(isAmbiguous({ ...silent, relayProtocol: 'tcp', ...error(701) })).toBe(true);
  expect(isAmbiguous({ ...silent, relayProtocol: 'udp', ...error(701) })).toBe(false);
  expect(isAmbiguous({ ...silent, relayProtocol: 'tls', ...error(401) })).toBe(false);
  expect(isAmbiguous({ ...silent, relayProtocol: 'tls', timedOut: true })).toBe(false);
});

test('an answer of the server is final, the lack of one is not', () => {
  expect(isFinal({ code: 401, text: '' })).toBe(true);
  expect(isFinal({ code: 701, text: '' })).toBe(false);
  // Another interface of the device may have got the room that this one did not.
  expect([486, 508, 65_535].map((code) => isFinal({ code, text: '' }))).toEqual([false, false, false]);
});
