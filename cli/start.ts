/**
 * `npm start`: the main job on this machine alone, with a TURN server inside. With a display the browser opens and
 * stays until it is closed; without one the result is printed, and that is all.
 */

import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { sctCallbacks } from '../src/core/monitor/sct-callbacks.ts';
import { startEmbeddedTurn } from './embedded-turn.ts';
import type { ExtensionBrowser } from './extension-browser.ts';
import { launchChromium } from './launch-chromium.ts';
import { makeRun, seedSettings } from './make-run.ts';
import { outputLine } from './output-line.ts';
import { Interrupted, inThrowAwayBrowser } from './throw-away.ts';

const chromium = fromEnvironment('PRECALL_CHROMIUM');
const built = fromEnvironment('PRECALL_EXTENSION');

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start this with npm start.`);
  return value;
}

let hasDisplay =
  process.platform !== 'linux' ||
  [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((name) => name !== undefined && name !== '');

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function inWords(run: JudgedRun): string {
  const { event, preCallTestResults } = sctCallbacks(run);
  const seconds = (run.report.durationMs / 1000).toFixed(1);
  const [result] = preCallTestResults;
  const rounded = (value: number | null | undefined, digits: number, unit: string): string =>
    value === null || value === undefined ? 'not measured' : `${value.toFixed(digits)} ${unit}`;
  return [
    `${event.summary} (code ${event.summaryCode}, ${event.status}): ${event.notification}.`,
    `Measured in ${seconds} s through ${result?.provider ?? 'no server'}:`,
    `  round trip ${rounded(result?.rtt, 1, 'ms')}, jitter ${rounded(result?.jitter, 1, 'ms')},`,
    `  loss ${rounded(result?.fractionalLoss == null ? null : result.fractionalLoss * 100, 1, '%')},`,
    `  throughput ${result?.atLeast === true ? 'at least ' : ''}${rounded(result?.throughput, 0, 'kbit/s')}, MOS ${rounded(result?.mos, 1, 'of 4.4')}`,
  ].join('\n');
}

async function launch(profile: string): Promise<ExtensionBrowser> {
  const common = { executable: chromium, extension: built, profile };
  if (!hasDisplay) return launchChromium({ ...common, headless: true });
  try {
    return await launchChromium({ ...common, headless: false });
  } catch (error) {
    // DISPLAY may name one that is gone, or that is not ours.
    hasDisplay = false;
    const [reason] = String(error).split('\n');
    say(`Chromium cannot open a window (${reason}); going on without.`);
    return launchChromium({ ...common, headless: true });
  }
}

async function show(browser: ExtensionBrowser): Promise<void> {
  await browser.show('popup/popup.html');
  say('The popup stands in a tab; the toolbar shows the same. Close the browser, or press Ctrl+C, to end.');
  await browser.closed;
}

const turn = await startEmbeddedTurn('127.0.0.1');
try {
  say(
    `A TURN server listens on ${turn.settings.urls[0]}; opening Chromium ${hasDisplay ? '' : 'headless '}...`,
  );
  await inThrowAwayBrowser(launch, async (browser) => {
    await seedSettings(browser, [turn.settings], { enabled: hasDisplay });
    say('Testing the connection ...');
    const run = await makeRun(browser, 'full');
    process.stdout.write(`${inWords(run)}\n${JSON.stringify(outputLine(run))}\n`);
    if (hasDisplay) await show(browser);
  });
} catch (error) {
  if (!(error instanceof Interrupted)) throw error;
} finally {
  turn.stop();
  // Its allocations stay open until they run out, and would keep this process for ten minutes.
  process.stdout.write('', () => process.exit());
}
