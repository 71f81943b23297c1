/** Why a credentials URL gave no credentials. */

export const CREDENTIALS_PROBLEMS = [
  'no-permission',
  'not-allowed',
  'not-found',
  'server-error',
  'redirected',
  'not-json',
  'too-long',
  'nothing-usable',
  'malformed-uris',
  'sign-in',
  'unreachable',
] as const;

/**
 * - `no-permission`: the browser does not let the extension read what this origin answers.
 * - `not-allowed`: HTTP 401 or 403; a token in the URL is wrong or spent.
 * - `not-found`: HTTP 404 or 410.
 * - `server-error`: any other status that is not a success.
 * - `redirected`: it answers with another address, which is not followed: the user allowed this one.
 * - `not-json`, `too-long`: the answer is not what a provider gives.
 * - `nothing-usable`: JSON, but without a TURN URI, a user name or a credential.
 * - `malformed-uris`: it has TURN URIs, and no browser takes any of them.
 * - `sign-in`: the network asks to sign in first (HTTP 511, or a page for people where the answer was before).
 * - `unreachable`: no answer (name, route, TLS, time).
 */
export type CredentialsProblem = (typeof CREDENTIALS_PROBLEMS)[number];

export interface CredentialsTrouble {
  readonly problem: CredentialsProblem;
  /** Where the answer was an HTTP error. */
  readonly httpStatus?: number;
  /** Those that no browser takes. */
  readonly uris?: readonly string[];
}

/** undefined for a success. */
export function troubleOfStatus(httpStatus: number): CredentialsTrouble | undefined {
  if (httpStatus >= 200 && httpStatus < 300) return undefined;
  if (httpStatus === 401 || httpStatus === 403) return { problem: 'not-allowed', httpStatus };
  if (httpStatus === 404 || httpStatus === 410) return { problem: 'not-found', httpStatus };
  // https://www.rfc-editor.org/rfc/rfc6585#section-6
  if (httpStatus === 511) return { problem: 'sign-in', httpStatus };
  return { problem: 'server-error', httpStatus };
}

/** It may well be over by the next time: what the URL gave last is as good as it was. */
export function isPassing({ problem }: CredentialsTrouble): boolean {
  return ['server-error', 'redirected', 'not-json', 'too-long', 'sign-in', 'unreachable'].includes(problem);
}
