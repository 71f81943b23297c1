/** The notes for the stores' reviewer, step by step: store/review-notes.md. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { root } from '../../scripts/set-up.mjs';
import { expect, test } from './clean-browser.ts';

test('what npm run turn prints is pasted into the welcome, and the first test is made through it', async ({
  extension,
}) => {
  const server = spawn('npm', ['run', '--silent', 'turn'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (server.pid === undefined) throw new Error('npm cannot be started');
  const ended = once(server, 'close');
  try {
    const [line] = await once(createInterface(server.stdout), 'line');
    const page = await extension.openPage('options/options.html#welcome');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Paste iceServers' }).click();
    await page.getByRole('textbox', { name: 'iceServers' }).fill(line);
    await page.getByRole('button', { name: 'Read the servers' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.locator('.word')).toHaveText(/Excellent|Good|Fair/, { timeout: 60_000 });
    const run = await extension.latest();
    expect(run?.preCallTestResults).toMatchObject([{ mediaConnectivity: true }]);
  } finally {
    process.kill(-server.pid, 'SIGTERM');
    await ended;
  }
});
