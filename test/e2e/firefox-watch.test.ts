/** The watch in Firefox: measured in the event page, shown in a tab. */
import messages from '../../_locales/en/messages.json' with { type: 'json' };
import { expect, test } from './firefox-extension.ts';
import { WATCH_PATH } from './watch-states.ts';

test.slow();

/** On a busy machine the count leaps: any number will do. */
const SOME_PROBES = / of [1-9]/;

test('a person watches the line, stops, and nothing is left', async ({ turn, firefox }) => {
  const filesBefore = await turn.restingFiles();
  await firefox.configure([turn.server('udp')]);
  const page = await firefox.openPage(WATCH_PATH);
  await page.press(messages.watchStart.message);
  await page.sees('Coturn over UDP');
  await page.sees(SOME_PROBES);
  await expect.poll(() => turn.openFiles()).toBeGreaterThan(filesBefore);
  await page.press(messages.watchStop.message);
  // Offered with what the watch comes to; on a busy machine that may tell of a stall.
  await page.sees(messages.watchCopy.message);
  await expect.poll(() => turn.openFiles()).toBe(filesBefore);
  await page.close();
});

test('an event page that is stopped ends the watch with a word', async ({ turn, firefox }) => {
  await firefox.configure([turn.server('udp')]);
  const page = await firefox.openPage(WATCH_PATH);
  await page.press(messages.watchStart.message);
  await page.sees(SOME_PROBES);
  await firefox.stopEventPage();
  await page.sees(messages.watchEnd_gone.message);
  await page.close();
});
