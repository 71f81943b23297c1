import { median } from '../../src/core/base/statistics.ts';
import type { ToolName } from '../page/measurement.ts';
import { isDrawn } from '../run/drawn-scenarios.ts';
import { DEFAULT_CAP_KBPS, PEERS } from '../run/plan-jobs.ts';
import type { BenchRecord, RunRecord, SessionRecord, Transport } from '../run/run-record.ts';
import { drawnLinksTable } from './drawn-links.ts';
import { type JudgedRun, judgeRuns } from './judged-run.ts';
import { markdownTable, shown, shownPercent, signedPercent } from './markdown-table.ts';
import { nearestRank } from './statistics.ts';
import { targetsOf } from './targets.ts';

const TOOLS: readonly ToolName[] = ['precall', 'precall-light', 'product', ...PEERS];
const NAMES: Readonly<Record<ToolName, string>> = {
  precall: 'this project, full',
  'precall-light': 'this project, light',
  'precall-ways': 'precall, both ways',
  'precall-connectivity': 'this project, connectivity',
  product: 'this project, npm run precall',
  jitsi: '@jitsi/precall-test',
  twilio: '@twilio/rtc-diagnostics',
  cloudflare: '@cloudflare/speedtest, packet loss',
};
const BROWSERS = ['chromium', 'firefox'] as const;
const TRANSPORTS: readonly Transport[] = ['udp', 'tcp', 'tls'];

export function renderResults(records: readonly BenchRecord[]): string {
  const judged = judgeRuns(records);
  const drawn = judged.filter(({ scenario }) => isDrawn(scenario));
  const runs = judged.filter(({ scenario }) => !isDrawn(scenario));
  const sessions = records.filter((record): record is SessionRecord => record.kind === 'session');
  return [
    '# Results',
    introduction(sessions),
    ...(drawn.length === 0
      ? []
      : [
          '## Links drawn from a seed',
          'Rates, round trips, losses, jitter, queues and lopsidedness as `bench/run/drawn-scenarios.ts` draws them; nothing was tuned on these.',
          drawnLinksTable(drawn),
          ...besidePeers(drawn),
          ...TRANSPORTS.flatMap((transport) => {
            const own = drawn.filter(({ record }) => record.job.transport === transport);
            return own.length === 0 ? [] : [`### ${transport.toUpperCase()}`, linkTable(own, transport)];
          }),
        ]),
    ...(runs.length === 0 ? [] : fixedSections(runs)),
    '## The emulator itself',
    'What raw UDP, without a browser or a TURN server, found on the same links; rtt and its error in ms.',
    emulatorTable(records),
    '',
  ].join('\n\n');
}

function fixedSections(runs: readonly JudgedRun[]): string[] {
  return [
    '## Targets',
    'Over UDP unless it says otherwise; links whose truth varies or is shared are left out.',
    ...BROWSERS.flatMap((browser) => {
      const own = runs.filter(({ record }) => record.job.browser === browser);
      return own.length === 0
        ? []
        : [`### ${browser === 'firefox' ? 'Firefox' : 'Chromium'}`, targetTable(own)];
    }),
    ...besidePeers(runs),
    ...TRANSPORTS.flatMap((transport) => [
      `## Every link, ${transport.toUpperCase()}`,
      linkTable(runs, transport),
    ]),
    ...connectivitySection(runs),
  ];
}

function introduction(sessions: readonly SessionRecord[]): string {
  const last = sessions.at(-1);
  if (last === undefined) return 'No session.';
  const browser = [...new Set(sessions.map(({ versions }) => versions.browser))].join(' and ');
  const versions = Object.entries({ ...last.versions, browser }).map(
    ([name, version]) => `${name} ${version}`,
  );
  const commands = [...new Set(sessions.map(({ command }) => `\`${command}\``))];
  const link =
    last.link === 'namespaces' ? 'network namespaces and the emulator' : 'a relay on the loopback interface';
  return [
    `Made by ${commands.join(' and ')}, ended ${last.at}, over ${link}. ${versions.join(', ')}.`,
    loadRemark(sessions),
    'Throughput in kbit/s: ours is goodput at IP level, the truth is the smaller direction at IP level less the losses;',
    "loss is that of the loop, up and down. Queue: the longest wait of any packet in either of the emulator's queues.",
    "Bytes are counted by the emulator, at IP level. `>=`: the test's own cap (10 Mbit/s unless it says 40) ended it.",
  ].join('\n');
}

