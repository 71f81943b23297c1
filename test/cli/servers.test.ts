import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'playwright/test';
import { parseServers } from '../../cli/servers-file.ts';

test.describe.configure({ mode: 'parallel' });

/** Gives the pieces to the command one after the other. */
async function servers(...pieces: readonly string[]) {
  const child = spawn(process.execPath, ['scripts/run-cli.mjs', 'servers'], { stdio: 'pipe' });
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  for (const piece of pieces) {
    if (!child.stdin.write(piece)) await once(child.stdin, 'drain');
    await sleep(50);
  }
  child.stdin.end();
  const [stdout, stderr, [code]] = await output;
  return { stdout, stderr, code: code as number };
}

test("a provider's answer becomes a servers file, and STUN is named", async () => {
  const answer = JSON.stringify({
    iceServers: [
      { urls: 'stun:stun.example.org' },
      { urls: ['turn:turn.example.org:3478'], username: 'u', credential: 'p' },
    ],
  });
  const { stdout, stderr, code } = await servers(answer);
  expect(code).toBe(0);
  expect(parseServers('servers.json', stdout)).toEqual([
    { label: 'turn.example.org', urls: ['turn:turn.example.org:3478'], username: 'u', credential: 'p' },
  ]);
  expect(stderr).toBe('servers: Left out stun:stun.example.org: a STUN server cannot relay a call.\n');
});

test('what the text does not say is empty', async () => {
  const { stdout, code } = await servers('turn:turn.example.org:3478');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    { label: 'turn.example.org', urls: ['turn:turn.example.org:3478'], username: '', credential: '' },
  ]);
});

test('a slow and large text is read whole', async () => {
  const remarks = '// nothing here\n'.repeat(6_000);
  const { stdout, code } = await servers(
    remarks,
    remarks,
    "[{ urls: 'turn:a.example:3478', user",
    "name: 'u', credential: 'p' }]",
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { urls: ['turn:a.example:3478'], username: 'u', credential: 'p' },
  ]);
});

for (const [given, line] of [
  ['', 'Standard input is empty: give it a text with TURN servers.'],
  ['Hello', 'There is no TURN server in the text.'],
] as const) {
  test(`exits with 2 for ${JSON.stringify(given)}`, async () => {
    expect(await servers(given)).toEqual({ stdout: '', stderr: `servers: ${line}\n`, code: 2 });
  });
}

test('a shared secret is told as what it is, by name alone', async () => {
  const { stdout, stderr, code } = await servers(
    'use-auth-secret\nstatic-auth-secret=north\nrealm=example.org\n',
  );
  expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  expect(stderr).toContain('Left out static-auth-secret: it is a secret that servers share');
  expect(stderr).not.toContain('north');
});
