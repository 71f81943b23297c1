import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { median } from '../../../src/core/base/statistics.ts';
import { historyCsv } from '../../../src/core/history/history-csv.ts';
import {
  type HistoryPoint,
  mostHistoryBytes,
  newestFilled,
  pointOf,
  withEveryMetric,
} from '../../../src/core/history/history-record.ts';
import { badTimes, seriesOf } from '../../../src/core/history/history-series.ts';
import { compareServers } from '../../../src/core/history/server-comparison.ts';
import { told } from '../../told-run.ts';
import { judgedRun, measuredOver, probe } from '../builders/judged-runs.ts';

const point = (at: number, more: Partial<HistoryPoint> = {}): HistoryPoint => ({
  at,
  runId: `r${at}`,
  summaryCode: 95,
  connectivityCode: 3,
  network: 'n',
  provider: 'p',
  roundTripTimeMs: 40,
  jitterMs: 1,
  lossRatio: 0,
  throughputKbps: null,
  mos: 4.1,
  unstable: false,
  notified: false,
  ...more,
});

test('a silence breaks the line, a run without the number does not', () => {
  const points = [
    point(0),
    point(100, { roundTripTimeMs: null }),
    point(200, { roundTripTimeMs: 50 }),
    point(9000, { roundTripTimeMs: 60 }),
  ];
  expect(seriesOf(points, ({ roundTripTimeMs }) => roundTripTimeMs, 500)).toEqual([
    [0, 0.2, 0.201, 9],
    [40, 50, null, 60],
  ]);
});

test('bad results in a row are one time, apart they are two', () => {
  const bad = (at: number, summaryCode = 20) => point(at, { summaryCode });
  const points = [bad(0), bad(10, 60), point(20), bad(30), bad(100)];
  expect(badTimes(points, 65, 50)).toEqual([
    { from: 0, to: 10 },
    { from: 30, to: 30 },
    { from: 100, to: 100 },
  ]);
});

test('a run whose codes repeat what was measured before is no bad time, and its point and CSV say so', () => {
  const at = 1_700_000_000_000;
  const bad = judgedRun({ at, summaryCode: 30 });
  const repeats = pointOf({ ...bad, measuredAt: at - 60_000 });
  expect(repeats.connectedOnly).toBe(true);
  expect(pointOf({ ...bad, measuredAt: null }).connectedOnly).toBe(true);
  for (const measured of [pointOf(bad), pointOf({ ...bad, measuredAt: at })]) {
    expect(measured).not.toHaveProperty('connectedOnly');
    expect(badTimes([repeats, measured], 65, 50)).toEqual([{ from: at, to: at }]);
  }
  expect(badTimes([repeats], 65, 50)).toEqual([]);
  const [head = '', row = ''] = historyCsv([repeats]).split('\r\n');
  expect([head.split(',').at(-1), row.split(',').at(-1)]).toEqual(['qualityMeasured', 'false']);
});

test('medians of none, odd and even', () => {
  expect([median([]), median([3, 1, 2]), median([4, 1])]).toEqual([undefined, 2, 2.5]);
});

test('CSV: missing is empty, commas and quotes are quoted, formulas are defused', () => {
  const csv = historyCsv([
    point(0, {
      provider: 'a, "b"',
      throughputKbps: 5,
      callLevel: 3,
      voiceMos: 4.1,
      sentVideoKbps: 500,
      receivedVideoKbps: 900,
      idleRoundTripTimeMs: 40,
      loadedRoundTripTimeMs: 900,
    }),
    point(1000, { provider: '=cmd()', roundTripTimeMs: null, mos: null }),
  ]);
  expect(csv.split('\r\n')).toEqual([
    '\uFEFFtime,summaryCode,connectivityCode,network,server,roundTripMs,jitterMs,lossRatio,throughputKbps,upLossRatio,downLossRatio,mos,callLevel,voiceMos,sentVideoKbps,receivedVideoKbps,idleRoundTripMs,loadedRoundTripMs,unstable,notified,runId,qualityMeasured',
    '1970-01-01T00:00:00.000Z,95,3,n,"a, ""b""",40,1,0,5,,,4.1,3,4.1,500,900,40,900,false,false,r0,true',
    "1970-01-01T00:00:01.000Z,95,3,n,'=cmd(),,1,0,,,,,,,,,,,false,false,r1000,true",
    '',
  ]);
});

