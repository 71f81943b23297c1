import { expect, test } from 'playwright/test';
import { applyReport } from '../../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE, type MonitorState } from '../../../src/core/monitor/monitor-state.ts';
import { readMonitorState } from '../../../src/core/monitor/read-monitor-state.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';
import { GOOD, reachable, report, unreachable } from '../builders/reports.ts';

/** After a good run, an outage that was notified, and a lossy run. */
function lived(): MonitorState {
  const runs = [reachable('a', GOOD), unreachable('a'), reachable('a', { ...GOOD, loss: 0.1 })];
  let state = INITIAL_MONITOR_STATE;
  for (const [index, server] of runs.entries()) {
    state = applyReport(state, report([server]), DEFAULT_SETTINGS, {
      now: 1_700_000_000_000 + index * 300_000,
      day: '2023-11-14',
      localMinute: 600,
      trigger: 'schedule',
      deviceId: 'd',
      networkSalt: 'salt',
      network: 'n',
      snoozedUntil: null,
    }).state;
  }
  return state;
}

test('what the reducer wrote is read back as it was', () => {
  for (const state of [INITIAL_MONITOR_STATE, lived()]) {
    const stored = JSON.parse(JSON.stringify(state));
    expect(readMonitorState(stored)).toEqual(stored);
  }
});

const state = lived();
for (const [what, data] of [
  ['nothing', null],
  ['a run without its code', { ...state, latest: { ...state.latest, summaryCode: undefined } }],
  ['no stability', { ...state, stability: {} }],
  ['no data use', { ...state, dataUse: { bytesToday: 0 } }],
  ['a network without its bandwidths', { ...state, networks: { n: { seenAt: 1, fullAt: null } } }],
  [
    'notifications without codes',
    { ...state, notifications: { ...state.notifications, networks: { n: {} } } },
  ],
] as const) {
  test(`${what} is no state`, () => {
    expect(readMonitorState(data)).toBeUndefined();
  });
}
