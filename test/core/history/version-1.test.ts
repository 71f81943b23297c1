import { expect, test } from 'playwright/test';
import { outputLine } from '../../../cli/output-line.ts';
import { parseReplayLine } from '../../../cli/replay-input.ts';
import { importHistory } from '../../../src/core/history/history-import.ts';
import { exportLine, pointOf } from '../../../src/core/history/history-record.ts';
import { pointFromVersion1 } from '../../../src/core/history/point-version-1.ts';
import type { JudgedRun } from '../../../src/core/monitor/judged-run.ts';
import { readMonitorState } from '../../../src/core/monitor/read-monitor-state.ts';
import { runFromVersion1, stateFromVersion1 } from '../../../src/core/monitor/version-1.ts';
import { INITIAL_NOTIFICATIONS } from '../../../src/core/notification/notification-state.ts';
import { INITIAL_STABILITY } from '../../../src/core/stability/stability.ts';
import { version1, version1Lines } from '../../version-1.ts';

const OLD_NAMES = /"(medianMs|rfc3550Ms|ratio|goodputKbps)"/;

function imported(): readonly JudgedRun[] {
  const read = importHistory(version1('history.jsonl'));
  if (!read.ok) throw new Error(`Line ${read.line} is not read`);
  return read.runs;
}

test('an exported history of version 1 is read, with its numbers under the names of today', () => {
  const runs = imported();
  expect(runs).toHaveLength(17);
  expect(JSON.stringify(runs)).not.toMatch(OLD_NAMES);
  const [frankfurt, stream, dead, untested] = runs[14]?.report.servers ?? [];
  expect(frankfurt?.probes[0]?.metrics).toMatchObject({
    roundTripTime: { roundTripTimeMs: 205, minMs: 203.5, p95Ms: 217.25 },
    jitter: { jitterMs: 41, p95DeviationMs: 82 },
    loss: { lossRatio: 0.03, interval: [0.015, 0.04], meanLossRun: 1.75 },
    throughput: { capacityKbps: 900, throughputKbps: 873, shareKbps: 800 },
  });
  expect(frankfurt?.probes[1]?.metrics?.roundTripTime?.roundTripTimeMs).toBe(210);
  expect(stream?.probes[0]?.metrics?.missing).toEqual({ loss: 'cannot be seen over a stream' });
  expect(dead?.probes[0]?.reason).toBe('unreachable');
  expect(untested?.credentialsTrouble).toEqual({ problem: 'server-error', httpStatus: 503 });
});

test('the charts show of an old run what they showed', () => {
  const { points } = JSON.parse(version1('history-day.json'));
  // What measured it and what a call would have been is kept since; of an old point neither is known.
  const since = ['atLeast', 'byDataChannel', 'callLevel', 'voiceMos', 'sentVideoKbps', 'receivedVideoKbps'];
  const known = imported().map((run) =>
    Object.fromEntries(Object.entries(pointOf(run)).filter(([key]) => !since.includes(key))),
  );
  expect(points.map(pointFromVersion1)).toEqual(known);
});

test('the command line prints of an old run what it printed, and what was added since', () => {
  const printed = version1Lines('printed.jsonl').map((line) => JSON.parse(line));
  const stored = JSON.parse(version1('history-runs.json')).map(runFromVersion1) as JudgedRun[];
  const withoutAddress = printed.map((line) => ({ ...line, event: { ...line.event, localIp: null } }));
  expect(JSON.parse(JSON.stringify(stored.map(outputLine)))).toMatchObject(withoutAddress);
});

test('replay reads an old export as it reads the same run exported today', () => {
  const old = version1Lines('history.jsonl').map(parseReplayLine);
  const fresh = imported().map((run) => parseReplayLine(exportLine(run)));
  expect(old.map(({ ok }) => ok)).not.toContain(false);
  // An export of today tells less of whose it is.
  expect(old).toMatchObject(fresh);
});

test('the state that version 1 stored is read; networks are learnt anew, and what stands on the desktop is known', () => {
  const { data } = JSON.parse(version1('monitor.json'));
  const state = readMonitorState(stateFromVersion1(data));
  expect(state?.latest?.report.servers[0]?.probes[0]?.metrics?.loss?.lossRatio).toBe(0.08);
  expect(JSON.stringify(state)).not.toMatch(OLD_NAMES);
  const { latest: _latest, stability: _learnt, notifications, dataUse, ...rest } = data;
  // A ledger took the place of the allowance.
  const { allowance: _allowance, at: _at, ...used } = dataUse;
  expect(state).toMatchObject({ ...rest, dataUse: { ...used, spent: [] } });
  expect(state?.stability).toEqual(INITIAL_STABILITY);
  expect(state?.notifications).toEqual({ ...INITIAL_NOTIFICATIONS, shown: notifications.shown });
});

test('what is no run at all stays what it is, for the check that follows', () => {
  for (const odd of [null, 1, 'x', [], {}, { report: 1 }, { report: { servers: [{ probes: { 0: 1 } }] } }]) {
    expect(runFromVersion1(odd)).toEqual(odd);
    expect(stateFromVersion1(odd)).toEqual(odd);
    expect(pointFromVersion1(odd)).toEqual(odd);
  }
});