/** A measurement shares the processors with whatever else runs: readers must know how much that was. */
function loadRemark(sessions: readonly SessionRecord[]): string {
  const loads = sessions.flatMap(({ load }) => load ?? []).sort((a, b) => a - b);
  if (loads.length === 0) return 'The load of the machine was not counted.';
  const range = loads.length > 1 ? `${shown(loads[0], 1)} to ${shown(loads.at(-1), 1)}` : shown(loads[0], 1);
  return `Load average of the machine when each of ${loads.length} sessions began: ${range}.`;
}

function targetTable(runs: readonly JudgedRun[]): string {
  const measured = targetsOf(runs).filter(({ runs: count }) => count > 0);
  const rows = measured.map(({ what, wanted, reached, unit, met, runs: count }) => [
    what,
    wanted,
    reached === undefined ? '-' : `${reached.toFixed(unit === 'kB' || unit === 'MB' ? 0 : 2)} ${unit}`,
    met === undefined ? '' : met ? 'yes' : 'NO',
    String(count),
  ]);
  return markdownTable(['', 'wanted', 'reached', 'met', 'runs'], rows);
}

function besidePeers(runs: readonly JudgedRun[]): string[] {
  if (!runs.some(({ record }) => PEERS.some((tool) => tool === record.job.tool))) return [];
  return [
    '## Beside the peers',
    'Over UDP, on the links that every tool measured; medians, and the error of throughput against the truth.',
    peerTable(runs),
  ];
}

function peerTable(runs: readonly JudgedRun[]): string {
  const udp = runs.filter(
    ({ record: { job } }) =>
      job.transport === 'udp' && !job.ping && job.browser === 'chromium' && job.capKbps === DEFAULT_CAP_KBPS,
  );
  const links = [...new Set(udp.map(({ scenario }) => scenario))].filter((scenario) =>
    PEERS.every((tool) => udp.some((run) => run.scenario === scenario && run.record.job.tool === tool)),
  );
  const rows = TOOLS.flatMap((tool) => {
    const own = udp.filter(({ scenario, record }) => record.job.tool === tool && links.includes(scenario));
    if (own.length === 0) return [];
    const judged = own.filter(({ scenario }) => scenario.unjudged === undefined);
    const errors = judged.flatMap(({ throughputError }) => throughputError ?? []).map(Math.abs);
    const numbers = (value: (run: JudgedRun) => number | undefined) => own.flatMap((run) => value(run) ?? []);
    const failed = own.filter(
      ({ record }) => record.error !== undefined || record.measurement?.remark !== undefined,
    );
    const row = [
      NAMES[tool],
      errors.length === 0
        ? '-'
        : `${shownPercent(median(errors))} / ${shownPercent(nearestRank(errors, 0.95))}`,
      shown(median(numbers(({ rttErrorMs }) => rttErrorMs).map(Math.abs)), 1),
      shownPercent(median(numbers(({ lossError }) => lossError).map(Math.abs)), 2),
      shown(median(numbers(({ record }) => secondsOf(record))), 1),
      shown(median(numbers(({ record }) => (record.bytesUp + record.bytesDown) / 1e6)), 2),
      shown(median(numbers(({ record }) => Math.max(record.queueUpMs, record.queueDownMs)))),
      `${failed.length} of ${own.length}`,
    ];
    return [row];
  });
  const header = [
    '',
    'throughput error, median / p95',
    'rtt error ms',
    'loss error',
    's',
    'MB both ways',
    'queue ms',
    'with remarks',
  ];
  return `${links.length} links.\n\n${markdownTable(header, rows)}`;
}

