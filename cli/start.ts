/**
 * `npm start`: the main job on this machine alone, with a TURN server inside. With a display the browser opens and
 * stays until it is closed; without one the result is printed, and that is all.
 */
import type { JudgedRun } from '../src/core/monitor-state.ts';
import { startEmbeddedTurn } from './embedded-turn.ts';
import type { ExtensionBrowser } from './extension-browser.ts';
import { launchChromium } from './launch-chromium.ts';
import { makeRun, seedSettings } from './make-run.ts';
import { outputLine } from './output-line.ts';
import { inThrowAwayBrowser } from './throw-away.ts';

const { PRECALL_CHROMIUM: executable, PRECALL_EXTENSION: extension } = process.env;
if (executable === undefined || extension === undefined) {
  throw new Error('PRECALL_CHROMIUM and PRECALL_EXTENSION are not set: start this with npm start.');
}

const hasDisplay =
  process.platform !== 'linux' ||
  [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((name) => name !== undefined && name !== '');

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function inWords({ event, preCallTestResults, report }: JudgedRun): string {
  const seconds = (report.durationMs / 1000).toFixed(1);
  const [result] = preCallTestResults;
  const rounded = (value: number | null | undefined, digits: number, unit: string): string =>
    value === null || value === undefined ? 'not measured' : `${value.toFixed(digits)} ${unit}`;
  return [
    `${event.summary} (code ${event.summaryCode}, ${event.status}): ${event.notification}.`,
    `Measured in ${seconds} s through ${result?.provider ?? 'no server'}:`,
    `  round trip ${rounded(result?.rtt, 1, 'ms')}, jitter ${rounded(result?.jitter, 1, 'ms')},`,
    `  loss ${rounded(result?.fractionalLoss == null ? null : result.fractionalLoss * 100, 1, '%')},`,
    `  throughput ${rounded(result?.throughput, 0, 'kbit/s')}`,
  ].join('\n');
}

async function show(browser: ExtensionBrowser): Promise<void> {
  await browser.show('popup/popup.html');
  say('The popup stands in a tab; the toolbar shows the same. Close the browser, or press Ctrl+C, to end.');
  await browser.closed;
}

const turn = await startEmbeddedTurn();
try {
  say(
    `A TURN server listens on ${turn.settings.urls[0]}; opening Chromium ${hasDisplay ? '' : 'headless '}...`,
  );
  await inThrowAwayBrowser(
    (profile) => launchChromium({ executable, extension, profile, headless: !hasDisplay }),
    async (browser) => {
      await seedSettings(browser, [turn.settings], { enabled: hasDisplay });
      say('Testing the connection ...');
      const run = await makeRun(browser, 'full');
      process.stdout.write(`${inWords(run)}\n${JSON.stringify(outputLine(run))}\n`);
      if (hasDisplay) await show(browser);
    },
  );
} catch (error) {
  if (process.exitCode === undefined) throw error;
} finally {
  turn.stop();
  // Its allocations stay open until they run out, and would keep this process for ten minutes.
  process.stdout.write('', () => process.exit());
}
