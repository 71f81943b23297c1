/** Firefox's remote port is open to every program of the machine: one of them may be there before us. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyBuilt } from '../../build.mjs';
import { launchFirefox } from '../../cli/launch-firefox.ts';
import { ensureFirefox, root } from '../../scripts/set-up.mjs';
import { expect, test } from '../folder-fixture.ts';

/** Reads what Firefox says, opens a session with it, and only then tells where it listens. */
const INTRUDER = `
const { WebSocket } = require(${JSON.stringify(join(root, 'node_modules', 'ws'))});
let said = '';
process.stdin.on('data', (part) => {
  said += part;
  const address = /BiDi listening on (ws:\\S+)/.exec(said)?.[1];
  if (address === undefined) return;
  process.stdin.removeAllListeners('data');
  process.stdin.on('end', () => process.exit()).resume();
  const socket = new WebSocket(address + '/session');
  socket.on('open', () => socket.send(JSON.stringify({ id: 1, method: 'session.new', params: { capabilities: {} } })));
  socket.on('message', () => process.stderr.write('WebDriver BiDi listening on ' + address + '\\n'));
});
`;

test('a program that was at the remote port first ends the run with a line that says so', {
  tag: '@long',
}, async ({ folder }) => {
  const extension = await copyBuilt('firefox', join(folder, 'extension'));
  const script = join(folder, 'intruder.cjs');
  await writeFile(script, INTRUDER);
  const program = join(folder, 'firefox');
  const real = `exec '${await ensureFirefox()}' "$@"`;
  await writeFile(program, `#!/bin/bash\n${real} 2> >(exec '${process.execPath}' '${script}' >&2)\n`);
  await chmod(program, 0o755);
  const launching = launchFirefox({
    executable: program,
    extension,
    profile: join(folder, 'profile'),
    headless: true,
  });
  await expect(launching).rejects.toThrow(
    'Another program drives this Firefox: it was at the remote port first. Nothing was measured.',
  );
});

test('without the reach of the browser’s own Firefox is driven through the page that opens on installation', {
  tag: '@long',
}, async ({ folder }) => {
  const firefox = await launchFirefox({
    executable: await ensureFirefox(),
    extension: await copyBuilt('firefox', join(folder, 'extension')),
    profile: join(folder, 'profile'),
    headless: true,
  });
  try {
    expect(await firefox.call((name: string) => `${name} ${location.hash}`, 'at')).toBe('at #welcome');
    await expect(firefox.evaluateInBrowser('1')).rejects.toThrow();
  } finally {
    await firefox.close();
  }
});
