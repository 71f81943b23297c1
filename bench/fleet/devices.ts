/**
 * Many devices, each with its own name, at one VictoriaMetrics: how fast it takes them, and what it costs. PRECALL_DEVICES: how
 * many, 10,000 unless told; PRECALL_ROUNDS: runs of each, 1 unless told.
 */
import { expect, test } from 'playwright/test';
import { pointsOfRun } from '../../src/core/fleet/run-points.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/settings.ts';
import { metricsRequest } from '../../src/otlp/metrics-request.ts';
import { reachable } from '../../test/core/builders/reports.ts';
import { judged } from '../../test/core/fleet/judged.ts';
import { startVictoriaMetrics } from '../../test/otlp/metrics-engine.ts';

const DEVICES = Number(process.env.PRECALL_DEVICES ?? 10_000);
const ROUNDS = Number(process.env.PRECALL_ROUNDS ?? 1);
const AT_ONCE = 32;
const SITES = 40;
const SERVERS = ['Frankfurt', 'Dublin'];
const EVERY_MS = 300_000;

/** The engine closes connections at times; the exporter, too, sends again then. */
async function sentAgain(post: () => Promise<Response>, attempts = 5): Promise<Response> {
  try {
    return await post();
  } catch (error) {
    if (attempts === 1) throw error;
    return sentAgain(post, attempts - 1);
  }
}

test('the devices', async () => {
  const victoria = await startVictoriaMetrics();
  try {
    const firstAt = Date.now() - ROUNDS * EVERY_MS;
    const took: number[] = [];
    let bytes = 0;
    const start = performance.now();
    const send = async (index: number): Promise<void> => {
      const device = index % DEVICES;
      const servers = SERVERS.map((label, place) =>
        reachable(label, {
          rtt: 20 + (device % 50) + 30 * place,
          jitter: 1 + (index % 7),
          loss: 0,
          throughput: 10_000,
        }),
      );
      const startedAt = firstAt + Math.floor(index / DEVICES) * EVERY_MS + (device % 60_000);
      const run = pointsOfRun(
        judged(servers, {}, { networkType: 'wifi' }, { startedAt }),
        DEFAULT_SETTINGS.otlp.attributes,
      );
      const sender = { version: '0.1.0', deviceName: `desk-${device}`, site: `Site ${device % SITES}` };
      const { contentType, body } = metricsRequest([run], sender, 'protobuf');
      const sentAt = performance.now();
      const response = await sentAgain(() =>
        fetch(victoria.endpoint, { method: 'POST', headers: { 'content-type': contentType }, body }),
      );
      expect(response.status).toBe(200);
      await response.body?.cancel();
      took.push(performance.now() - sentAt);
      bytes += body.length;
    };
    let next = 0;
    const total = DEVICES * ROUNDS;
    const worker = async (): Promise<void> => {
      while (next < total) {
        next += 1;
        await send(next - 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const seconds = (performance.now() - start) / 1000;
    const found = async () => {
      const query = new URLSearchParams({
        query: 'count(last_over_time({__name__="precall.summary_code"}[1h]))',
      });
      const answer = await (await fetch(`${victoria.origin}/api/v1/query?${query}`)).json();
      return Number(answer.data.result[0]?.value[1]);
    };
    await expect.poll(found, { timeout: 120_000 }).toBe(DEVICES);
    await fetch(`${victoria.origin}/internal/force_flush`);
    const metrics = await (await fetch(`${victoria.origin}/metrics`)).text();
    const sum = (name: string) =>
      metrics
        .split('\n')
        .filter((line) => line.startsWith(name))
        .reduce((all, line) => all + Number(line.split(' ').at(-1)), 0);
    const sorted = took.sort((a, b) => a - b);
    console.log({
      devices: DEVICES,
      requests: total,
      seconds: Math.round(seconds),
      requestsPerSecond: Math.round(total / seconds),
      medianMs: Math.round(sorted[Math.floor(total / 2)] ?? 0),
      p99Ms: Math.round(sorted[Math.floor(total * 0.99)] ?? 0),
      bytesPerRun: Math.round(bytes / total),
      series: sum('vm_cache_entries{type="storage/hour_metric_ids"}'),
      engineCpuSeconds: Math.round(sum('process_cpu_seconds_total')),
      engineMemoryMB: Math.round(sum('process_resident_memory_bytes') / 1e6),
      diskMB: Math.round(sum('vm_data_size_bytes') / 1e6),
    });
  } finally {
    await victoria.dispose();
  }
});
