import { expect, test } from 'playwright/test';
import type { ExtensionBrowser } from '../../cli/extension-browser.ts';
import { createWatchLines } from '../../cli/watch/watch-lines.ts';
import { NOTHING_SEEN, type WatchUpdate } from '../../src/core/watch/watch-report.ts';

const ENDED: WatchUpdate = {
  phase: 'ended',
  startedAt: 1_700_000_000_000,
  ofMs: 60_000,
  silentMs: 0,
  seconds: [],
  summary: NOTHING_SEEN,
  end: 'stopped',
};

/** Its page has this one update to tell. */
const telling = (update: WatchUpdate) =>
  ({
    call: async ({ name }: { name: string }) => (name === 'newsInPage' ? [update] : undefined),
  }) as unknown as ExtensionBrowser;

test('the last line says what it comes to, but not of what never began', async () => {
  const lines: object[] = [];
  const print = (line: object) => void lines.push(line);
  const summary = { ...NOTHING_SEEN, durationMs: 60_000, probesSent: 300 };
  await createWatchLines(60, print).follow(telling({ ...ENDED, summary }));
  await createWatchLines(60, print).follow(telling(ENDED));
  expect(lines).toMatchObject([
    { watch: 'ended', text: 'In 60 s the line did not stall. Nothing was lost.', end: 'stopped' },
    { watch: 'ended', end: 'stopped' },
  ]);
  expect(lines[1]).not.toHaveProperty('text');
});

test('a server that cannot be reached is the error', async () => {
  const update = { ...ENDED, end: 'unreachable', reason: 'no-capacity' } as const;
  const following = createWatchLines(60, () => {}).follow(telling(update));
  await expect(following).rejects.toThrow('The line could not be watched: no-capacity.');
});
