/** Which run to make now: what it tests at each server, or until when it has to wait for the budget. */
import { DAY_MS } from '../base/durations.ts';
import { elapsed } from '../base/elapsed.ts';
import type { RunKind } from '../report/run-report.ts';
import {
  type DataUse,
  expectedBytes,
  INITIAL_DATA_USE,
  leavesRoom,
  payableAt,
  spentAt,
  unplannedLeavesAt,
} from './data-budget.ts';
import { type DataPlan, DEAREST_FULL_BYTES, dataPlan, FRESH_BANDWIDTH_MS } from './data-plan.ts';

/** What is known of one server on the network last seen. */
export interface KnownServer {
  readonly label: string;
  /** ms since the epoch of its newest full test, whether or not it told a bandwidth; null: none. */
  readonly fullTestAt: number | null;
  /** Whether that test told its bandwidth, of the URL that it still has. */
  readonly hasBandwidth: boolean;
  /** ms since the epoch at which its quality was last measured; null: never. */
  readonly measuredAt: number | null;
  /** False when the newest run did not reach it: a full test would tell nothing. */
  readonly reached: boolean;
}

export interface NextRunInput {
  readonly servers: readonly KnownServer[];
  /** Label of the server that a call would use, as far as is known. */
  readonly best: string | null;
  readonly dataUse: DataUse;
  readonly budgetBytes: number;
  readonly intervalMs: number;
  readonly now: number;
  /** A full test is then made later, when it no longer holds; see {@link staysLight}. */
  readonly stayLight?: boolean;
}

/** What a run does. */
export interface PlannedRun {
  /** The most that it does at a server. */
  readonly kind: RunKind;
  /** By label of each server. */
  readonly tests: Readonly<Record<string, RunKind>>;
  /** A person asked for a thorough test: the line is filled, and every transport measured. */
  readonly thorough?: true;
}

export type NextRun =
  | { readonly wait: false; readonly run: PlannedRun }
  /** ms since the epoch: what this run would cost is not there before. */
  | { readonly wait: true; readonly until: number };

/** Share of the budget below which servers without a known bandwidth are measured in a row, and not spread over the day. */
const PLENTY_LEFT_SHARE = 1 / 4;
/** Share of the time between two full tests for which light runs make way for one that is due. */
const MAKE_WAY_SHARE = 1 / 8;
/** ms; bandwidth younger than this is not measured again because something looks different. */
const JUST_MEASURED_MS = FRESH_BANDWIDTH_MS / 4;

/** The same at every server: what a person asks for. */
export function sameForAll(servers: readonly { readonly label: string }[], kind: RunKind): PlannedRun {
  return { kind, tests: Object.fromEntries(servers.map(({ label }) => [label, kind])) };
}

function planOf(input: Omit<NextRunInput, 'best' | 'stayLight'>): DataPlan {
  return dataPlan({
    servers: input.servers.length,
    intervalMs: input.intervalMs,
    budgetBytes: input.budgetBytes,
    unplannedBytes: spentAt(input.dataUse, input.now).unplanned,
    cost: input.dataUse.cost,
  });
}

/**
 * What the schedule makes: a full test that is due, else a light one of the servers whose turn it is or of the best alone, else
 * connectivity only; the dearer one only where it leaves what the cheaper ones need in the 24 h that follow. So no debt silences runs that the budget can pay.
 */
