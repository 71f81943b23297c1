import { ours } from './detectors/ours.ts';
import { risesOf } from './ripe.ts';
import { readTraces, RIPE_SAMPLING_MS, medianOf } from './traces.ts';
const all = readTraces();
for (const [i, s] of all.ripe.entries()) {
  const det = ours(JSON.parse(process.argv[2] ?? '{}'))();
  const un = s.roundTripTimesMs.map((v, k) => det({ at: 1.48e12 + k * RIPE_SAMPLING_MS, network: s.name, roundTripTimeMs: v }));
  const rises = risesOf(s).filter((r) => r.ms > 0);
  const out: string[] = [];
  un.forEach((u, k) => {
    if (!u || un[k - 1]) return;
    const hit = rises.find((r) => k >= r.index - 3 && k <= r.index + 10);
    const near = s.changes.filter((c) => Math.abs(c - k) < 15);
    const len = un.slice(k).findIndex((x) => !x);
    out.push(`  ${k} len ${len} ${hit ? `HIT ${hit.ms.toFixed(0)}` : `FP near ${near.map((c) => c - k)}`} base ${medianOf(s.roundTripTimesMs.slice(Math.max(0, k - 200), k).filter((x) => x !== null)).toFixed(0)} | ${s.roundTripTimesMs.slice(Math.max(0, k - 6), k + 10).map((x) => (x === null ? '-' : Math.round(x))).join(' ')}`);
  });
  for (const r of rises) if (r.ms >= 25 && !un.slice(Math.max(0, r.index - 3), r.index + 11).includes(true)) out.push(`  MISS ${r.index} ${r.ms.toFixed(0)} | ${s.roundTripTimesMs.slice(Math.max(0, r.index - 6), r.index + 10).map((x) => (x === null ? '-' : Math.round(x))).join(' ')}`);
  if (out.length) console.log(s.name, i % 5 < 2 ? 'heldout' : 'train', s.roundTripTimesMs.length, '\n' + out.join('\n'));
}
