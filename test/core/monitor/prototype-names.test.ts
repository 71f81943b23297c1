/** A server or a network may be called what every object inherits: it is judged, remembered and told as any other. */
import { expect, test } from 'playwright/test';
import { compareServers } from '../../../src/core/history/server-comparison.ts';
import type { JudgedRun } from '../../../src/core/monitor/judged-run.ts';
import { applyReport } from '../../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE, type MonitorState } from '../../../src/core/monitor/monitor-state.ts';
import { readMonitorState } from '../../../src/core/monitor/read-monitor-state.ts';
import { withCredentialFacts } from '../../../src/core/report/run-credentials.ts';
import { DEFAULT_SETTINGS, parseSettings } from '../../../src/core/settings/settings.ts';
import { GOOD, reachable, report, unreachable } from '../builders/reports.ts';

const PLAIN = 'plain';
const T0 = 1_700_000_000_000;

/** Good full runs, light ones, an outage and a recovery on one network, with the state stored between them. */
function play(name: string): { readonly runs: readonly JudgedRun[]; readonly state: MonitorState } {
  let state = INITIAL_MONITOR_STATE;
  const runs = Array.from({ length: 24 }, (_, index) => {
    const { throughput: _only, ...light } = GOOD;
    const measured = index % 3 === 0 ? GOOD : light;
    const server = index > 15 && index < 20 ? unreachable('x') : reachable('x', measured);
    const seen = report(
      [
        { ...server, provider: name },
        { ...unreachable('x'), provider: 'second' },
      ],
      {
        runId: `run-${index}`,
        kind: index % 3 === 0 ? 'full' : 'light',
        startedAt: T0 + index * 300_000,
      },
    );
    const expiresAt = Object.fromEntries([[name, T0]]);
    const told = withCredentialFacts(seen, { expiresAt, troubles: {}, untested: [] });
    const step = applyReport(state, told, DEFAULT_SETTINGS, {
      now: T0 + index * 300_000,
      day: '2026-01-01',
      localMinute: 600,
      trigger: 'schedule',
      deviceId: 'device',
      networkSalt: '',
      network: name,
      snoozedUntil: null,
    });
    const stored = readMonitorState(JSON.parse(JSON.stringify(step.state)));
    if (stored === undefined) throw new Error('The state cannot be read back.');
    state = stored;
    return step.run;
  });
  return { runs, state };
}

/** As entries, so that a name that was set on a prototype is missed. */
const text = (value: unknown, name: string): string =>
  JSON.stringify(value).replaceAll(JSON.stringify(name), JSON.stringify(PLAIN));

// The notification's id is a hash of the network's key.
const withoutIds = (played: string): string => played.replaceAll(/"[0-9a-f]{32}"/g, '"id"');

for (const name of Object.getOwnPropertyNames(Object.prototype)) {
  test(`a server and a network called ${name}`, () => {
    const [own, plain] = [play(name), play(PLAIN)];
    expect(withoutIds(text(own.runs, name))).toBe(withoutIds(text(plain.runs, PLAIN)));
    expect(withoutIds(text(own.state, name))).toBe(withoutIds(text(plain.state, PLAIN)));
    expect(text(compareServers(own.runs), name)).toBe(text(compareServers(plain.runs), PLAIN));
    const server = { label: name, urls: ['turn:a.example'], username: 'u', credential: 'p' };
    expect(parseSettings({ servers: [server] })).toMatchObject({ ok: true, settings: { servers: [server] } });
  });
}
