/** Which pages get a script of ours: those of allowed sites, in the tab's own document, before any script of theirs. */
import browser, { type Scripting } from 'webextension-polyfill';
import { parseSitePattern } from '../../core/sites/site-pattern.ts';
import { askTab, type SiteTab, tabsOfSites } from './site-link.ts';

const BRIDGE = 'sites/bridge.js';
const PAGE = 'sites/page.js';

/** Changes nothing where they are registered already; tabs that are open get them, too. */
export async function registerSiteScripts(sites: readonly { readonly pattern: string }[]): Promise<void> {
  await keepFromPages();
  const patterns = sites.map(({ pattern }) => pattern);
  const registered = await browser.scripting.getRegisteredContentScripts();
  const known = registered[0]?.matches ?? [];
  const isSame = known.length === patterns.length && patterns.every((pattern) => known.includes(pattern));
  if (isSame) return;
  if (registered.length > 0) await browser.scripting.unregisterContentScripts();
  if (patterns.length === 0) return;
  await browser.scripting.registerContentScripts([
    scriptOf('bridge', BRIDGE, 'ISOLATED', patterns),
    scriptOf('page', PAGE, 'MAIN', patterns),
  ]);
  await Promise.all((await tabsOfSites(sites)).map(injectNow));
}

function scriptOf(
  id: string,
  file: string,
  world: Scripting.ExecutionWorld,
  patterns: readonly string[],
): Scripting.RegisteredContentScript {
  return { id, matches: [...patterns], js: [file], world, runAt: 'document_start', allFrames: false };
}

/** In an open tab, where no script of ours answers yet. */
async function injectNow(tab: SiteTab): Promise<void> {
  if ((await askTab(tab, 'inCall')) !== undefined) return;
  const target = { tabId: tab.id, frameIds: [0] };
  try {
    await browser.scripting.executeScript({ target, files: [BRIDGE] });
    await browser.scripting.executeScript({ target, files: [PAGE], world: 'MAIN' });
  } catch (error) {
    console.debug('Precall: a tab takes no script:', error instanceof Error ? error.message : String(error));
  }
}

/** Chrome lets content scripts, and so whoever took a page's process over, read the storage; there are credentials in it. */
async function keepFromPages(): Promise<void> {
  const { local } = browser.storage as unknown as {
    local: { setAccessLevel?(options: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void> };
  };
  await local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** Of the sites, those whose host the user allowed. */
export async function granted<Site extends { readonly pattern: string }>(
  sites: readonly Site[],
): Promise<Site[]> {
  const answers = await Promise.all(sites.map(mayReach));
  return sites.filter((_, index) => answers[index]);
}

export async function mayReach({ pattern }: { readonly pattern: string }): Promise<boolean> {
  const site = parseSitePattern(pattern);
  return site !== undefined && browser.permissions.contains({ origins: [site.origin] });
}

/** Shows the browser's question, if it is not answered yet. Call it first thing in a handler of a user's gesture. */
export async function requestToReach({ pattern }: { readonly pattern: string }): Promise<boolean> {
  const site = parseSitePattern(pattern);
  return site !== undefined && browser.permissions.request({ origins: [site.origin] });
}
