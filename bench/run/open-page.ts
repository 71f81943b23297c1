import type { Link } from '../link/open-link.ts';
import type { BrowserPage, BrowserPageOptions } from './browser-page.ts';
import { openChromiumPage } from './chromium-page.ts';
import { openFirefoxPage } from './firefox-page.ts';
import type { Job } from './run-record.ts';

/** The bench's page in that browser, at the client's end of the link. */
export function openPage(
  browser: Job['browser'],
  { namespaces, turn }: Link,
  own: Pick<BrowserPageOptions, 'executable' | 'folder' | 'scratch'>,
): Promise<BrowserPage> {
  const open = browser === 'chromium' ? openChromiumPage : openFirefoxPage;
  return open({ ...own, spki: turn.spki, ...(namespaces && { namespace: namespaces.client }) });
}
