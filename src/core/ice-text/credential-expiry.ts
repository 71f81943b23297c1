/**
 * Until when TURN credentials hold, from what they or a provider's reply say of it. All times in ms since the epoch.
 * The convention of user names is draft-uberti-behave-turn-rest section 2.2, `<unix time>:<id>`; coturn also
 * takes the time alone and behind the colon.
 */
const USERNAME_TIME = /^(\d{10})(?::|$)|:(\d{10})$/;
/** s, July 2017. Ten digits below it are rather a customer's number than a time. */
const LEAST_UNIX_S = 1_500_000_000;

/** Undefined when the user name carries no time. */
export function expiryOfUsername(username: string): number | undefined {
  const match = USERNAME_TIME.exec(username);
  const seconds = Number(match?.[1] ?? match?.[2]);
  return seconds >= LEAST_UNIX_S ? seconds * 1000 : undefined;
}

/** s from the reply on. */
const LIFETIME_KEYS = ['ttl', 'expires_in', 'expiresIn', 'lifetimeDuration'];
const INSTANT_KEYS = ['expires', 'expiresAt', 'expires_at', 'expiry', 'expiration', 'expiryTimestamp'];
const USERNAME_KEYS = ['username', 'user'];
const REPLY_DEPTH = 5;
/** A number of this size is ms since the epoch, not s. */
const LEAST_UNIX_MS = 100_000_000_000;
/** Below this it is no time since the epoch at all, but s from the reply on. */
const MOST_LIFETIME_S = LEAST_UNIX_S / 2;

/**
 * The soonest end that a provider's reply names. A lifetime goes before an instant and that before the user name's,
 * because it does not depend on this device's clock. Undefined when nothing is said.
 */
export function expiryOfReply(reply: unknown, receivedAt: number): number | undefined {
  const found: Found = { lifetimes: [], instants: [], usernames: [] };
  collect(reply, found, REPLY_DEPTH);
  if (found.lifetimes.length > 0) return receivedAt + 1000 * Math.min(...found.lifetimes);
  const soonest = [found.instants, found.usernames].find((times) => times.length > 0);
  return soonest && Math.min(...soonest);
}

interface Found {
  readonly lifetimes: number[];
  readonly instants: number[];
  readonly usernames: number[];
}

function collect(value: unknown, found: Found, depth: number): void {
  if (typeof value !== 'object' || value === null || depth === 0) return;
  for (const [key, inner] of Object.entries(value)) {
    if (LIFETIME_KEYS.includes(key)) addLifetime(inner, found);
    else if (INSTANT_KEYS.includes(key)) addInstant(inner, found);
    else if (USERNAME_KEYS.includes(key) && typeof inner === 'string') {
      const at = expiryOfUsername(inner);
      if (at !== undefined) found.usernames.push(at);
    } else collect(inner, found, depth - 1);
  }
}

/** A number, or one as a text, also with the unit of protocol buffers: `86400s`. */
function addLifetime(value: unknown, found: Found): void {
  const seconds = numberOf(typeof value === 'string' ? value.replace(/s$/, '') : value);
  if (seconds !== undefined && seconds > 0 && seconds < MOST_LIFETIME_S) found.lifetimes.push(seconds);
}

function addInstant(value: unknown, found: Found): void {
  const number = numberOf(value);
  if (number === undefined) {
    // With its zone: a local time of somewhere says nothing.
    const iso = typeof value === 'string' && /^\d{4}-\d\d-\d\dT.+(?:Z|[+-]\d\d:?\d\d)$/.test(value);
    const at = iso ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(at)) found.instants.push(at);
  } else if (number < MOST_LIFETIME_S) addLifetime(number, found);
  else found.instants.push(number < LEAST_UNIX_MS ? number * 1000 : number);
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