test('CSV: no name begins a formula, whatever character the spreadsheet parts the cells by', () => {
  const cells = (name: string): string =>
    historyCsv([point(0, { provider: name })]).split('\r\n', 2)[1] ?? '';
  expect(cells('a;=cmd()')).toContain(`"a;'=cmd()"`);
  expect(cells('＝cmd()')).toContain(",'＝cmd(),");
  expect(cells('\tx')).toContain(`,"'\tx",`);
  const signs = [
    '=',
    '+',
    '-',
    '@',
    '＝',
    '＋',
    '－',
    '＠',
    '﹦',
    '﹢',
    '﹣',
    '﹫',
    ',',
    ';',
    '|',
    '\t',
    '\r',
    '\n',
    '"',
    ' ',
    "'",
    'a',
  ];
  const name = fc.string({ unit: fc.constantFrom(...signs), maxLength: 12 });
  fc.assert(
    fc.property(name, (provider) => {
      const text = historyCsv([point(0, { provider })]);
      const cells = [',', ';', '|', '\t'].flatMap((separator) => {
        // As a spreadsheet that heeds the quotes, and as one for which they stand within a cell.
        const naive = text
          .split(new RegExp(`[${separator}\\r\\n]`))
          .map((each) => each.replace(/^[\s"]+/, ''));
        return [...naive, ...rfc4180(text, separator).map((cell) => cell.trimStart())];
      });
      // One question for all cells of a text: some thousand of them take a minute.
      expect(cells.filter((each) => /^[=+\-@＝＋－＠﹦﹢﹣﹫]/.test(each))).toEqual([]);
    }),
  );
});

/** RFC 4180: quotes enclose a cell where they begin it. */
function rfc4180(text: string, separator: string): string[] {
  const pattern = new RegExp(`"((?:[^"]|"")*)"|[^${separator}\\r\\n]+`, 'g');
  return [...text.matchAll(pattern)].map(([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole);
}

test('servers: medians over the runs that measured, the reached share, best first', () => {
  const bad = { provider: 'B', probes: [probe('turn:b.example', 'udp', 'unreachable')] };
  const runs = [30, 50].map((rttMs, at) => {
    const run = judgedRun({ at, summaryCode: 95, rttMs });
    return judgedRun({ at, summaryCode: 95, rttMs, servers: [bad, ...run.report.servers] });
  });
  expect(compareServers(runs)).toMatchObject([
    { provider: 'Frankfurt', tests: 2, reached: 1, roundTripTimeMs: 40, mos: 4.41 },
    { provider: 'B', tests: 2, reached: 0 },
  ]);
  expect(compareServers(runs)[1]).not.toHaveProperty('roundTripTimeMs');
});

test('what was measured over TCP or TLS is told as such, by point and by server', () => {
  const runs = (['udp', 'tls', 'tcp', 'tls'] as const).map((relayProtocol, at) =>
    judgedRun({ at, summaryCode: 95, servers: [measuredOver(relayProtocol)] }),
  );
  expect(runs.map((run) => pointOf(run).over)).toEqual([undefined, 'TLS', 'TCP', 'TLS']);
  expect(compareServers(runs)).toMatchObject([{ provider: 'A', over: ['TCP', 'TLS'] }]);
  expect(compareServers(runs.slice(0, 1))).toMatchObject([{ provider: 'A', over: [] }]);
});

test('what a data channel measured is told as such, and its bandwidth as a lower bound', () => {
  const [direct, standIn] = (['rtp-datagrams', 'data-channel'] as const).map((method, at) =>
    judgedRun({ at, summaryCode: 95, servers: [measuredOver('udp', method)] }),
  );
  if (direct === undefined || standIn === undefined) throw new Error('two runs');
  expect(pointOf(standIn)).toMatchObject({ throughputKbps: 8300, atLeast: true, byDataChannel: true });
  expect(pointOf(direct)).not.toHaveProperty('atLeast');
  expect(pointOf(direct)).not.toHaveProperty('byDataChannel');
  expect(compareServers([direct, standIn])).toMatchObject([{ provider: 'A', byDataChannel: true }]);
  expect(compareServers([direct])).toMatchObject([{ provider: 'A', byDataChannel: false }]);
  expect(told(standIn).preCallTestResults).toMatchObject([{ method: 'data-channel', atLeast: true }]);
});

test('the history takes half of a small quota, and no more than 200 MB of a large or unknown one', () => {
  const bounds = [0, 1e6, 399_999_999, 400_000_001, 1e12, undefined].map(mostHistoryBytes);
  expect(bounds).toEqual([0, 500_000, 199_999_999.5, 200_000_000, 200_000_000, 200_000_000]);
});

test('a point from before a metric was measured has none of it', () => {
  const { jitterMs: _later, ...old } = point(0);
  expect(withEveryMetric(old as HistoryPoint)).toEqual(point(0, { jitterMs: null }));
});

test('the newest thorough test of this network is told: this run, or one of the points', () => {
  const filledLine = {
    provider: 'p',
    idleRoundTripTimeMs: 40,
    loadedRoundTripTimeMs: 900,
    atLeast: true,
    bytes: 1,
  };
  const plain = judgedRun({ at: 5000, summaryCode: 95 });
  const thorough = { ...plain, report: { ...plain.report, thorough: { filledLine } } };
  expect(pointOf(thorough)).toMatchObject({
    idleRoundTripTimeMs: 40,
    loadedRoundTripTimeMs: 900,
    loadedAtLeast: true,
  });
  const filled = { idleRoundTripTimeMs: 41, loadedRoundTripTimeMs: 80, network: plain.network };
  const points = [point(1, filled), point(2, filled), point(3), point(4, { ...filled, network: 'another' })];
  expect(newestFilled(thorough, points)?.at).toBe(5000);
  expect(newestFilled(plain, points)?.at).toBe(2);
  expect(newestFilled(plain, [])).toBeUndefined();
});
