/** How a page hears of Precall's results: nothing of Precall is bundled, `csjs` is there where the person allowed the site. */
import type { ConnectionQualityChange } from '../../src/core/judgement/quality-change.ts';
import type { SiteCsjs } from '../../src/sites/csjs.ts';

/** Summary codes: 10 to 40 are red, 50 to 75 amber, 90 and 95 green. */
const MOST_RED = 40;
const MOST_AMBER = 75;

/** The page's own parts; it is broken without them. */
function part<T extends Element>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (found === null) throw new Error(`The page has no ${selector}`);
  return found;
}

const status = part<HTMLElement>('[role=status]');
const ready = part<HTMLButtonElement>('[name=ready]');
const again = part<HTMLButtonElement>('[name=again]');
const answer = part('#answer');

const { csjs } = window as { csjs?: SiteCsjs };

ready.addEventListener('click', () => {
  ready.setAttribute('aria-pressed', String(ready.getAttribute('aria-pressed') !== 'true'));
});

if (csjs === undefined) {
  status.textContent = `Precall does not speak to this page. Allow ${location.hostname} in its options, under "Sites".`;
  again.disabled = true;
} else {
  status.textContent = 'Waiting for the first test ...';
  csjs.on('pctConnectionQualityChange', show);
  again.addEventListener('click', () => void testAgain(csjs));
}

function show(event: ConnectionQualityChange): void {
  const { summaryCode, summary, notification, timestamp } = event;
  const isRed = summaryCode <= MOST_RED;
  status.dataset.colour = isRed ? 'red' : summaryCode <= MOST_AMBER ? 'amber' : 'green';
  status.textContent = `${summary}. ${notification}. (${new Date(timestamp).toLocaleTimeString()})`;
  ready.disabled = isRed;
  if (isRed) ready.setAttribute('aria-pressed', 'false');
}

async function testAgain(precall: SiteCsjs): Promise<void> {
  const given = await precall.requestPrecallTest();
  if (given.accepted) answer.textContent = 'Testing ...';
  else if (given.reason === 'not-now') answer.textContent = 'Precall cannot test now.';
  else answer.textContent = `Not before ${Math.ceil(given.retryAfterMs / 1000)} seconds from now.`;
}
