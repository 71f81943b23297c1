import { TIER_FROM_KBPS, tierOf } from '../../src/core/judgement/limits.ts';
import { type Truth, truthOf } from '../link/link-spec.ts';
import type { LinkValidation } from '../link/validate-link.ts';
import { scenarioNamed } from '../run/drawn-scenarios.ts';
import { type JitterTruth, jitterTruth } from '../run/jitter-truth.ts';
import { isOurs } from '../run/plan-jobs.ts';
import type { BenchRecord, RunRecord } from '../run/run-record.ts';
import type { Scenario } from '../run/scenarios.ts';

/** What a perfect tool would have said of a link, as far as this bench knows. */
export interface Reference extends Truth {
  /**
   * ms, as raw UDP found it: with the emulator's own error, without the time a probe's own bits take. On a link with jitter
   * the median of few pings says less than what the link was told.
   */
  readonly measuredRttMs: number;
  /** False where the delay of a packet depends on more than the queue: jitter, radio slots. */
  readonly steadyDelay: boolean;
  /** For the densest and the sparsest pace that a prober may choose. */
  readonly jitter: readonly [JitterTruth, JitterTruth];
}

/** A run beside the truth of its link. Errors are relative to the truth unless they are named otherwise. */
export interface JudgedRun {
  readonly record: RunRecord;
  readonly scenario: Scenario;
  readonly reference: Reference;
  readonly throughputError?: number;
  readonly capacityError?: number;
  readonly tierIsRight?: boolean;
  /** The truth is so near a tier's edge that 2 % decide. */
  readonly atTierEdge: boolean;
  readonly rttErrorMs?: number;
  /** Whether the link's rate lies within what was told of it; of a lower bound, not below it. */
  readonly rateInInterval?: boolean;
  readonly lossInInterval?: boolean;
  readonly lossError?: number;
  /** ms beyond what probing at any reasonable pace would have seen. */
  readonly jitterErrorMs?: number;
}

const PACES_MS = [10, 20] as const;
const TIER_EDGES_KBPS = Object.values(TIER_FROM_KBPS);
const EDGE_MARGIN = 0.02;
/** Relative error that a bound may have for which no interval is told. */
const TOLD_WITHIN = 0.02;

export function judgeRuns(records: readonly BenchRecord[]): JudgedRun[] {
  const validations = new Map<string, LinkValidation>();
  for (const record of records)
    if (record.kind === 'validation') validations.set(record.scenario, record.validation);
  const scenarios = new Map<string, Scenario | undefined>();
  const named = (name: string) => {
    if (!scenarios.has(name)) scenarios.set(name, scenarioNamed(name));
    return scenarios.get(name);
  };
  const references = new Map<string, Reference>();
  const referenceOf = (scenario: Scenario) => {
    const known = references.get(scenario.name) ?? makeReference(scenario, validations.get(scenario.name));
    references.set(scenario.name, known);
    return known;
  };
  return records.flatMap((record) => {
    const scenario = record.kind === 'run' ? named(record.job.scenario) : undefined;
    return record.kind !== 'run' || scenario === undefined
      ? []
      : [judge(record, scenario, referenceOf(scenario))];
  });
}

function makeReference({ spec }: Scenario, validation: LinkValidation | undefined): Reference {
  const truth = truthOf(spec);
  const [dense, sparse] = PACES_MS.map((pace) => jitterTruth(spec, pace));
  if (dense === undefined || sparse === undefined) throw new Error('two paces make two truths');
  const hasJitter = spec.up.jitterMs > 0 || spec.down.jitterMs > 0;
  return {
    ...truth,
    measuredRttMs: hasJitter ? truth.rttMs : (validation?.rttMs ?? truth.rttMs),
    steadyDelay: !hasJitter && spec.up.slotMs === undefined,
    jitter: [dense, sparse],
  };
}

function judge(record: RunRecord, scenario: Scenario, reference: Reference): JudgedRun {
  const { throughputKbps, capacityKbps, rttMs, loss, lossInterval, jitterMs } = record.measurement ?? {};
  const { capKbps } = record.job;
  return {
    record,
    scenario,
    reference,
    atTierEdge: TIER_EDGES_KBPS.some((edge) => Math.abs(reference.throughputKbps / edge - 1) < EDGE_MARGIN),
    ...(throughputKbps === undefined
      ? {}
      : {
          throughputError: rateError(
            throughputKbps,
            reference.throughputKbps,
            record,
            capKbps * (1 - reference.loss),
          ),
          tierIsRight: tierOf(throughputKbps) === tierOf(reference.throughputKbps),
        }),
    ...(capacityKbps === undefined
      ? {}
      : {
          capacityError: rateError(capacityKbps, reference.capacityKbps, record, capKbps),
          rateInInterval: holdsRate(record, reference),
        }),
    ...(rttMs === undefined ? {} : { rttErrorMs: rttMs - reference.measuredRttMs }),
    ...(loss === undefined ? {} : { lossError: loss - reference.loss }),
    ...(lossInterval === undefined ? {} : { lossInInterval: isWithin(reference.loss, lossInterval) }),
    ...(jitterMs === undefined ? {} : { jitterErrorMs: jitterError(jitterMs, reference) }),
  };
}

/** Ours need not look above its cap: there, anything between the cap and the truth is right. */
function rateError(value: number, truth: number, { job }: RunRecord, cap: number): number {
  const least = isOurs(job.tool) ? Math.min(truth, cap) : truth;
  if (value < least) return value / least - 1;
  return value > truth ? value / truth - 1 : 0;
}

/** Over TCP and TLS losses are in the rate itself. */
function holdsRate({ job, measurement }: RunRecord, { capacityKbps, throughputKbps }: Reference): boolean {
  const truth = job.transport === 'udp' ? capacityKbps : throughputKbps;
  const { capacityKbps: told = 0, uncertainty = TOLD_WITHIN, atLeast = false } = measurement ?? {};
  return truth >= told * (1 - uncertainty) && (atLeast || truth <= told * (1 + uncertainty));
}

/** The bounds come from square roots: 0 may be a little above itself. */
function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return low - 1e-9 <= value && value <= high + 1e-9;
}

function jitterError(value: number, { jitter }: Reference): number {
  const [low = 0, high = 0] = jitter.map(({ jitterMs }) => jitterMs).sort((a, b) => a - b);
  return value < low ? value - low : Math.max(0, value - high);
}
