/** For the type checker; the build takes `notification-update.chrome.ts` or `notification-update.firefox.ts` instead. */
export { update } from './notification-update.chrome.ts';
