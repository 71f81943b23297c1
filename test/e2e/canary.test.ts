/** What the running extension says of itself: to the desktop, the toolbar, the command line, its logs and in its errors. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputLine } from '../../cli/output-line.ts';
import { expect, test } from './clean-browser.ts';
import { ExtensionUnderTest } from './extension.ts';

const CANARY = {
  username: 'canary-username',
  credential: 'canary-credential',
  token: 'canary-token',
} as const;
const LOGS = 'e2e.logs';

/** Runs before the code of the background and of the measuring document: what they log is kept, errors with their stack. */
function keepLogs(name: string): void {
  const kept = new BroadcastChannel(name);
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    console[level] = (...said: readonly unknown[]) =>
      kept.postMessage(
        said.map((each) => (each instanceof Error ? `${each.stack}` : JSON.stringify(each))).join(' '),
      );
  }
}

test('no secret stands in a notification, the title, a line of the command line, a log or an error', async ({
  turn,
}) => {
  const extension = await ExtensionUnderTest.launch({
    async prepare(folder) {
      for (const name of ['background.js', 'offscreen/offscreen.js']) {
        const file = join(folder, name);
        await writeFile(file, `(${keepLogs})(${JSON.stringify(LOGS)});\n${await readFile(file, 'utf8')}`);
      }
    },
  });
  try {
    await extension.call((name: string) => {
      const logs: unknown[] = [];
      new BroadcastChannel(name).onmessage = ({ data }) => logs.push(data);
      Object.assign(globalThis, { logs });
    }, LOGS);
    const { username, credential, token } = CANARY;
    const refused = [
      { label: 'Refused', urls: [turn.urls.tcp, turn.urls.tls], username, credential },
      {
        label: 'Unreachable',
        urls: [],
        username: '',
        credential: '',
        credentialsUrl: `https://127.0.0.1:9/turn?token=${token}`,
      },
    ];
    // Over UDP the device's addresses are seen.
    await extension.configure([...refused, turn.server('udp')]);
    const measured = await extension.run('full');
    await extension.configure(refused);
    await turn.kill();
    await extension.run();
    const run = await extension.run();
    const salt = await extension.stored<string>('local', 'networkSalt');
    if (salt === undefined || salt === '') throw new Error('There is no salt yet');
    const bad = { label: username, urls: [credential, `turn:${token}`], username: 7, credential };
    const error = await extension.ask('background', 'testServer', bad).then(String, String);
    const said = {
      notifications: JSON.stringify(await extension.notificationCalls()),
      title: await extension.call(() => chrome.action.getTitle({}), undefined),
      line: JSON.stringify(outputLine(run)),
      logs: JSON.stringify(await extension.call(() => (globalThis as { logs?: unknown }).logs, undefined)),
      error,
    };
    // Otherwise this would find nothing in nothing.
    expect(said.notifications).toContain('"create"');
    expect(said.title).toContain('Precall');
    expect(said.logs).toContain('Precall');
    expect(said.error).toContain('Bad argument of testServer');
    const { hostAddress, serverReflexiveAddress } = measured.report.network;
    const addresses = [hostAddress, serverReflexiveAddress].filter((address) => address !== undefined);
    expect(addresses).not.toEqual([]);
    for (const [where, text] of Object.entries(said)) {
      // The contract of a printed line has the address.
      const secrets = [
        ...Object.values(CANARY),
        salt,
        turn.credential,
        ...(where === 'line' ? [] : addresses),
      ];
      expect(
        secrets.filter((canary) => text.includes(canary)),
        where,
      ).toEqual([]);
    }
  } finally {
    await extension.dispose();
  }
});
