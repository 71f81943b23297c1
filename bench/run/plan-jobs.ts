import type { ToolName } from '../page/measurement.ts';
import type { Job, Transport } from './run-record.ts';
import type { Scenario } from './scenarios.ts';

/** kbit/s: the product's default, and one that lets the fastest link of the list be measured. */
export const DEFAULT_CAP_KBPS = 10_000;
const HIGH_CAP_KBPS = 40_000;
/** Where the extension itself is measured, too: its engine is the one of the page. */
const PRODUCT_LINKS: ReadonlySet<string> = new Set(['5 Mbit/s', 'rtt 400 ms', 'loss 2 %', '1 Mbit/s']);
/** The peers take most of the time: links that show the most come before the others. */
const PEERS_FIRST: ReadonlySet<string> = new Set([
  '0.15 Mbit/s',
  '1 Mbit/s',
  '5 Mbit/s',
  '25 Mbit/s',
  'rtt 150 ms',
  'rtt 400 ms',
  'loss 0.5 %',
  'loss 2 %',
  'loss 5 %',
  'jitter 30 ms',
  '10 down, 1 up',
  'beside a TCP upload',
]);
export const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
const STREAMS = ['tcp', 'tls'] as const;
export const PEERS = ['jitsi', 'twilio', 'cloudflare'] as const satisfies readonly ToolName[];

export interface ScenarioJobs {
  readonly scenario: Scenario;
  readonly jobs: readonly Job[];
}

export interface PlanOptions {
  readonly quick: boolean;
  readonly browsers: readonly Job['browser'][];
  /** Only this project, only the peers, or both. */
  readonly which: 'ours' | 'peers' | 'all';
  readonly repeats: number;
  /** The links are relays on the loopback interface: no silent address, no traffic but the relay's, no policer. */
  readonly relay: boolean;
}

/** What to measure on one link, ours before the peers. */
export function planJobs(scenario: Scenario, options: PlanOptions): Job[] {
  if (options.quick && scenario.quick === undefined) return [];
  const { competing, spec } = scenario;
  if (
    options.relay &&
    (competing !== undefined || spec.up.policerMs !== undefined || spec.up.slotMs !== undefined)
  )
    return [];
  return options.browsers.flatMap((browser) => {
    const job = jobsIn(browser, scenario);
    const again = (tool: ToolName, transport: Transport, repeats: number) =>
      Array.from({ length: repeats }, (_, repeat) => job(tool, transport, { repeat }));
    // Firefox trusts no certificate of ours, and over TCP it is the same stream.
    if (browser === 'firefox')
      return options.quick ? [] : [...again('precall', 'udp', 2), job('precall-light')];
    const ours = options.quick
      ? quickJobs(scenario, job, again)
      : fullJobs(scenario, options.repeats, job, again);
    const peers = peerJobs(scenario, options.quick, job);
    const wanted = { ours, peers, all: [...ours, ...peers] }[options.which];
    return wanted.filter(({ tool }) => !options.relay || tool !== 'precall-connectivity');
  });
}

interface DrawnOptions {
  /** Of the link among those drawn. */
  readonly index: number;
  readonly browsers: PlanOptions['browsers'];
  /** Each link over all of these. */
  readonly transports?: readonly Transport[];
  /** The peers, too, on every fourth link: they take most of a minute. */
  readonly withPeers?: boolean;
}

/** One full run over UDP in each browser; over TCP and TLS, in Chromium, on every third link or as asked for. */
export function drawnJobs(
  scenario: Scenario,
  { index, browsers, transports = index % 3 === 0 ? TRANSPORTS : ['udp'], withPeers = false }: DrawnOptions,
): ScenarioJobs {
  // Firefox trusts no certificate of ours, and over TCP it is the same stream.
  const of = (browser: Job['browser']) =>
    transports.filter((transport) => browser === 'chromium' || transport === 'udp');
  const ours = browsers.flatMap((browser) => {
    const job = jobsIn(browser, scenario);
    return of(browser).map((transport) => job('precall', transport));
  });
  const peer = jobsIn('chromium', scenario);
  const peers = withPeers && index % 4 === 0 ? PEERS.map((tool) => peer(tool)) : [];
  return { scenario, jobs: [...ours, ...peers] };
}

