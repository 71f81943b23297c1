/** A STUN or TURN URI as people write it, cleaned where it is certain what is meant. */
import { parseTurnUri, type TurnUriError } from '../servers/ice-server.ts';
import { withoutAround, withoutInvisible } from './clean-text.ts';

export type FoundUri =
  | { readonly kind: 'turn'; readonly url: string; readonly username?: string; readonly credential?: string }
  | { readonly kind: 'stun'; readonly url: string }
  | { readonly kind: 'malformed'; readonly url: string; readonly error: TurnUriError }
  /** A part of it is a program's: `turn:${host}:3478`. */
  | { readonly kind: 'open'; readonly url: string };

const URI = /^(?:turn|stun)s?:/i;
/** `user:password@turn:host`, as Rocket.Chat has it. */
const LATE_URI = /^([^:@\s]+):([^@\s]+)@((?:turn|stun)s?:.+)$/i;
/** `turn:user:password@host`, as GStreamer has it. */
const WITH_USER = /^(turns?:)(?:\/\/)?([^:@]+)(?::(.+))?@([^@]+)$/i;
const OPEN = /[$#]\{|\$[A-Za-z_(]|\{\{|<[\p{L}]|%(?![\da-f]{2})\w+%|%[\da-f]{2}\w*%(?![\da-f]{2})|\\\(/iu;
/** Characters; what is longer is no URI. */
const MOST_CHARACTERS = 2_000;
/** Characters of a URI that a person is told. */
const MOST_TOLD = 120;

/** Undefined when the text is no such URI. */
export function foundUri(text: string, isPartial = false): FoundUri | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const clean = withoutAround(withoutInvisible(text));
  const late = LATE_URI.exec(clean);
  if (late !== null) {
    const [, username = '', credential = '', rest = ''] = late;
    const found = foundUri(rest, isPartial);
    return found?.kind === 'turn'
      ? { username: decoded(username), credential: decoded(credential), ...found }
      : found;
  }
  if (!URI.test(clean)) return undefined;
  if (isPartial || OPEN.test(clean)) return { kind: 'open', url: told(clean) };
  if (/^stuns?:/i.test(clean)) return { kind: 'stun', url: told(clean) };
  const own = WITH_USER.exec(clean);
  if (own !== null) {
    const [, scheme = '', username = '', credential, rest = ''] = own;
    const found = foundUri(scheme + rest);
    if (found?.kind === 'turn')
      return {
        ...found,
        username: decoded(username),
        ...(credential !== undefined && { credential: decoded(credential) }),
      };
  }
  const url = clean.replace(/^(turns?:)\/\//i, '$1').replace(/\/(?=$|\?)/, '');
  const parsed = parseTurnUri(url);
  return parsed.ok ? { kind: 'turn', url } : { kind: 'malformed', url: told(clean), error: parsed.error };
}

/** All that stand in a text of nothing but URIs: `turn:a.example,turn:b.example`. */
export function foundUris(text: string, isPartial: boolean): FoundUri[] {
  const pieces = text.split(/[\s,;|]+/).filter((piece) => piece !== '');
  if (pieces.length > 1 && pieces.every((piece) => URI.test(piece) || LATE_URI.test(piece))) {
    return pieces.flatMap((piece) => foundUri(piece, isPartial) ?? []);
  }
  return [foundUri(text, isPartial) ?? []].flat();
}

/** Without what may be a password. */
function told(url: string): string {
  return url.replace(/:(?:\/\/)?[^@]*@/, ':…@').slice(0, MOST_TOLD);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign of its own.
    return text;
  }
}
