/** A canary is a secret that can be found again: none of them may stand in what leaves the extension. */
import { expect, test } from 'playwright/test';
import { outputLine } from '../../../cli/output-line.ts';
import { pointsOfRun } from '../../../src/core/fleet/run-points.ts';
import { historyCsv } from '../../../src/core/history/history-csv.ts';
import { importHistory } from '../../../src/core/history/history-import.ts';
import { exportLine, pointOf } from '../../../src/core/history/history-record.ts';
import { ticketReport } from '../../../src/core/history/ticket-report.ts';
import type { JudgedRun } from '../../../src/core/monitor/judged-run.ts';
import { applyReport } from '../../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE } from '../../../src/core/monitor/monitor-state.ts';
import { networkKey } from '../../../src/core/monitor/network-identity.ts';
import { OTLP_ATTRIBUTES } from '../../../src/core/settings/otlp-settings.ts';
import { parseSettings } from '../../../src/core/settings/settings.ts';
import { exportSettings, importSettings } from '../../../src/core/settings/settings-transfer.ts';
import { GOOD, reachable, report } from '../builders/reports.ts';

const CANARY = {
  username: 'canary-username',
  credential: 'canary-credential',
  token: 'canary-token',
  salt: '7b1c0f0e-0000-4000-8000-00000000ca7a',
  deviceId: '1d1f1e1c-0000-4000-8000-00000000ca7a',
  publicAddress: '203.0.113.77',
  hostAddress: '192.168.77.7',
  userAgent: 'canary-browser',
} as const;

const parsed = parseSettings({
  servers: [
    { label: 'Own', urls: ['turn:a.example'], username: CANARY.username, credential: CANARY.credential },
    { label: 'Fetched', credentialsUrl: `https://c.example/turn?token=${CANARY.token}` },
  ],
});
if (!parsed.ok) throw new Error('bad fixture');
const { settings } = parsed;

const NETWORKS = [
  { networkType: 'wifi', serverReflexiveAddress: CANARY.publicAddress, hostAddress: CANARY.hostAddress },
  { networkType: 'ethernet', hostAddress: CANARY.hostAddress },
];

const runs: readonly JudgedRun[] = NETWORKS.map((network) => {
  const measured = report([reachable('Own', GOOD)], { network, userAgent: CANARY.userAgent });
  return applyReport(INITIAL_MONITOR_STATE, measured, settings, {
    now: 1_700_000_000_000,
    day: '2026-01-01',
    localMinute: 600,
    trigger: 'user',
    deviceId: CANARY.deviceId,
    networkSalt: CANARY.salt,
    snoozedUntil: null,
  }).run;
});

/** What goes to a collector, with all that may be told. */
const otlp = { ...settings.otlp, headers: { Authorization: CANARY.token } };
const exported = JSON.stringify(runs.map((run) => pointsOfRun(run, OTLP_ATTRIBUTES)));

const files: Readonly<Record<string, string>> = {
  'JSON Lines': runs.map((run) => `${exportLine(run)}\n`).join(''),
  CSV: historyCsv(runs.map(pointOf)),
  'what a collector is told': exported,
  'the settings file': exportSettings({ ...settings, otlp }),
};
const ticket = runs.map((run) => ticketReport(run, { version: '1', includeAddresses: false })).join('\n');

for (const [name, text] of Object.entries(files)) {
  test(`${name}: no secret, no address, and nothing of whose it is`, () => {
    expect(
      Object.values(CANARY).filter((canary) => canary !== CANARY.username && text.includes(canary)),
    ).toEqual([]);
  });
}

test('the user name stands in the settings file alone, as an import finds its server by it', () => {
  const { 'the settings file': settingsFile = '', ...others } = files;
  expect(settingsFile).toContain(CANARY.username);
  expect(JSON.stringify([others, ticket])).not.toContain(CANARY.username);
});

test('a ticket tells the browser, and no other canary unless addresses are asked for', () => {
  expect(Object.values(CANARY).filter((canary) => ticket.includes(canary))).toEqual([CANARY.userAgent]);
});

test('a line of the command line tells the address and the id that the contract asks for, and no other canary', () => {
  const { deviceId, publicAddress, hostAddress } = CANARY;
  const told = runs.map((run) => {
    const line = JSON.stringify(outputLine(run));
    return Object.values(CANARY).filter((canary) => line.includes(canary));
  });
  // The device's own address where no server told another.
  expect(told).toEqual([
    [deviceId, publicAddress],
    [deviceId, hostAddress],
  ]);
});

test('no text of an output verifies a guess at the address behind a network', () => {
  const output = [...Object.values(files), ticket].join('\n');
  const told = new Set(runs.map(({ network }) => network));
  expect([...told].every((key) => output.includes(key))).toBe(true);
  // Each quoted or separated text, whatever it is, as the salt that it might be; the right guess at the address.
  const texts = new Set(output.split(/[",:\s]+/).concat('', CANARY.deviceId));
  const found = [...texts].filter((salt) =>
    NETWORKS.some((network) => told.has(networkKey(network, undefined, salt))),
  );
  expect(found).toEqual([]);
  // The test would find it.
  expect(NETWORKS.map((network) => told.has(networkKey(network, undefined, CANARY.salt)))).toEqual([
    true,
    true,
  ]);
});

test('what is wrong with a file is told without what stands in it', () => {
  const { credential, token } = CANARY;
  const bad = JSON.stringify({
    format: 'precall-settings',
    version: 1,
    settings: {
      servers: [
        { label: 'x\ny', urls: [`turn:${credential}@a`], credential: [credential], username: { token } },
      ],
      [`key-${token}`]: credential,
    },
  });
  const refused = JSON.stringify([
    importSettings(bad, settings),
    importHistory(bad),
    importHistory(credential),
  ]);
  expect(refused).toContain('"ok":false');
  expect(refused.includes(credential)).toBe(false);
});
