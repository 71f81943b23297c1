/** The address that returns short-lived TURN credentials. It may hold a token: only its host is ever shown. */
import { parseTurnUri } from './ice-server.ts';

export type CredentialsUrlError = 'empty' | 'not-https' | 'has-credentials' | 'bad-host' | 'bad-character';

export type CredentialsUrlResult =
  | {
      readonly ok: true;
      readonly host: string;
      /** Match pattern of the host permission; without the port, which Firefox does not take in one. */
      readonly origin: string;
    }
  | { readonly ok: false; readonly error: CredentialsUrlError };

/** Without TLS only this device itself: the answer is a secret. */
const LOCAL_HOSTS = ['localhost', '127.0.0.1'];

/** Never throws. */
export function parseCredentialsUrl(text: string): CredentialsUrlResult {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, error: 'empty' };
  const match = /^(https?):\/\/([^/?#\\]*)(.*)$/i.exec(trimmed);
  const scheme = match?.[1]?.toLowerCase();
  if (match === null || scheme === undefined) return { ok: false, error: 'not-https' };
  const [, , authority = '', rest = ''] = match;
  // fetch() refuses them: https://fetch.spec.whatwg.org/#dom-request
  if (authority.includes('@')) return { ok: false, error: 'has-credentials' };
  if (/[\s\\]/.test(rest)) return { ok: false, error: 'bad-character' };
  // A TURN URI has the very same host and port.
  const parsed = parseTurnUri(`turn:${authority}`);
  if (!parsed.ok) return { ok: false, error: 'bad-host' };
  const name = parsed.uri.host.toLowerCase();
  if (scheme === 'http' && !LOCAL_HOSTS.includes(name)) return { ok: false, error: 'not-https' };
  const host = name.includes(':') ? `[${name}]` : name;
  return { ok: true, host, origin: `${scheme}://${host}/*` };
}
