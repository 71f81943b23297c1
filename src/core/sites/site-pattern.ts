/**
 * One site that may hear of the results: a match pattern of one host, https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns.
 * Without a port, which Firefox does not take in one: as in every match pattern it stands for all ports of the host.
 */

export interface SitePattern {
  /** In the one spelling that both browsers take. */
  readonly pattern: string;
  readonly host: string;
  /** Match pattern of the host permission. */
  readonly origin: string;
}

/** Without TLS only this device itself: anybody on the way could be the page. */
const LOCAL_HOSTS = ['localhost', '127.0.0.1'];

/** A host name of at most 253 characters, in labels of at most 63 (RFC 1035 section 2.3.4). */
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
/** What a browser leaves in a path as it is, and the asterisk. */
const PATH = /^\/[\w\-.~!$&'()*+,;=:@%/]*$/;

/** Undefined for what is no pattern of one site. Never throws. */
export function parseSitePattern(text: string): SitePattern | undefined {
  const [, scheme = '', authority = '', path = '/*'] =
    /^(https?):\/\/([^/]*)(\/.*)?$/i.exec(text.trim()) ?? [];
  const host = authority.toLowerCase();
  if (!HOST.test(host) || !PATH.test(path)) return undefined;
  const origin = `${scheme.toLowerCase()}://${host}`;
  if (origin.startsWith('http:') && !LOCAL_HOSTS.includes(host)) return undefined;
  return { pattern: `${origin}${path}`, host, origin: `${origin}/*` };
}

/** Whether the page at `url`, as the browser spells it, belongs to the site. */
export function isOfSite(pattern: string, url: string): boolean {
  const site = parseSitePattern(pattern);
  const [, scheme, host, path = ''] = /^(https?):\/\/([^/?#@:]+)(?::\d+)?(\/[^#]*)(?:#.*)?$/s.exec(url) ?? [];
  if (site === undefined || `${scheme}://${host}/*` !== site.origin) return false;
  return globMatches(site.pattern.slice(site.origin.length - 2), path);
}

/** An asterisk stands for any text. Piece by piece, so that no pattern takes long. */
function globMatches(glob: string, text: string): boolean {
  const [first = '', ...pieces] = glob.split('*');
  const last = pieces.pop();
  if (last === undefined) return text === glob;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
