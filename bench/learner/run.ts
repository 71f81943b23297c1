import { absoluteLimits } from './detectors/absolute-limits.ts';
import { cusum } from './detectors/cusum.ts';
import type { Detector } from './detectors/detector.ts';
import { duox } from './detectors/duox.ts';
import { ours } from './detectors/ours.ts';
import { threeSigma } from './detectors/three-sigma.ts';
import { createDevice, ROUGH, USUAL } from './device.ts';
import { evaluate, ratesOf, sumScores, unstableRuns } from './evaluate.ts';
import { evaluateRipe } from './ripe.ts';
import { readTraces, type Traces } from './traces.ts';

const all = readTraces();
const heldOut = process.argv.includes('held-out');
const seeds = Number(process.argv.find((a) => a.startsWith('n='))?.slice(2) ?? 24);
const only = process.argv.find((a) => a.startsWith('only='))?.slice(5);
const half = (t: Traces, odd: boolean): Traces => ({
  ripe: t.ripe.filter((_, i) => i % 5 < 2 === odd),
  cable: odd
    ? { pingsMs: t.cable.pingsMs.slice(6000), downloads: t.cable.downloads.slice(6000) }
    : { pingsMs: t.cable.pingsMs.slice(0, 6000), downloads: t.cable.downloads.slice(0, 6000) },
});
const traces = half(all, heldOut);
const devices = Array.from({ length: seeds }, (_, i) =>
  createDevice((heldOut ? 77_000 : 1_000) + i, traces, process.argv.includes('rough') ? ROUGH : USUAL),
);
console.log(
  'runs',
  devices.reduce((s, d) => s + d.runs.length, 0),
  'episodes',
  devices.reduce((s, d) => s + d.episodes.length, 0),
  'days',
  devices.reduce((s, d) => s + d.days, 0).toFixed(0),
);
const detectors: Record<string, () => Detector> = {
  absolute: absoluteLimits,
  '3s': threeSigma({ perNetwork: false, inARow: 1 }),
  '3s net 2': threeSigma({ perNetwork: true, inARow: 2 }),
  cusum,
  duox,
  ours: ours(JSON.parse(process.argv.find((a) => a.startsWith('{')) ?? '{}')),
};
for (const [name, create] of Object.entries(detectors)) {
  if (only && only !== name) continue;
  const started = performance.now();
  const score = sumScores(devices.map((d) => evaluate(d, unstableRuns(d, create()))));
  const us = ((performance.now() - started) * 1000) / devices.reduce((s, d) => s + d.runs.length, 0);
  const r = ratesOf(score);
  const ripe = traces.ripe.map((s) => evaluateRipe(s, create()));
  const sum = (k: keyof (typeof ripe)[0]) => ripe.reduce((a, b) => a + b[k], 0);
  console.log(
    name.padEnd(9),
    Object.entries(r)
      .map(([k, v]) => `${k} ${v.toFixed(3)}`)
      .join(' '),
    `us ${us.toFixed(0)}`,
    JSON.stringify(
      Object.fromEntries(Object.entries(score.foundByKind).map(([k, [a, b]]) => [k, `${a}/${b}`])),
    ),
    `RIPE recall ${sum('found')}/${sum('rises')} alerts ${sum('alerts')} any ${sum('alertsAtAnyRise')} strict ${sum('alertsAtRise')}`,
  );
}
