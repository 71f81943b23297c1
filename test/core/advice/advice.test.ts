import { expect, test } from 'playwright/test';
import { type AdviceFacts, type AdviceId, adviceFor } from '../../../src/core/advice/advice.ts';
import type { FailureReason } from '../../../src/core/report/failure-reasons.ts';
import type { PathMetrics } from '../../../src/core/report/path-metrics.ts';
import type { ProbeReport } from '../../../src/core/report/run-report.ts';

const rtt = (roundTripTimeMs: number, minMs = roundTripTimeMs) => ({
  roundTripTime: { roundTripTimeMs, minMs, p95Ms: roundTripTimeMs },
});
const loss = (lossRatio: number) => ({
  loss: {
    lossRatio,
    interval: [0, 1],
    packetsSent: 100,
    packetsReceived: 100,
    bursts: 0,
    longestBurst: 0,
    reordered: 0,
    duplicates: 0,
  },
});
const jitter = (ms: number) => ({ jitter: { jitterMs: ms, p95DeviationMs: ms } });
const throughput = (kbps: number, shareKbps = kbps) => ({
  throughput: { capacityKbps: kbps, throughputKbps: kbps, shareKbps, atLeast: false },
});

function facts(
  metrics: Omit<PathMetrics, 'method'> | object,
  networkType = 'ethernet',
  more: Partial<AdviceFacts> = {},
): AdviceFacts {
  return {
    connectivityCode: 3,
    probes: [probe('udp')],
    metrics: { method: 'rtp-datagrams', ...metrics },
    network: { networkType },
    because: [],
    normal: {},
    ...more,
  };
}

function probe(relayProtocol: 'udp' | 'tcp' | 'tls', reason?: FailureReason): ProbeReport {
  const base = { url: `turn:a.example?${relayProtocol}`, relayProtocol };
  return reason === undefined ? { ...base, reachable: true } : { ...base, reachable: false, reason };
}

const good = { ...rtt(30), ...loss(0), ...jitter(2), ...throughput(5000) };
const failed = (...probes: ProbeReport[]) => facts({}, 'wifi', { connectivityCode: 1, probes });

const CASES: readonly (readonly [string, AdviceFacts, readonly AdviceId[]])[] = [
  ['a good line asks for nothing', facts(good, 'wifi'), []],
  ['a device with no route', failed(probe('udp', 'no-network')), ['connectNetwork']],
  ['an offline device probed nothing', failed(), ['connectNetwork']],
  ['no microphone', facts(good, 'wifi', { connectivityCode: 2 }), ['plugMicrophone']],
  ['wrong credentials', failed(probe('udp', 'wrong-credentials')), ['renewCredentials']],
  ['expired credentials', failed(probe('udp', 'expired-credentials')), ['renewCredentials']],
  [
    'a server without credentials',
    facts({}, 'wifi', { connectivityCode: 1, probes: [], credentialsTrouble: true }),
    ['checkCredentialsUrl'],
  ],
  ['a bad host', failed(probe('udp', 'host-not-found')), ['checkHost']],
  ['a refused connection', failed(probe('tls', 'refused')), ['checkPort']],
  ['a certificate that is not trusted', failed(probe('tls', 'tls-failed')), ['checkCertificate']],
  ['a relay that forbids', failed(probe('udp', 'relay-forbidden')), ['askRelayRights']],
  ['a full server', failed(probe('udp', 'no-capacity')), ['askRelayRights']],
  ['a restricted port', failed(probe('tcp', 'unsupported')), ['otherPort']],
  ['nothing answers', failed(probe('udp', 'unreachable'), probe('tcp', 'timed-out')), ['askFirewall']],
  [
    'UDP is blocked and TCP works',
    facts(good, 'wifi', { probes: [probe('udp', 'unreachable'), probe('tcp')] }),
    ['askUdp'],
  ],
  [
    'UDP is refused by the server, not blocked',
    facts(good, 'wifi', { probes: [probe('udp', 'wrong-credentials'), probe('tcp')] }),
    ['renewCredentials'],
  ],
  ['loss on Wi-Fi', facts({ ...good, ...loss(0.03) }, 'wifi'), ['wifiCloser', 'useCable']],
  ['loss at the limit', facts({ ...good, ...loss(0.01) }, 'wifi'), []],
  ['loss on a cable has no Wi-Fi advice', facts({ ...good, ...loss(0.03) }), []],
  ['jitter on a mobile network', facts({ ...good, ...jitter(31) }, '4g'), ['betterSignal']],
  ['a far server', facts({ ...good, ...rtt(300) }), ['nearerServer']],
  ['a standing queue', facts({ ...good, ...rtt(300, 40) }), ['pauseTransfers']],
  [
    'above what is normal here',
    facts({ ...good, ...rtt(180) }, 'ethernet', {
      normal: { roundTripTimeMs: [42, 55] },
      because: [{ metric: 'roundTripTimeMs', now: 180, normal: [42, 55], since: 0 }],
    }),
    ['pauseTransfers'],
  ],
  ['a slow tunnel', facts({ ...good, ...rtt(300) }, 'vpn'), ['leaveVpn', 'nearerServer']],
  ['another transfer', facts({ ...good, ...throughput(8000, 900) }), ['pauseTransfers']],
  ['enough for audio only', facts({ ...good, ...throughput(400) }), ['videoOff']],
  ['enough for small video', facts({ ...good, ...throughput(1199) }), ['videoLower']],
  [
    'a light run takes the bandwidth of the full one',
    facts({ ...rtt(30), ...loss(0) }, 'ethernet', { throughputKbps: 400 }),
    ['videoOff'],
  ],
];

for (const [name, input, expected] of CASES) {
  test(name, () => {
    expect(adviceFor(input)).toEqual(expected);
  });
}

test('at most three', () => {
  const all = facts({ ...rtt(500), ...loss(0.2), ...jitter(90), ...throughput(90) }, 'vpn', {
    connectivityCode: 2,
    probes: [probe('udp', 'wrong-credentials'), probe('tcp', 'host-not-found')],
  });
  expect(adviceFor(all)).toEqual(['plugMicrophone', 'renewCredentials', 'checkHost']);
});
