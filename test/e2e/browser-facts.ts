/** What src/precall takes for true of a browser and no API tells, held against the browser and the packets that it sends. */
import { expect } from 'playwright/test';
import { ticksWholeMs } from '../../src/precall/link/host-facts.ts';
import { browserTraits } from '../../src/precall/run/browser-traits.ts';
import type { Coturn } from './coturn.ts';
import type { DrivenExtension } from './driven-extension.ts';
import { framingBytes, openWatchedLine } from './turn-packets.ts';

export async function expectFactsOfBrowser(
  extension: DrivenExtension,
  turn: Coturn,
  wholeMs: boolean,
): Promise<void> {
  const line = await openWatchedLine(turn.port);
  try {
    await extension.configure([{ ...turn.server(), urls: [line.url] }]);
    const run = await extension.run();
    expect(run.report.servers[0]?.probes[0]?.metrics?.method).toBe('rtp-datagrams');
    const traits = browserTraits(await extension.call(() => navigator.userAgent, undefined));
    expect(mostCommon(line.toServer.map(framingBytes))).toBe(traits.turnFramingBytes);
    // A server's own are the same, or 24 more when it names its software in each.
    const received = mostCommon(line.toClient.map(framingBytes)) ?? 0;
    expect([0, 24]).toContain(received - traits.turnFramingBytes);
  } finally {
    line.close();
  }
  const clockTickMs = await extension.call(smallestStepMs, 50);
  expect(ticksWholeMs({ clockTickMs })).toBe(wholeMs);
}

function mostCommon(found: readonly (number | undefined)[]): number | undefined {
  const counts = new Map<number, number>();
  for (const bytes of found) if (bytes !== undefined) counts.set(bytes, (counts.get(bytes) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Runs in an extension page, so it stands alone. */
function smallestStepMs(steps: number): number {
  let smallest = Number.POSITIVE_INFINITY;
  let before = performance.now();
  for (let seen = 0; seen < steps; ) {
    const now = performance.now();
    if (now === before) continue;
    smallest = Math.min(smallest, now - before);
    before = now;
    seen += 1;
  }
  return smallest;
}
