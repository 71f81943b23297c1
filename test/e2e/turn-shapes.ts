/** TURN servers other than a coturn that gives everybody all: what each makes of a run, in either browser. */
import { createRequire } from 'node:module';
import { expect } from 'playwright/test';
import type { FailureReason } from '../../src/core/report/failure-reasons.ts';
import type { ToldRun } from '../told-run.ts';
import { type Coturn, startCoturn } from './coturn.ts';
import type { DrivenExtension } from './driven-extension.ts';
import { startEjabberd } from './ejabberd.ts';
import { freePort, HOST } from './free-port.ts';
import { startScriptedTurn } from './scripted-turn.ts';
import { within } from './within.ts';

export const reasonsOf = (run: ToldRun) =>
  run.preCallTestResults.map(({ urls }) => urls.map(({ reason }) => reason));

const MEASURED = { mediaConnectivity: true, rtt: expect.any(Number), jitter: expect.any(Number) };

/** Each user may have four allocations (or all users together), as operators set it: all three URLs come up, in one run after the other. */
export async function expectMeasuredWithinQuota(
  extension: DrivenExtension,
  turn: Coturn,
  urls: string[],
): Promise<void> {
  await extension.configure([{ ...turn.server(), urls }]);
  for (const kind of ['full', 'light'] as const) {
    const run = await extension.run(kind);
    expect(run.preCallTestResults).toMatchObject([
      { ...MEASURED, urls: urls.map(() => ({ reachable: true, reason: null })) },
    ]);
    expect(run.notified).toBe(false);
  }
}

/** Relays that reach no other relay: nothing is known of the line, and nothing is told of it. */
export async function expectUntestable(extension: DrivenExtension): Promise<void> {
  await within(startCoturn({ forbidPeers: true }), async (turn) => {
    await extension.configure([turn.server('udp', 'tcp')]);
    for (let i = 0; i < 2; i += 1) {
      const run = await extension.run();
      expect(reasonsOf(run)).toEqual([['relay-forbidden', 'relay-forbidden']]);
      expect(run.report.servers[0]?.probes[0]?.allocationTimeMs).toBeGreaterThan(0);
      expect(run.notified).toBe(false);
    }
    expect(await extension.notificationCalls()).toEqual([]);
  });
}

/** The answer to an Allocate request -> the reason. */
export async function expectReasonsOfCodes(
  extension: DrivenExtension,
  reasons: Readonly<Record<number, FailureReason>>,
): Promise<void> {
  const codes = Object.keys(reasons).map(Number);
  const servers = await Promise.all(codes.map(startScriptedTurn));
  try {
    await extension.configure(servers.map((server) => server.server('udp', 'tcp')));
    const run = await extension.run();
    const found = Object.fromEntries(reasonsOf(run).map((found, i) => [codes[i], found]));
    expect(found).toEqual(Object.fromEntries(codes.map((code) => [code, [reasons[code], reasons[code]]])));
  } finally {
    for (const server of servers) server.close();
  }
}

/** A nonce that is stale after a second (438) is renewed under way. */
export async function expectMeasuredWithStaleNonces(extension: DrivenExtension): Promise<void> {
  await within(startCoturn({ args: ['--stale-nonce=1'] }), async (turn) => {
    await extension.configure([turn.server('udp')]);
    expect((await extension.run('full')).preCallTestResults).toMatchObject([MEASURED]);
  });
}

export async function expectEjabberdMeasured(extension: DrivenExtension, program: string): Promise<void> {
  await within(startEjabberd(program), async (ejabberd) => {
    const [udp = ''] = ejabberd.server.urls;
    const wrong = { ...ejabberd.server, label: 'wrong', urls: [udp], credential: 'x' };
    await extension.configure([ejabberd.server, wrong]);
    const run = await extension.run('full');
    expect(run.preCallTestResults).toMatchObject([
      { ...MEASURED, throughput: expect.any(Number), urls: [{ reachable: true }, { reachable: true }] },
      { mediaConnectivity: false, urls: [{ reason: 'wrong-credentials' }] },
    ]);
  });
}

interface NodeTurn {
  start(): void;
  stop(): void;
}

/** It has UDP only. */
export async function expectNodeTurnMeasured(extension: DrivenExtension): Promise<void> {
  const Server = createRequire(import.meta.url)('node-turn') as new (options: object) => NodeTurn;
  const port = await freePort();
  const server = new Server({
    authMech: 'long-term',
    realm: 'precall.test',
    credentials: { alice: 'of-node-turn' },
    listeningPort: port,
    listeningIps: [HOST],
    relayIps: [HOST],
  });
  server.start();
  try {
    const urls = [`turn:${HOST}:${port}?transport=udp`];
    await extension.configure([{ label: 'node-turn', urls, username: 'alice', credential: 'of-node-turn' }]);
    expect((await extension.run('full')).preCallTestResults).toMatchObject([MEASURED]);
  } finally {
    server.stop();
  }
}
