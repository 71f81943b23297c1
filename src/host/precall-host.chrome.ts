/**
 * Chrome's host of the measurement: an offscreen document, because a service worker has no WebRTC. It outlives
 * the worker and closes itself when it has nothing to do; its report wakes a dead worker. The listeners are not
 * kept here: progress and report come as messages to the background, whichever worker serves them then.
 * A document that does not answer is closed: whoever asks next gets another.
 */
import browser from 'webextension-polyfill';
import { inTime, LateError } from '../platform/in-time.ts';
import { callers, NobodyAnswered } from '../platform/messages.ts';
import type { PrecallHostFactory } from './precall-host.ts';

const PAGE = 'offscreen/offscreen.html';
/** ms; a document of a busy machine is there after one or two seconds. */
const CREATE_MS = 10_000;
/** ms; it answers these at once. */
const ANSWER_MS = 5_000;
/** ms; the longest run is waited for, and then the one server is measured. */
const MEASURE_ONE_MS = 300_000;

export const precallHost: PrecallHostFactory = () => {
  const host = callers('host');
  const status = async () => ((await listening()) ? unlessGone(() => host.hostStatus()) : null);
  return {
    start: (request) => inAnyDocument(() => host.measure(request)),
    abort: async (runId) => {
      if (await listening()) await unlessGone(() => host.abort(runId));
    },
    measuring: async () => (await status())?.runId ?? null,
    watch: (request) => inAnyDocument(() => host.watch(request)),
    watchLeftMs: async () => (await status())?.watchLeftMs ?? null,
    measureOne: (request) => inDocument(() => answered(MEASURE_ONE_MS, () => host.measureOne(request))),
  };
};

/** Closes a document that does not answer in time, or in which nobody listens any more: what it may be measuring is lost. */
async function answered<T>(ms: number, ask: () => Promise<T>): Promise<T> {
  const asked = await listening();
  try {
    return await inTime(ms, 'The measuring document', ask());
  } catch (error) {
    if (isNoAnswer(error)) await closeDocument(asked);
    throw error;
  }
}

function isNoAnswer(error: unknown): boolean {
  return error instanceof LateError || error instanceof NobodyAnswered;
}

/** null: there is no document that answers, and so nothing is being measured. */
async function unlessGone<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await answered(ANSWER_MS, ask);
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    return null;
  }
}

/** Unless there is another by now, which somebody else has made. */
async function closeDocument(id: string | undefined): Promise<void> {
  if (id === undefined || (await documentId()) !== id) return;
  try {
    await chrome.offscreen.closeDocument();
  } catch (error) {
    // It has closed itself meanwhile.
    if ((await documentId()) === id) throw error;
  }
}

/** In another document when the one there is does not answer. */
async function inAnyDocument<T>(ask: () => Promise<T>): Promise<T> {
  const inTimeAsked = () => answered(ANSWER_MS, ask);
  try {
    return await inDocument(inTimeAsked);
  } catch (error) {
    if (!(error instanceof LateError)) throw error;
    return inDocument(inTimeAsked);
  }
}

/** Once more, in another, when the document was closing itself just then. */
async function inDocument<T>(ask: () => Promise<T>): Promise<T> {
  await ensureDocument();
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof NobodyAnswered)) throw error;
    await ensureDocument();
    return ask();
  }
}

// While one call creates the document another sees no context and cannot reach it.
async function ensureDocument(): Promise<void> {
  await navigator.locks.request('offscreen-document', async () => {
    if ((await documentId()) !== undefined) return;
    const created = chrome.offscreen.createDocument({
      url: PAGE,
      reasons: [chrome.offscreen.Reason.WEB_RTC],
      justification: 'Runs the WebRTC precall test through the TURN servers that you configured.',
    });
    await inTime(CREATE_MS, 'The measuring document', created);
  });
}

/** The document's id. One that is being made does not listen yet: it is waited for. */
async function listening(): Promise<string | undefined> {
  return navigator.locks.request('offscreen-document', documentId);
}

async function documentId(): Promise<string | undefined> {
  const [context] = await chrome.runtime.getContexts({
    contextTypes: [chrome.runtime.ContextType.OFFSCREEN_DOCUMENT],
    documentUrls: [browser.runtime.getURL(PAGE)],
  });
  return context?.contextId;
}
