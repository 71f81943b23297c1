/** Asks a credentials URL. The URL and what it answers are secrets: no error, log or result repeats them. */
import browser from 'webextension-polyfill';
import { MOST_REPLY_BYTES } from '../core/ice-text/credentials-reply.ts';
import { type CredentialsTrouble, troubleOfStatus } from '../core/servers/credentials-trouble.ts';
import { parseCredentialsUrl } from '../core/servers/credentials-url.ts';

/** ms; a run waits no longer for its credentials. */
export const CREDENTIALS_WAIT_MS = 8_000;

export type CredentialsAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly trouble: CredentialsTrouble };

export async function mayAsk(url: string): Promise<boolean> {
  const parsed = parseCredentialsUrl(url);
  return parsed.ok && browser.permissions.contains({ origins: [parsed.origin] });
}

/** Shows the browser's question, if it is not answered yet. Call it first thing in a handler of a user's gesture. */
export async function requestToAsk(url: string): Promise<boolean> {
  const parsed = parseCredentialsUrl(url);
  return parsed.ok && browser.permissions.request({ origins: [parsed.origin] });
}

/** Match patterns of the hosts that the user allowed; not those that the manifest already asks for. */
export async function grantedOrigins(): Promise<readonly string[]> {
  const { host_permissions: required = [] } = browser.runtime.getManifest();
  const { origins = [] } = await browser.permissions.getAll();
  return origins.filter((origin) => !required.includes(origin));
}

export async function removeOrigins(origins: readonly string[]): Promise<void> {
  await browser.permissions.remove({ origins: [...origins] });
}

/** Calls back when the user has allowed or taken back something; returns the end of watching. */
export function watchPermissions(onChange: () => void): () => void {
  browser.permissions.onAdded.addListener(onChange);
  browser.permissions.onRemoved.addListener(onChange);
  return () => {
    browser.permissions.onAdded.removeListener(onChange);
    browser.permissions.onRemoved.removeListener(onChange);
  };
}

/** Never rejects. Without the permission it works where the address lets every origin read its answer (CORS). */
export async function askForCredentials(url: string): Promise<CredentialsAnswer> {
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      // The user allowed this address. https://fetch.spec.whatwg.org/#concept-request-redirect-mode
      redirect: 'manual',
      signal: AbortSignal.timeout(CREDENTIALS_WAIT_MS),
    });
    const trouble: CredentialsTrouble | undefined =
      response.type === 'opaqueredirect' ? { problem: 'redirected' } : troubleOfStatus(response.status);
    if (trouble !== undefined) {
      await response.body?.cancel();
      return { ok: false, trouble };
    }
    return await readBounded(response);
  } catch (error) {
    // The browser gives the same TypeError for a missing permission and for no answer.
    const why = error instanceof Error ? error.name : 'unknown error';
    console.debug('Precall: a credentials URL was not read:', why);
    const problem = navigator.onLine && !(await mayAsk(url)) ? 'no-permission' : 'unreachable';
    return { ok: false, trouble: { problem } };
  }
}

async function readBounded(response: Response): Promise<CredentialsAnswer> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return { ok: true, text: text + decoder.decode() };
    bytes += value.length;
    if (bytes > MOST_REPLY_BYTES) {
      await reader?.cancel();
      return { ok: false, trouble: { problem: 'too-long' } };
    }
    text += decoder.decode(value, { stream: true });
  }
}