function linkTable(runs: readonly JudgedRun[], transport: Transport): string {
  const rows = [...new Set(runs.map(({ scenario }) => scenario))].flatMap((scenario) => {
    const here = runs.filter((run) => run.scenario === scenario && run.record.job.transport === transport);
    const truth = here[0]?.reference;
    if (truth === undefined) return [];
    const jitter = truth.jitter.map(({ jitterMs }) => jitterMs.toFixed(1));
    const head = [
      `**${scenario.name}**`,
      'truth',
      shown(truth.throughputKbps),
      '',
      shown(truth.measuredRttMs, 1),
      shownPercent(truth.loss),
      jitter[0] === jitter[1] ? (jitter[0] ?? '-') : jitter.join('-'),
      ...Array<string>(4).fill(''),
    ];
    const shownRuns = TOOLS.flatMap((tool) => here.filter(({ record }) => record.job.tool === tool));
    return [head, ...shownRuns.map(linkRow)];
  });
  if (rows.length === 0) return 'Not measured.';
  const header = [
    'link',
    'tool',
    'throughput',
    'error',
    'rtt',
    'loss',
    'jitter',
    's',
    'kB up',
    'queue ms',
    'remarks',
  ];
  return markdownTable(header, rows);
}

function linkRow({ record, throughputError }: JudgedRun): string[] {
  const { job, measurement, error } = record;
  const { throughputKbps, shareKbps, atLeast, rttMs, loss, lossInterval, jitterMs, remark } =
    measurement ?? {};
  const share = shareKbps === undefined ? undefined : `share left: ${shown(shareKbps)}`;
  const interval = lossInterval?.map((bound) => (bound * 100).toFixed(1)).join('-');
  const { pingRaisedMs, pingRaisedByBurstMs = 0 } = record;
  const ping =
    pingRaisedMs === undefined
      ? ''
      : `, ping +${pingRaisedMs.toFixed(0)}, by the burst +${pingRaisedByBurstMs.toFixed(0)}`;
  return [
    '',
    `${job.tool}${job.browser === 'firefox' ? ', Firefox' : ''}${job.capKbps > DEFAULT_CAP_KBPS ? ', cap 40' : ''}`,
    `${atLeast === true ? '>= ' : ''}${shown(throughputKbps)}`,
    signedPercent(throughputError),
    shown(rttMs, 1),
    `${shownPercent(loss)}${interval === undefined ? '' : ` (${interval})`}`,
    shown(jitterMs, 1),
    shown(secondsOf(record), 1),
    shown(record.bytesUp / 1000),
    `${Math.max(record.queueUpMs, record.queueDownMs).toFixed(0)}${ping}`,
    (error ?? remark ?? share ?? '').replaceAll('|', '/').slice(0, 90),
  ];
}

function secondsOf({ measurement }: RunRecord): number | undefined {
  return measurement === undefined ? undefined : measurement.durationMs / 1000;
}

function connectivitySection(runs: readonly JudgedRun[]): string[] {
  const own = runs.filter(({ record }) => record.job.tool === 'precall-connectivity');
  if (own.length === 0) return [];
  const rows = own.map(({ scenario, record }) => [
    scenario.name,
    shown(secondsOf(record), 2),
    shown(record.measurement?.reachable),
    record.error ?? record.measurement?.remark ?? '',
  ]);
  const title = 'Twenty URLs side by side, ten of them silent. Wanted: at most 6 s.';
  return ['## Many servers', title, markdownTable(['link', 's', 'reachable', 'remarks'], rows)];
}

function emulatorTable(records: readonly BenchRecord[]): string {
  const rows = records.flatMap((record) => {
    if (record.kind !== 'validation') return [];
    const { upKbps, downKbps, rateError, rttMs, rttErrorMs, loss, pings, jitterMs, maxLateMs } =
      record.validation;
    return [
      [
        record.scenario,
        shown(upKbps, 1),
        shown(downKbps, 1),
        rateError === undefined ? '-' : `${(rateError * 100).toFixed(3)} %`,
        shown(rttMs, 2),
        shown(rttErrorMs, 2),
        `${shownPercent(loss)} of ${pings}`,
        shown(jitterMs, 2),
        shown(maxLateMs, 2),
      ],
    ];
  });
  const header = [
    'link',
    'up kbit/s',
    'down kbit/s',
    'worse error',
    'rtt',
    'its error',
    'loss',
    'jitter',
    'latest packet ms',
  ];
  return markdownTable(header, rows);
}
