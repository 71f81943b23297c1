import { ours } from './detectors/ours.ts';
import { createDevice, ROUGH, USUAL } from './device.ts';
import { evaluate, ratesOf, sumScores, unstableRuns } from './evaluate.ts';
import { evaluateRipe } from './ripe.ts';
import { readTraces, type Traces } from './traces.ts';
import { TUNING } from '../../src/core/stability/tuning.ts';
const t: Traces = readTraces();
const traces = { ripe: t.ripe.filter((_, i) => i % 5 >= 2), cable: { pingsMs: t.cable.pingsMs.slice(0, 6000), downloads: t.cable.downloads.slice(0, 6000) } };
const n = 30;
const seed = Number(process.argv[2] ?? 5000);
const short = { days: 6, episodes: 10 };
const usual = Array.from({ length: n }, (_, i) => createDevice(seed + i, traces, { ...USUAL, ...short }));
const rough = Array.from({ length: n }, (_, i) => createDevice(seed + 500 + i, traces, { ...ROUGH, ...short }));
function cost(changed: Record<string, number>): [number, string] {
  const u = ratesOf(sumScores(usual.map((d) => evaluate(d, unstableRuns(d, ours(changed)())))));
  const r = ratesOf(sumScores(rough.map((d) => evaluate(d, unstableRuns(d, ours(changed)())))));
  const ripe = traces.ripe.map((s) => evaluateRipe(s, ours(changed)()));
  const sum = (k: keyof (typeof ripe)[0]) => ripe.reduce((a, b) => a + b[k], 0);
  const rr = sum('found') / sum('rises'), rp = sum('alertsAtAnyRise') / Math.max(1, sum('alerts'));
  const part = (x: typeof u, w: number) => 25 * Math.max(0, 0.99 - x.recall) + 8 * Math.max(0, 0.97 - x.driftRecall) + w * x.falseAlertsPerDay + 1.5 * Math.max(0, x.delayWithoutDrift - 1.5) + 8 * x.spikes + 5 * x.switches;
  const c = part(u, 4) + part(r, 2) + 1.2 * (1 - rr) + 1.2 * (1 - rp);
  const f = (x: typeof u) => `F1 ${x.f1.toFixed(3)} R ${x.recall.toFixed(3)} D ${x.driftRecall.toFixed(2)} FA ${x.falseAlertsPerDay.toFixed(3)} dl ${x.delayWithoutDrift.toFixed(2)} sp ${x.spikes.toFixed(3)}`;
  return [c, `U ${f(u)} | R ${f(r)} | ripe ${rr.toFixed(2)} ${rp.toFixed(2)}`];
}
const grid: Record<string, number[]> = JSON.parse(process.argv[3] ?? 'null') ?? {
  evidence: [9, 10, 11, 12], restless: [1.2, 1.4, 1.7, 2], suspicion: [6, 7, 8, 9, 11], better: [0.01, 0.03, 0.06, 0.1], betterBy: [0.5, 1, 1.5, 2],
  leak: [0, 0.05, 0.1, 0.2, 0.4], local: [0, 0.3, 0.6, 1], leastShift: [1.5, 2, 2.5, 3], rttSigma: [2, 3, 4, 5], window: [6, 8, 10, 14], prior: [10, 20, 40, 80],
  early: [1.5, 2, 3, 4], slowest: [0.001, 0.002, 0.004, 0.008], suspicious: [0.1, 0.2, 0.4], surpriseCap: [5.5, 6.5, 7.5], hold: [0.3, 0.5, 0.7], clearAfter: [2, 3, 4], rttMs: [18, 20, 22, 25],
};
let best: Record<string, number> = JSON.parse(process.argv[4] ?? '{}');
let [bc, bs] = cost(best);
console.log('start', bc.toFixed(3), bs);
for (let pass = 0; pass < 2; pass++) {
  let changed = false;
  for (const [key, values] of Object.entries(grid)) {
    for (const v of values) {
      const now = best[key] ?? (TUNING as any)[key];
      if (v === now) continue;
      const [c, s] = cost({ ...best, [key]: v });
      if (c < bc - 0.01) { best = { ...best, [key]: v }; bc = c; bs = s; changed = true; console.log(pass, key, v, c.toFixed(3), s); }
    }
  }
  console.log('pass', pass, bc.toFixed(3), bs, JSON.stringify(best));
  if (!changed) break;
}
