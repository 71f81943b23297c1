/** Judged runs and a day of history, for page tests and screenshots: no server is asked. */
import { type HistoryPoint, pointOf } from '../../../src/core/history/history-record.ts';
import type { JudgedRun } from '../../../src/core/monitor/judged-run.ts';
import { INITIAL_MONITOR_STATE, type MonitorState } from '../../../src/core/monitor/monitor-state.ts';
import type { FailureReason } from '../../../src/core/report/failure-reasons.ts';
import type { ProbeReport, RunReport, ServerReport } from '../../../src/core/report/run-report.ts';
import type { SummaryCode } from '../../../src/core/sct/sct-codes.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/core/settings/settings.ts';

export interface RunFacts {
  readonly at: number;
  readonly summaryCode: SummaryCode;
  readonly connectivityCode?: 1 | 2 | 3;
  readonly rttMs?: number;
  readonly jitterMs?: number;
  readonly lossRatio?: number;
  readonly kbps?: number;
  readonly networkType?: string;
  readonly servers?: readonly ServerReport[];
  readonly outcome?: RunReport['outcome'];
  readonly because?: JudgedRun['because'];
  readonly runId?: string;
}

const NORMAL = {
  roundTripTimeMs: [42, 55],
  jitterMs: [1, 4],
  lossRatio: [0, 0.002],
  throughputKbps: [6200, 9400],
} as const;

export function probe(
  url: string,
  relayProtocol: 'udp' | 'tcp' | 'tls',
  reason?: FailureReason,
): ProbeReport {
  const base = { url, relayProtocol };
  return reason === undefined
    ? { ...base, reachable: true, allocationTimeMs: 61, connectTimeMs: 140 }
    : { ...base, reachable: false, reason };
}

export function judgedRun(facts: RunFacts): JudgedRun {
  const { at, summaryCode, rttMs = 46, jitterMs = 2.4, lossRatio = 0, kbps = 8300 } = facts;
  const connectivityCode = facts.connectivityCode ?? 3;
  const metrics = {
    method: 'rtp-datagrams' as const,
    roundTripTime: { roundTripTimeMs: rttMs, minMs: rttMs * 0.9, p95Ms: rttMs * 1.4 },
    jitter: { jitterMs: jitterMs, p95DeviationMs: jitterMs * 2 },
    loss: {
      lossRatio,
      interval: [0, lossRatio + 0.01] as const,
      packetsSent: 400,
      packetsReceived: 400,
      bursts: 0,
      longestBurst: 0,
      reordered: 0,
      duplicates: 0,
    },
    throughput: { capacityKbps: kbps, throughputKbps: kbps, atLeast: false },
  };
  const servers: readonly ServerReport[] = facts.servers ?? [
    {
      provider: 'Frankfurt',
      chosen: 0,
      probes: [
        { ...probe('turn:fra.turn.example.org:3478?transport=udp', 'udp'), metrics },
        probe('turn:fra.turn.example.org:3478?transport=tcp', 'tcp'),
        probe('turns:fra.turn.example.org:443', 'tls'),
      ],
    },
  ];
  const report: RunReport = {
    runId: facts.runId ?? `run-${at}`,
    kind: 'full',
    startedAt: at - 18_000,
    durationMs: 18_000,
    outcome: facts.outcome ?? 'complete',
    hasMicrophone: connectivityCode !== 2,
    servers,
    network: { networkType: facts.networkType ?? 'wifi', serverReflexiveAddress: '198.51.100.7' },
    bytesSent: 1_400_000,
    bytesReceived: 1_400_000,
    userAgent: 'Chromium 156',
  };
  const best =
    connectivityCode === 1 ? null : (servers.find((server) => server.chosen !== undefined) ?? null);
  return {
    runId: report.runId,
    at,
    trigger: 'schedule',
    network: 'network-a',
    report,
    deviceId: '5f7dd9c4-94b5-4a57-a6f1-1d1f1e1c0e11',
    place: { isp: 'Example Telecom', city: 'Leipzig', country: 'Germany' },
    summaryCode,
    notificationID: '3b9ac8f1d2e40517',
    clearNotification: false,
    ranking: servers.map(({ provider }, index) => ({ provider, acceptable: index === 0 })),
    best: best?.provider ?? null,
    throughput: best && { at, throughputKbps: kbps, atLeast: false },
    unstable: (facts.because ?? []).length > 0,
    score: 0.2,
    because: facts.because ?? [],
    normal: NORMAL,
    notified: false,
  };
}

/** Runs every five minutes with a bad afternoon and a night with the lid closed; the same every time. */
export function runsOfADay(now: number, count = 288): JudgedRun[] {
  return Array.from({ length: count }, (_, index) => {
    const at = now - (count - 1 - index) * 300_000;
    const wave = Math.sin(index / 9) + Math.sin(index * 1.7) * 0.6;
    const bad = index > count * 0.7 && index < count * 0.78;
    const fair = index > count * 0.62 && index < count * 0.8;
    return judgedRun({
      at,
      summaryCode: bad ? 30 : fair ? 60 : index % 41 === 0 ? 75 : 95,
      rttMs: bad ? 480 + 40 * wave : fair ? 190 + 20 * wave : 48 + 5 * wave,
      jitterMs: bad ? 42 : 2.4 + wave,
      lossRatio: bad ? 0.03 : 0,
      kbps: bad ? 1900 : 8300 + 500 * wave,
    });
  }).filter((_, index) => index < count * 0.2 || index > count * 0.36);
}

export function pointsOf(runs: readonly JudgedRun[]): HistoryPoint[] {
  return runs.map(pointOf);
}

export const ONE_SERVER: Settings = {
  ...DEFAULT_SETTINGS,
  servers: [
    {
      label: 'Frankfurt',
      urls: [
        'turn:fra.turn.example.org:3478?transport=udp',
        'turn:fra.turn.example.org:3478?transport=tcp',
        'turns:fra.turn.example.org:443',
      ],
      username: 'precall',
      credential: 'hunter2-secret',
    },
  ],
  sites: { allowed: [{ pattern: 'https://calls.example.com/*', shareLocation: false }] },
};

export function monitorWith(latest: JudgedRun | null): MonitorState {
  return { ...INITIAL_MONITOR_STATE, latest };
}

/** A server that only one transport reaches, with what was measured over it; over TCP and TLS there is no loss. */
export function measuredOver(
  relayProtocol: 'udp' | 'tcp' | 'tls',
  method: 'rtp-datagrams' | 'data-channel' = 'rtp-datagrams',
): ServerReport {
  return {
    provider: 'A',
    chosen: 0,
    probes: [
      {
        ...probe('turn:a.example', relayProtocol),
        metrics: {
          method,
          roundTripTime: { roundTripTimeMs: 46, minMs: 44, p95Ms: 60 },
          jitter: { jitterMs: 2.4, p95DeviationMs: 5 },
          throughput: { capacityKbps: 8300, throughputKbps: 8300, atLeast: method === 'data-channel' },
        },
      },
    ],
  };
}
