/**
 * Whether pages may use UDP in their calls. Chromium holds them to a policy (`WebRtcIPHandling`) or to what a privacy extension has set, and
 * exempts extensions: what Precall measures over UDP may be more than any call gets. Only this permission tells.
 */
import browser from 'webextension-polyfill';

const PERMISSION: browser.Permissions.Permissions = { permissions: ['privacy'] };

/** `unknown` without the permission. */
export type PageUdp = 'allowed' | 'forbidden' | 'unknown';

export async function pageUdp(): Promise<PageUdp> {
  if (!(await browser.permissions.contains(PERMISSION))) return 'unknown';
  const { value } = await browser.privacy.network.webRTCIPHandlingPolicy.get({});
  return value === 'disable_non_proxied_udp' ? 'forbidden' : 'allowed';
}

/** Shows the browser's question. Call it first thing in a handler of a user's gesture. */
export function requestPageUdp(): Promise<boolean> {
  return browser.permissions.request(PERMISSION);
}
