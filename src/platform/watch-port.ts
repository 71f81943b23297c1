/**
 * What a watch shows goes over a port between the page that shows it and the measuring host: when either of them is gone the other
 * one hears of it.
 */
import * as v from 'valibot';
import browser, { type Runtime } from 'webextension-polyfill';
import { type WatchUpdate, watchUpdateSchema } from '../core/watch/watch-report.ts';

const PREFIX = 'watch ';
/** What the page says when a person stops the watch. */
const STOP = 'stop';

/** The page's end, as the host sees it. */
export interface WatchViewer {
  tell(update: WatchUpdate): void;
  /** Called back when a person stops the watch, and when the page has gone or been reloaded. */
  onStop(stop: () => void): void;
}

/** Calls back for each page that asks for a watch. Call it synchronously at the top level. */
export function serveWatch(attach: (watchId: string, viewer: WatchViewer) => void): void {
  browser.runtime.onConnect.addListener((port: Runtime.Port) => {
    if (port.sender?.id !== browser.runtime.id || !port.name.startsWith(PREFIX)) return;
    if (port.sender.url?.startsWith(browser.runtime.getURL('')) !== true) return;
    let open = true;
    port.onDisconnect.addListener(() => {
      open = false;
    });
    attach(port.name.slice(PREFIX.length), {
      tell(update) {
        if (open) port.postMessage(update);
      },
      onStop(stop) {
        port.onDisconnect.addListener(stop);
        port.onMessage.addListener((message: unknown) => {
          if (message === STOP) stop();
        });
      },
    });
  });
}

/** The page's end: `onGone` is called when the host has gone. The last update comes after a stop, too. */
export function showWatch(
  watchId: string,
  { onUpdate, onGone }: { onUpdate(update: WatchUpdate): void; onGone(): void },
): { stop(): void } {
  const port = browser.runtime.connect({ name: `${PREFIX}${watchId}` });
  port.onMessage.addListener((message: unknown) => {
    const update = v.safeParse(watchUpdateSchema, message);
    if (update.success) onUpdate(update.output);
    else console.error('Precall: what the watch tells cannot be read.');
  });
  port.onDisconnect.addListener(onGone);
  return { stop: () => port.postMessage(STOP) };
}
