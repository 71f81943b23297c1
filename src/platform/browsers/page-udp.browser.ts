/** For the type checker; the build takes `page-udp.chrome.ts` or `page-udp.firefox.ts` in its place. */
export { type PageUdp, pageUdp, requestPageUdp } from './page-udp.chrome.ts';
