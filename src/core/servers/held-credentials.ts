/** Which credentials a run uses: those that are held, or what their URL says now. Pure. */
import { type CredentialsTrouble, isPassing } from './credentials-trouble.ts';

export interface Held {
  /** ms since the epoch; null where nobody said. */
  readonly expiresAt: number | null;
  /** A server did not take them. */
  readonly refused?: boolean;
}

/** `passing`: why these are not new ones. */
export type Bridged<T extends Held> =
  | (T & { readonly passing: CredentialsTrouble })
  | { readonly trouble: CredentialsTrouble; readonly last?: T };

/** ms; credentials that end sooner than this are renewed before a run. */
const RENEW_BEFORE_MS = 60_000;

export function holdsOn(last: Held | undefined, now: number): boolean {
  return (last?.expiresAt ?? 0) - now > RENEW_BEFORE_MS;
}

/** Of a URL that gave none this time. `isPage`: it answered with a page for people. */
export function bridged<T extends Held>(
  last: T | undefined,
  reply: { readonly trouble: CredentialsTrouble; readonly isPage?: boolean },
  now: number,
): Bridged<T> {
  const isPage = reply.isPage === true && last !== undefined;
  const trouble: CredentialsTrouble = isPage ? { problem: 'sign-in' } : reply.trouble;
  // They hold for some seconds more, which may be enough for this run; or for longer than they say, which their server knows.
  const mayHold = (last?.expiresAt ?? 0) > now || (isPassing(trouble) && last?.refused !== true);
  if (last !== undefined && mayHold) return { ...last, passing: trouble };
  return { trouble, ...(last && { last }) };
}
