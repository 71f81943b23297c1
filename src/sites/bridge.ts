/**
 * Stands between a page of an allowed site and the background, out of the page's reach: what the page sends is read by
 * one schema, what it may not hear never comes here, and a flood of questions ends here.
 */
import type { SiteCallbacks } from '../core/monitor/site-callbacks.ts';
import { TO_EXTENSION, TO_PAGE } from '../core/sites/page-events.ts';
import { type RunAnswer, readFromPage, type ToPage } from '../core/sites/page-messages.ts';
import { askExtension, isConnected, serveTab } from '../platform/sites/site-link.ts';

const NOT_NOW: RunAnswer = { accepted: false, reason: 'not-now' };

let latest: SiteCallbacks | null = null;
/** The page's script is there; it says so once. */
let isReady = false;
/** What the page says at once when it is asked. */
let isAlive = false;
/** The background was told of a call, and has not heard since that there is none. */
let callTold = false;
/** The answer under way, which all who ask meanwhile get. */
let asking: Promise<RunAnswer> | null = null;
/** ms on the page's clock before which the answer is known: too soon. */
let closedUntil = 0;

function tell(message: ToPage<SiteCallbacks>): void {
  document.dispatchEvent(new CustomEvent(TO_PAGE, { detail: JSON.stringify(message) }));
}

function tellLatest(): void {
  if (latest !== null) tell({ type: 'told', told: latest });
}

function answer(): Promise<RunAnswer> {
  const left = Math.ceil(closedUntil - performance.now());
  if (left > 0) return Promise.resolve({ accepted: false, reason: 'too-soon', retryAfterMs: left });
  asking ??= ask().finally(() => {
    asking = null;
  });
  return asking;
}

async function ask(): Promise<RunAnswer> {
  const given = (await askExtension('requestRun')) ?? NOT_NOW;
  if (!given.accepted && given.reason === 'too-soon') closedUntil = performance.now() + given.retryAfterMs;
  return given;
}

function tellOfCall(): void {
  if (callTold) return;
  callTold = true;
  void askExtension('callBegan');
}

function take(event: Event): void {
  // Another version of this script took over when the extension was renewed.
  if (!isConnected()) {
    document.removeEventListener(TO_EXTENSION, take);
    return;
  }
  const message = readFromPage((event as CustomEvent<unknown>).detail);
  if (message === undefined) return;
  if (message.type === 'ready') {
    if (!isReady) tellLatest();
    isReady = true;
  } else if (message.type === 'call') {
    isAlive ||= message.alive;
    if (message.alive) tellOfCall();
  } else {
    void answer().then((given) => tell({ type: 'run', id: message.id, answer: given }));
  }
}

document.addEventListener(TO_EXTENSION, take);
serveTab({
  told(told) {
    latest = told;
    tellLatest();
  },
  inCall() {
    isAlive = false;
    tell({ type: 'call?' });
    callTold = isAlive;
    return isAlive;
  },
});
void askExtension('hello').then((told) => {
  // A newer one may have come meanwhile.
  if (latest !== null) return;
  latest = told;
  tellLatest();
});