export function scheduledRun(input: NextRunInput): NextRun {
  const { dataUse, budgetBytes, now } = input;
  const plan = planOf(input);
  const connectivity = sameForAll(input.servers, 'connectivity');
  const needs = needsOf(input, plan);
  const due = input.stayLight === true ? undefined : dueForFull(input, plan);
  const makeWayMs = (MAKE_WAY_SHARE * plan.bandwidthEveryMs) / input.servers.length;
  let isFullNear = false;
  if (due !== undefined) {
    const run = runWith(input, plan, due.label);
    if (isFullPaid(input, run, needs, 0)) return { wait: false, run };
    // A plan that measures at every interval has room for the full tests beside that.
    isFullNear = plan.qualityEveryMs > input.intervalMs && isFullPaid(input, run, needs, makeWayMs);
  }
  const lights = [runWith(input, plan), runWith(input, { ...plan, othersMeasured: 0 })];
  const light = lights.find((run) => {
    const room = { bytes: mostBytes(dataUse, run), bytesADay: needs.connectivity, now };
    return leavesRoom(dataUse, budgetBytes, room);
  });
  if (light !== undefined && !isFullNear && isQualityDue(input, plan)) return { wait: false, run: light };
  if (pays(input, connectivity)) return { wait: false, run: connectivity };
  const at = payableAt(dataUse, budgetBytes, mostBytes(dataUse, connectivity), now);
  return { wait: true, until: Number.isFinite(at) ? Math.max(at, now + input.intervalMs) : now + DAY_MS };
}

/** ms from the end of a run to the next one: the interval, or more where the budget pays no more. */
export function runEveryMs(input: NextRunInput): number {
  const { intervalMs, dataUse, now } = input;
  const planned = planOf(input).runEveryMs;
  // When what a person used leaves the last 24 h, there is more to plan with.
  const more = Math.max(intervalMs, unplannedLeavesAt(dataUse, now) - now);
  return Math.min(DAY_MS, Math.max(intervalMs, Math.min(planned, more)));
}

/**
 * What nobody could plan: a network that changed, a second look. `fullOf` names the server whose bandwidth is in doubt;
 * undefined: none. Connectivity alone is always looked at.
 */
export function unplannedRun(input: NextRunInput, fullOf?: string): PlannedRun {
  const light = sameForAll(input.servers, 'light');
  if (fullOf !== undefined && input.stayLight !== true) {
    const full: PlannedRun = { kind: 'full', tests: { ...light.tests, [fullOf]: 'full' } };
    if (pays(input, full)) return full;
  }
  return pays(input, light) ? light : sameForAll(input.servers, 'connectivity');
}

/** Whether its bandwidth may be measured again because something looks different. */
export function isLongMeasured(fullTestAt: number | null, now: number): boolean {
  return fullTestAt === null || elapsed(fullTestAt, now) >= JUST_MEASURED_MS;
}

function pays({ dataUse, budgetBytes, now }: NextRunInput, run: PlannedRun): boolean {
  return spentAt(dataUse, now).bytes + mostBytes(dataUse, run) <= budgetBytes;
}

/** Bytes a day of all runs, when none measures, and when they measure as planned. */
interface Needs {
  readonly connectivity: number;
  readonly measuring: number;
}

/** Whether a full test is paid in `inMs`, when connectivity alone is tested until then. */
function isFullPaid(input: NextRunInput, run: PlannedRun, needs: Needs, inMs: number): boolean {
  const { dataUse, budgetBytes } = input;
  const now = input.now + inMs;
  const until = needs.connectivity * (inMs / DAY_MS);
  const usual = expectedBytes(dataUse.cost, countOf(run.tests)) + until;
  const most = mostBytes(dataUse, run) + until;
  return (
    leavesRoom(dataUse, budgetBytes, { bytes: most, bytesADay: needs.connectivity, now }) &&
    leavesRoom(dataUse, budgetBytes, { bytes: usual, bytesADay: needs.measuring, now })
  );
}

function needsOf({ servers, dataUse, intervalMs }: NextRunInput, plan: DataPlan): Needs {
  const everyMs = Math.max(intervalMs, plan.runEveryMs);
  const aDay = (DAY_MS / everyMs) * servers.length * dataUse.cost.connectivity;
  return { connectivity: aDay, measuring: Math.max(aDay, plan.qualityBytesADay) };
}

/**
 * The most that a run may use. A line may have become quicker since the last full test; and of runs that test servers in
 * several ways it is not known which test used how much.
 */
