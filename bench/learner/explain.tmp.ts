import { INITIAL_STABILITY, type StabilityState, updateStability } from '../../src/core/stability.ts';
import { createDevice } from './device.ts';
import { alertsOf } from './evaluate.ts';
import { readTraces, type Traces } from './traces.ts';
const all = readTraces();
const half = (t: Traces): Traces => ({ ripe: t.ripe.filter((_, i) => !(i % 5 < 2)), cable: { pingsMs: t.cable.pingsMs.slice(0, 6000), downloads: t.cable.downloads.slice(0, 6000) } });
const traces = half(all);
const n = Number(process.argv[2] ?? 60);
for (let i = 0; i < n; i++) {
  const d = createDevice(1000 + i, traces);
  let state: StabilityState = INITIAL_STABILITY;
  const states: any[] = [];
  const vs: any[] = [];
  const un = d.runs.map((r) => { const x = updateStability(state, r); state = x.state; states.push((x.state.networks as any)[r.network]); vs.push(x.verdict); return x.verdict.unstable; });
  const show = (k: number) => {
    const r = d.runs[k]!; const s = states[k];
    const part = (['roundTripTimeMs', 'jitterMs', 'lossRatio', 'throughputKbps'] as const).map((m) => {
      const b = s.metrics[m]; if (!b) return '';
      const vals = d.runs.slice(Math.max(0,k - 8), k + 5).map((q) => q[m] == null ? '-' : m === 'lossRatio' ? q[m]!.toFixed(3) : Math.round(q[m]!)).join(' ');
      return `\n     ${m.slice(0, 5)} n${b.count} mean ${b.mean} spr ${b.spread} tail ${b.tail.map((x:number)=>x.toFixed(3)).join(',')} peak ${b.peak} | ${vals}`;
    }).join('');
    console.log('   ', vs[k].score.toFixed(2), part);
  };
  const inside = (k: number) => d.episodes.some(({ from, to }) => k >= from && k <= to + 6);
  for (const a of alertsOf(d, un)) if (!inside(a)) { console.log(`FP dev ${i} run ${a} net ${d.runs[a]!.network} hour ${((d.runs[a]!.at/3.6e6)%24).toFixed(1)} type ${d.types[a]} sw ${d.switches.filter(s=>s<=a).at(-1)}`); show(a); }
  for (const e of d.episodes) if (!un.slice(e.from, e.to + 1).includes(true)) { console.log(`MISS dev ${i} ${e.kind} ${e.from}-${e.to}`); show(Math.min(e.from + 4, e.to)); if (e.kind === 'drift') show(e.to); }
}
