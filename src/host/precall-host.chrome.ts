/**
 * Chrome's host of the measurement: an offscreen document, because a service worker has no WebRTC. It outlives
 * the worker and closes itself when it has nothing to do; its report wakes a dead worker. The listeners are not
 * kept here: progress and report come as messages to the background, whichever worker serves them then.
 */
import browser from 'webextension-polyfill';
import { callers, MessageError } from '../platform/messages.ts';
import type { PrecallHostFactory } from './precall-host.ts';

const PAGE = 'offscreen/offscreen.html';

export const precallHost: PrecallHostFactory = () => {
  const host = callers('host');
  return {
    start: (request) => inDocument(() => host.measure(request)),
    abort: async (runId) => {
      if (await hasDocument()) await host.abort(runId);
    },
    measuring: async () => ((await hasDocument()) ? (await host.hostStatus()).runId : null),
    measureOne: (request) => inDocument(() => host.measureOne(request)),
  };
};

/** Once more when the document was closing itself just then. */
async function inDocument<T>(ask: () => Promise<T>): Promise<T> {
  await ensureDocument();
  try {
    return await ask();
  } catch (error) {
    if (error instanceof MessageError || (await hasDocument())) throw error;
    await ensureDocument();
    return ask();
  }
}

// While one call creates the document another sees no context and cannot reach it.
async function ensureDocument(): Promise<void> {
  await navigator.locks.request('offscreen-document', async () => {
    if (await hasDocument()) return;
    await chrome.offscreen.createDocument({
      url: PAGE,
      reasons: [chrome.offscreen.Reason.WEB_RTC],
      justification: 'Runs the WebRTC precall test through the TURN servers that you configured.',
    });
  });
}

async function hasDocument(): Promise<boolean> {
  const contexts = await chrome.runtime.getContexts({
    contextTypes: [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT],
    documentUrls: [browser.runtime.getURL(PAGE)],
  });
  return contexts.length > 0;
}
