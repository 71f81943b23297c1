/** Runs in the page itself, before any script of its own: puts `csjs` there, and looks whether a call lives. */
import type { SiteCallbacks } from '../core/monitor/site-callbacks.ts';
import { TO_EXTENSION, TO_PAGE } from '../core/sites/page-events.ts';
import type { ToExtension, ToPage } from '../core/sites/page-messages.ts';
import { siteCsjs } from './csjs.ts';
import { watchPeerConnections } from './peer-connections.ts';

// As the browser made them: what a page puts in their place later is its own.
const { parse, stringify } = JSON;
const { document, CustomEvent } = window;

function send(message: ToExtension): void {
  document.dispatchEvent(new CustomEvent(TO_EXTENSION, { detail: stringify(message) }));
}

const { csjs, take } = siteCsjs(send);
const calls = watchPeerConnections(window, () => send({ type: 'call', alive: true }));

document.addEventListener(TO_PAGE, (event) => {
  // Only the page itself could send anything else, to itself.
  const message = parse((event as CustomEvent<string>).detail) as ToPage<SiteCallbacks>;
  if (message.type === 'call?') send({ type: 'call', alive: calls.isAlive() });
  else take(message);
});

// A page with a `csjs` of its own keeps it, and may put one in the place of ours at any time.
if (!('csjs' in window)) {
  Object.defineProperty(window, 'csjs', {
    value: csjs,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
send({ type: 'ready' });
