/** How the script on a page of an allowed site and the background speak. Nothing that comes from a page has a payload. */
import browser, { type Runtime } from 'webextension-polyfill';
import { isRecord } from '../../core/base/is-record.ts';
import type { SiteCallbacks } from '../../core/monitor/site-callbacks.ts';
import type { RunAnswer } from '../../core/sites/page-messages.ts';
import { inTime } from '../in-time.ts';

/** What a page's script may ask of the background; null: the site is not allowed, or nobody answers. */
export interface SiteProtocol {
  /** A tab went to the site: the newest result, if there is one. */
  hello: SiteCallbacks | null;
  requestRun: RunAnswer | null;
  /** A peer connection was made. */
  callBegan: null;
}

/** What the background asks of a page's script. */
export interface TabProtocol {
  told(told: SiteCallbacks): void;
  /** Whether a peer connection lives there. */
  inCall(): boolean;
}

const FOR_SITES = 'site';
const FOR_TABS = 'tab';
const NAMES: readonly (keyof SiteProtocol)[] = ['hello', 'requestRun', 'callBegan'];

/** False when the extension was removed, renewed or switched off under the page. */
export function isConnected(): boolean {
  return browser.runtime?.id !== undefined;
}

/** On a page. Never rejects: what the extension does not answer, the page cannot mend. */
export async function askExtension<Name extends keyof SiteProtocol>(
  name: Name,
): Promise<SiteProtocol[Name] | null> {
  try {
    return (await browser.runtime.sendMessage({ target: FOR_SITES, name })) ?? null;
  } catch (error) {
    console.debug('Precall does not answer:', error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** On a page. */
export function serveTab(handlers: TabProtocol): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    // Pages have no way to here; other tabs' scripts have none either, but the sender tells.
    if (sender.id !== browser.runtime.id || sender.tab !== undefined || !isFor(FOR_TABS, message))
      return undefined;
    // The tab went elsewhere meanwhile, where another site's permissions hold.
    if (message.origin !== location.origin) return undefined;
    if (message.name === 'inCall') return Promise.resolve(handlers.inCall());
    handlers.told(message.argument as SiteCallbacks);
    return Promise.resolve(null);
  });
}

/**
 * In the background; call it synchronously at the top level. `url` is what the browser says of the tab's own document:
 * nothing is answered to a frame within one.
 */
export function serveSites(
  answer: <Name extends keyof SiteProtocol>(name: Name, url: string) => Promise<SiteProtocol[Name]>,
): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const { id, tab, frameId, url } = sender;
    if (id !== browser.runtime.id || tab === undefined || frameId !== 0 || url === undefined)
      return undefined;
    if (!isFor(FOR_SITES, message)) return undefined;
    const name = NAMES.find((known) => known === message.name);
    return name === undefined ? undefined : answer(name, url);
  });
}

export interface SiteTab {
  readonly id: number;
  readonly url: string;
  readonly audible: boolean;
}

/** Tabs that show a page of these sites, as far as the user allowed their hosts. */
export async function tabsOfSites(sites: readonly { readonly pattern: string }[]): Promise<SiteTab[]> {
  if (sites.length === 0) return [];
  const tabs = await browser.tabs.query({ url: sites.map(({ pattern }) => pattern) });
  return tabs.flatMap(({ id, url, audible = false }) =>
    id === undefined || url === undefined ? [] : [{ id, url, audible }],
  );
}

/** Undefined where no script of ours answers in time: a tab that sleeps, an error page. */
export async function askTab<Name extends keyof TabProtocol>(
  { id, url }: SiteTab,
  name: Name,
  ...[argument]: Parameters<TabProtocol[Name]>
): Promise<ReturnType<TabProtocol[Name]> | undefined> {
  const message = { target: FOR_TABS, name, argument, origin: new URL(url).origin };
  const asked = browser.tabs.sendMessage<unknown, ReturnType<TabProtocol[Name]>>(id, message, { frameId: 0 });
  try {
    return await inTime(ANSWER_MS, 'A tab', asked);
  } catch (error) {
    console.debug('Precall: no script in a tab:', error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** ms; a page's script answers from memory, but a page may be busy. */
const ANSWER_MS = 1_000;

function isFor(
  target: string,
  message: unknown,
): message is { readonly name: string; readonly argument?: unknown; readonly origin?: unknown } {
  return isRecord(message) && message.target === target && typeof message.name === 'string';
}
