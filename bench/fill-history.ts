/** A history as long use leaves it: a run every five minutes, up to now. */
import type { Page } from 'playwright';
import { judgedRun } from '../test/core/builders/judged-runs.ts';
import type { ExtensionUnderTest } from '../test/e2e/extension.ts';

/** The database is there already. */
export async function fillHistory(page: Page, { origin }: ExtensionUnderTest, count: number): Promise<void> {
  await page.goto(`${origin}/manifest.json`);
  const run = judgedRun({ at: Date.now(), summaryCode: 95 });
  await page.evaluate(writeRuns, { run, count, now: Date.now() });
}

/** Stands alone: runs inside a page of the extension. */
async function writeRuns(input: {
  run: ReturnType<typeof judgedRun>;
  count: number;
  now: number;
}): Promise<void> {
  const { run, count, now } = input;
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('precall-history', 2);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const days = new Map<number, object[]>();
  for (let first = 0; first < count; first += 5000) {
    const writing = database.transaction('runs', 'readwrite');
    for (let n = first; n < Math.min(count, first + 5000); n += 1) {
      const at = now - (count - n) * 300_000;
      const summaryCode = n % 97 === 0 ? 30 : n % 50 < 3 ? 60 : 95;
      const point = {
        at,
        runId: `r${n}`,
        summaryCode,
        connectivityCode: 3,
        network: n % 5000 < 1000 ? 'b' : 'a',
        provider: 'Frankfurt',
        roundTripTimeMs: 40 + 10 * Math.sin(n / 30) + (n % 97 === 0 ? 400 : 0),
        jitterMs: 2 + Math.sin(n),
        lossRatio: 0,
        throughputKbps: n % 12 === 0 ? 8000 : null,
        unstable: false,
        notified: false,
      };
      const day = Math.floor(at / 86_400_000);
      days.set(day, [...(days.get(day) ?? []), point]);
      writing.objectStore('runs').put({ ...run, version: 2, runId: point.runId, at, summaryCode });
    }
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
  }
  const writing = database.transaction('days', 'readwrite');
  for (const [day, points] of days) writing.objectStore('days').put({ day, points });
  await new Promise((resolve) => {
    writing.oncomplete = resolve;
  });
  database.close();
}