/** Every link once before any link twice: a bench that is stopped early has seen all, and repeats are some time apart. */
export function inRounds(work: readonly ScenarioJobs[]): ScenarioJobs[] {
  const rounds = [...new Set(work.flatMap(({ jobs }) => jobs.map(roundOf)))].sort((a, b) => a - b);
  return rounds.flatMap((round) =>
    work
      .map(({ scenario, jobs }) => ({ scenario, jobs: jobs.filter((job) => roundOf(job) === round) }))
      .filter(({ jobs }) => jobs.length > 0),
  );
}

function roundOf({ scenario, tool, transport, repeat, ping, browser }: Job): number {
  if (browser === 'firefox' || tool === 'product') return 3 + repeat;
  if (!isOurs(tool)) return transport === 'udp' && PEERS_FIRST.has(scenario) ? 1 : 5;
  if (ping) return 2;
  if (tool === 'precall' && transport === 'udp') return repeat === 0 ? 0 : 2 + repeat;
  return 2 + repeat;
}

export function isOurs(tool: ToolName): boolean {
  return tool === 'product' || tool.startsWith('precall');
}

type MakeJob = (tool: ToolName, transport?: Transport, more?: Partial<Job>) => Job;

function jobsIn(browser: Job['browser'], scenario: Scenario): MakeJob {
  return (tool, transport = 'udp', more = {}) => ({
    scenario: scenario.name,
    browser,
    tool,
    transport,
    repeat: 0,
    capKbps: DEFAULT_CAP_KBPS,
    ping: false,
    ...more,
  });
}

type MakeJobs = (tool: ToolName, transport: Transport, repeats: number) => Job[];

function quickJobs(scenario: Scenario, job: MakeJob, again: MakeJobs): Job[] {
  const more = [
    job('precall-light'),
    job('precall', 'udp', { ping: true }),
    ...STREAMS.map((transport) => job('precall', transport)),
  ];
  return [
    ...again('precall', 'udp', 2),
    ...(scenario.quick === 'beside' ? more : []),
    ...(isPlain(scenario) ? [job('precall-connectivity')] : []),
  ];
}

function fullJobs(scenario: Scenario, repeats: number, job: MakeJob, again: MakeJobs): Job[] {
  const fast = Math.min(scenario.spec.up.rateKbps, scenario.spec.down.rateKbps) >= DEFAULT_CAP_KBPS;
  return [
    ...again('precall', 'udp', repeats),
    ...(fast ? [job('precall', 'udp', { capKbps: HIGH_CAP_KBPS })] : []),
    job('precall', 'udp', { ping: true }),
    ...again('precall-light', 'udp', Math.max(1, repeats - 1)),
    ...STREAMS.flatMap((transport) => again('precall', transport, Math.max(1, repeats - 1))),
    ...(isPlain(scenario) ? again('precall-connectivity', 'udp', repeats) : []),
    ...(PRODUCT_LINKS.has(scenario.name) ? TRANSPORTS.map((transport) => job('product', transport)) : []),
  ];
}

/** The link that the others differ from. */
function isPlain({ name }: Scenario): boolean {
  return name === '5 Mbit/s';
}

function peerJobs(scenario: Scenario, quick: boolean, job: MakeJob): Job[] {
  if (quick && scenario.quick !== 'beside') return [];
  const overUdp = PEERS.map((tool) => job(tool));
  if (quick || scenario.quick !== 'beside') return overUdp;
  return [...overUdp, ...STREAMS.flatMap((transport) => [job('jitsi', transport), job('twilio', transport)])];
}