function mostBytes({ cost }: DataUse, { tests }: PlannedRun): number {
  const dearest = INITIAL_DATA_USE.cost;
  return expectedBytes(
    {
      connectivity: Math.max(cost.connectivity, dearest.connectivity),
      light: Math.max(cost.light, dearest.light),
      full: Math.max(cost.full, DEAREST_FULL_BYTES),
    },
    countOf(tests),
  );
}

/** How many servers a run tests in each way. */
export function countOf(tests: Readonly<Record<string, RunKind>>): Record<RunKind, number> {
  const count = { connectivity: 0, light: 0, full: 0 };
  for (const kind of Object.values(tests)) count[kind] += 1;
  return count;
}

/** Another chance comes only after a whole interval: what is due within half of one is done now. */
function isDue(since: number | null, everyMs: number, { now, intervalMs }: NextRunInput): boolean {
  return since === null || elapsed(since, now) + intervalMs / 2 >= everyMs;
}

/**
 * The same, but only as often as makes up for the times at which it is done later than it is due: over a day, what is dear is done
 * as often as planned.
 */
function isTurn(since: number | null, everyMs: number, input: NextRunInput): boolean {
  if (since === null || elapsed(since, input.now) >= everyMs) return true;
  const isNewPeriod = Math.floor(input.now / everyMs) > Math.floor(since / everyMs);
  return isNewPeriod && isDue(since, everyMs, input);
}

function isQualityDue(input: NextRunInput, { qualityEveryMs }: DataPlan): boolean {
  return isDue(newestOf(input.servers.map(({ measuredAt }) => measuredAt)), qualityEveryMs, input);
}

function newestOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** The server whose turn it is, when it is time for one. */
function dueForFull(input: NextRunInput, plan: DataPlan): KnownServer | undefined {
  const { servers, dataUse, budgetBytes, now } = input;
  const everyMs = plan.bandwidthEveryMs;
  if (!Number.isFinite(everyMs)) return undefined;
  // One that told nothing is asked again sooner.
  const isStale = ({ fullTestAt, hasBandwidth }: KnownServer) =>
    isTurn(fullTestAt, hasBandwidth ? everyMs : everyMs / 4, input);
  const [first] = servers
    .filter((server) => server.reached && isStale(server))
    .sort((a, b) => (a.fullTestAt ?? 0) - (b.fullTestAt ?? 0));
  if (first === undefined) return undefined;
  const spentWithIt = spentAt(dataUse, now).bytes + DEAREST_FULL_BYTES;
  const plenty = spentWithIt <= PLENTY_LEFT_SHARE * budgetBytes;
  // Twice as often as planned, as long as that leaves the next day what its other runs need.
  const hurry = spentWithIt + plan.qualityBytesADay <= budgetBytes;
  const apartMs = everyMs / servers.length;
  const newestMs = newestOf(servers.map(({ fullTestAt }) => fullTestAt));
  if (first.hasBandwidth) return isTurn(newestMs, apartMs, input) ? first : undefined;
  return plenty || isTurn(newestMs, hurry ? apartMs / 2 : apartMs, input) ? first : undefined;
}

/** The best server is measured in each run that measures, the others when it is their turn. */
function runWith(input: NextRunInput, { othersMeasured }: DataPlan, fullOf?: string): PlannedRun {
  const { servers, intervalMs } = input;
  const best = servers.find(({ label }) => label === input.best) ?? servers[0];
  const others = servers.filter((server) => server !== best && server.label !== fullOf);
  const everyMs = (intervalMs * (servers.length - 1)) / othersMeasured;
  const turn = others
    .filter(({ measuredAt }) => othersMeasured > 0 && isDue(measuredAt, everyMs, input))
    .sort((a, b) => (a.measuredAt ?? 0) - (b.measuredAt ?? 0))
    .slice(0, Math.ceil(othersMeasured));
  const kindOf = (server: KnownServer): RunKind =>
    server.label === fullOf ? 'full' : server === best || turn.includes(server) ? 'light' : 'connectivity';
  return {
    kind: fullOf === undefined ? 'light' : 'full',
    tests: Object.fromEntries(servers.map((server) => [server.label, kindOf(server)])),
  };
}
