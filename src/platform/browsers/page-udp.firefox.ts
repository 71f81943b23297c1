/** Firefox holds an extension's pages to the same rules as all others: what is measured is what pages get. Same signature as `page-udp.chrome.ts`. */

export type PageUdp = 'allowed' | 'forbidden' | 'unknown';

export async function pageUdp(): Promise<PageUdp> {
  return 'allowed';
}

export async function requestPageUdp(): Promise<boolean> {
  return false;
}
