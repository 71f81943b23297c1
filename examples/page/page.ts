/** How a page of your own uses the test: three callbacks, start and stop. */
import { smartConnectivityTest } from '../../src/page-api/sct-api.ts';

/** The page's own parts; it is broken without them. */
function part<T extends Element>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (found === null) throw new Error(`The page has no ${selector}`);
  return found;
}

const form = part<HTMLFormElement>('form');
const iceServers = part<HTMLTextAreaElement>('textarea');
const interval = part<HTMLInputElement>('input');
const problem = part('[role=alert]');
const status = part('[role=status]');
const log = part('pre');

const test = smartConnectivityTest({ workerUrl: new URL('rtp-worker.js', import.meta.url) });

test.on('pctConnectionQualityChange', (event) => {
  status.textContent = `${event.summary}. ${event.notification}.`;
  write('pctConnectionQualityChange', event);
});
test.on('preCallTestResults', (results) => write('preCallTestResults', results));
test.on('connectionRecommendation', (recommendation) => write('connectionRecommendation', recommendation));
test.on('error', (error) => {
  problem.textContent = error.message;
});

function write(name: string, value: unknown): void {
  log.textContent += `${name} ${JSON.stringify(value, null, 2)}\n`;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  problem.textContent = '';
  try {
    test.startPrecallTests(parseServers(iceServers.value), interval.valueAsNumber);
    status.textContent = 'Testing ...';
  } catch (error) {
    problem.textContent = error instanceof Error ? error.message : String(error);
  }
});

part('[name=stop]').addEventListener('click', () => {
  test.stopPrecallTests();
  status.textContent = 'Stopped.';
});

function parseServers(text: string): RTCIceServer[] {
  try {
    return JSON.parse(text) as RTCIceServer[];
  } catch (error) {
    // The parser's message may quote a credential.
    throw new TypeError('iceServers: this is not JSON', { cause: error });
  }
}
