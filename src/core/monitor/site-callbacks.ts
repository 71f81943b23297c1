/** What a page of an allowed site hears of a judged run: the contract's three values, without what is not a page's business. */
import { sha256Hex } from '../base/sha256.ts';
import type { ConnectionRecommendation, PreCallTestResult } from '../judgement/quality-change.ts';
import type { Site } from '../settings/site-settings.ts';
import { isOfSite, parseSitePattern } from '../sites/site-pattern.ts';
import type { JudgedRun } from './judged-run.ts';
import { type SctCallbacks, sctCallbacks } from './sct-callbacks.ts';

/** By the names under which a page listens. */
export interface SiteCallbacks {
  readonly preCallTestResults: readonly SiteTestResult[];
  readonly connectionRecommendation: ConnectionRecommendation;
  readonly pctConnectionQualityChange: SctCallbacks['event'];
}

/** Where a person's servers are, and how they get their credentials, is theirs. */
export type SiteTestResult = Omit<PreCallTestResult, 'urls' | 'credentialsTrouble'>;

/** The allowed site to which the page at `url` belongs; it may know where somebody is when one that names it may. */
export function siteOf(sites: readonly Site[], url: string): Site | undefined {
  const own = sites.filter(({ pattern }) => isOfSite(pattern, url));
  return own.find(({ shareLocation }) => shareLocation) ?? own[0];
}

/** `secret`: of this installation; it enters no output. */
export function siteCallbacks(run: JudgedRun, site: Site, secret: string): SiteCallbacks {
  const { event, preCallTestResults, connectionRecommendation } = sctCallbacks(run);
  return {
    preCallTestResults: preCallTestResults.map(
      ({ urls: _urls, credentialsTrouble: _trouble, ...told }) => told,
    ),
    connectionRecommendation,
    pctConnectionQualityChange: {
      ...event,
      deviceId: deviceIdFor(site, secret),
      ...(!site.shareLocation && { localIp: null, isp: null, city: null, country: null }),
    },
  };
}

/** The same for all pages of a host, another for each host: two that compare notes do not find one device. RFC 9562, version 8. */
function deviceIdFor({ pattern }: Site, secret: string): string {
  const hash = sha256Hex(JSON.stringify([secret, 'site', parseSitePattern(pattern)?.origin]));
  const [a, b, c, d, e] = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(13, 16),
    hash.slice(17, 20),
    hash.slice(20, 32),
  ];
  return `${a}-${b}-8${c}-a${d}-${e}`;
}
