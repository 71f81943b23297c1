/** The thorough test: what it measures, where its numbers stand, and that it asks before it is heard in a call. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import type { RunningRun } from '../../src/platform/storage.ts';
import { openBadLine } from './bad-line.ts';
import type { Coturn } from './coturn.ts';
import { expect, playTone, test } from './site-fixtures.ts';

/** kbit/s of the line, whose queue is 300 ms; ms each way. */
const LINE = { rateKbps: 2_000, delayMs: 15 } as const;

/** UDP goes over the line, TCP and TLS beside it. */
function behind(line: { readonly url: string }, turn: Coturn): ReturnType<Coturn['server']> {
  const { urls, ...server } = turn.server('tcp', 'tls');
  return { ...server, urls: [line.url, ...urls] };
}

async function exported(history: Page, button: string): Promise<string> {
  const waiting = history.waitForEvent('download');
  await history.getByRole('button', { name: button }).click();
  return readFile(await (await waiting).path(), 'utf8');
}

test('fills the line, measures each transport, and its numbers stand everywhere', async ({
  turn,
  extension,
}) => {
  const line = await openBadLine(turn.port, LINE);
  try {
    await extension.configure([behind(line, turn)]);
    const before = await extension.run('light');
    const popup = await extension.openPage('popup/popup.html');
    await popup.getByRole('button', { name: 'Thorough test' }).click();
    const { report, runId } = await extension.nextRun(before.runId);
    await extension.endOfRun();
    const filled = report.thorough?.filledLine;
    if (filled === undefined) throw new Error(`The line was not filled: ${report.thorough?.missing}`);
    expect(filled.provider).toBe('Coturn');
    // A busy machine's timers make it longer; how exact it is the bench tells.
    expect(filled.idleRoundTripTimeMs).toBeGreaterThan(25);
    expect(filled.loadedRoundTripTimeMs - filled.idleRoundTripTimeMs).toBeGreaterThan(150);
    expect(filled.bytes).toBeLessThan(4_000_000);
    expect(report.servers[0]?.probes.map(({ metrics }) => metrics?.method)).toEqual(
      ['udp', 'tcp', 'tls'].map(() => 'rtp-datagrams'),
    );
    expect(report.servers[0]?.probes.map(({ metrics }) => typeof metrics?.throughput)).toEqual(
      ['udp', 'tcp', 'tls'].map(() => 'object'),
    );

    const sentence = /When an upload or a download fills this line/;
    await popup.getByText(sentence).first().waitFor();
    await popup.getByText(/Queue .* round trips a minute/).waitFor();
    await expect(popup.getByRole('table').getByRole('row')).toHaveCount(4);
    await popup.getByText('Report a problem').click();
    expect(await popup.getByRole('textbox').inputValue()).toMatch(sentence);

    const history = await extension.openPage('history/history.html');
    await history.getByRole('columnheader', { name: 'Filled line' }).waitFor();
    await history
      .getByRole('button', { name: /^Show the report of/ })
      .first()
      .click();
    await expect(history.getByRole('dialog').getByRole('textbox')).toHaveValue(sentence);
    await history.getByRole('button', { name: 'Close' }).click();
    const rows = (await exported(history, 'JSON Lines')).trim().split('\n');
    const runs = rows.map((row) => JSON.parse(row).run.report);
    expect(runs.find((run) => run.runId === runId).thorough).toEqual(report.thorough);
    const [head = '', ...cells] = (await exported(history, 'CSV')).trim().split('\r\n');
    const column = head.split(',').indexOf('loadedRoundTripMs');
    expect(cells.map((row) => row.split(',')[column])).toContain(String(filled.loadedRoundTripTimeMs));
  } finally {
    line.close();
  }
});

test('while a tab plays sound it says so, and tests only when the person wants it anyway', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')]);
  const before = await extension.run('light');
  const tab = await extension.context.newPage();
  await tab.evaluate(playTone);
  await expect
    .poll(() => extension.call(async () => (await chrome.tabs.query({ audible: true })).length, undefined))
    .toBe(1);
  const popup = await extension.openPage('popup/popup.html');
  await popup.getByRole('button', { name: 'Thorough test' }).click();
  await popup.getByText('A tab plays sound').waitFor();
  expect(await extension.latest()).toMatchObject({ runId: before.runId });
  await popup.getByRole('button', { name: 'Test anyway' }).click();
  const isMeasuring = (run: RunningRun | null | undefined): boolean => run?.progress?.phase === 'quality';
  const { wish } = (await extension.until<RunningRun | null>('session', 'running', isMeasuring)) ?? {};
  expect(wish).toMatchObject({ thorough: true, despiteSound: true });
  await extension.ask('background', 'cancelRun');
  await extension.endOfRun();
});
