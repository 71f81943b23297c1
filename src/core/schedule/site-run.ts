/** When a site may have a run made: because a tab went there, or because its page asked. */
import { elapsed } from '../base/elapsed.ts';

/** ms; a result younger than this is fresh, and sites start no two runs within it, whatever becomes of the first. */
export const SITE_RUN_APART_MS = 60_000;

export interface SiteRunInput {
  /** ms since the epoch of the newest result; null: there is none. */
  readonly newestAt: number | null;
  /** ms since the epoch at which a site had a run started last; null: none did. */
  readonly startedAt: number | null;
  readonly now: number;
}

/** ms until a site may have one made; 0: now. */
export function siteRunWaitMs({ newestAt, startedAt, now }: SiteRunInput): number {
  const left = (since: number | null): number =>
    since === null ? 0 : Math.max(0, SITE_RUN_APART_MS - elapsed(since, now));
  return Math.max(left(newestAt), left(startedAt));
}
