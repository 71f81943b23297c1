/** Chrome's measuring document, in a browser that the test plays: who makes it, and who closes which. */
import { expect, test } from 'playwright/test';
import type { PrecallHost } from '../../src/host/precall-host.ts';

interface PlayedDocument {
  readonly id: string;
  listens: boolean;
}

let document: PlayedDocument | undefined;
let closed: string[] = [];
let made = 0;
/** What the making of one waits for, and the answer to a question for its status. */
let making: Promise<void>;
let answering: Promise<void>;
let host: PrecallHost;

const runtime = {
  id: 'precall',
  ContextType: { OFFSCREEN_DOCUMENT: 'OFFSCREEN_DOCUMENT' },
  getURL: (path: string) => `chrome-extension://precall/${path}`,
  getContexts: async () => (document === undefined ? [] : [{ contextId: document.id }]),
  async sendMessage({ name }: { name: string }) {
    const asked = document;
    if (name === 'hostStatus') await answering;
    if (asked?.listens !== true) throw new Error('Receiving end does not exist');
    return { value: name === 'watch' ? 'started' : { runId: 'r', idle: false, watchLeftMs: 300_000 } };
  },
};
const offscreen = {
  Reason: { WEB_RTC: 'WEB_RTC' },
  async createDocument() {
    made += 1;
    const own = { id: `made ${made}`, listens: false };
    document = own;
    await making;
    if (document !== own) throw new Error('closed while it was made');
    own.listens = true;
  },
  async closeDocument() {
    if (document !== undefined) closed.push(document.id);
    document = undefined;
  },
};

let locked: Promise<unknown> = Promise.resolve();
const locks = {
  request<T>(_name: string, work: () => Promise<T>): Promise<T> {
    const turn = locked.then(work);
    locked = turn.catch(() => undefined);
    return turn;
  },
};

const NAMES = ['chrome', 'browser', 'navigator'] as const;
const before = NAMES.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));

test.beforeAll(async () => {
  const values = { chrome: { runtime, offscreen }, browser: { runtime }, navigator: { locks } };
  for (const name of NAMES) {
    Object.defineProperty(globalThis, name, { value: values[name], configurable: true });
  }
  const { precallHost } = await import('../../src/host/precall-host.chrome.ts');
  host = precallHost({ onProgress: async () => {}, onReport: async () => {}, onWatchEnd: async () => {} });
});
test.afterAll(() => {
  for (const [i, name] of NAMES.entries()) {
    const descriptor = before[i];
    if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
    else Object.defineProperty(globalThis, name, descriptor);
  }
});
test.beforeEach(() => {
  document = undefined;
  closed = [];
  made = 0;
  making = Promise.resolve();
  answering = Promise.resolve();
});

const REQUEST = { watchId: 'w', ms: 60_000, relays: [] };
/** Lets everything run that waits for nothing but promises. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('without a document nothing is under way, and none is made to ask', async () => {
  expect(await host.measuring()).toBe(null);
  expect(await host.watchLeftMs()).toBe(null);
  expect(made).toBe(0);
});

test('one that is just being made is waited for, and not closed by who asks for its status', async () => {
  const { promise, resolve } = gate();
  making = promise;
  const watch = host.watch(REQUEST);
  await settled();
  expect(document).toEqual({ id: 'made 1', listens: false });
  const leftMs = host.watchLeftMs();
  await settled();
  resolve();
  expect(await watch).toBe('started');
  expect(await leftMs).toBe(300_000);
  expect(closed).toEqual([]);
});

test('one in which nobody listens is closed, but not another that was made in its place meanwhile', async () => {
  document = { id: 'deaf', listens: false };
  const { promise, resolve } = gate();
  answering = promise;
  const measuring = host.measuring();
  await settled();
  expect(await host.watch(REQUEST)).toBe('started');
  expect(closed).toEqual(['deaf']);
  resolve();
  expect(await measuring).toBe(null);
  expect(closed).toEqual(['deaf']);
  expect(document).toEqual({ id: 'made 1', listens: true });
});

function gate(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}
