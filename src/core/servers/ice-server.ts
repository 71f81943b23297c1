/**
 * TURN servers as the user configures them, and the URIs of RFC 7065.
 * The words are RFC 8656's and webrtc-stats': `relayProtocol` is the client-to-server transport.
 */
export type RelayProtocol = 'udp' | 'tcp' | 'tls';

export interface TurnServer {
  /** Shown to people, and the `provider` of the SCT callbacks. Unique among the configured servers. */
  readonly label: string;
  /** RFC 7065 TURN URIs, at least one. */
  readonly urls: readonly string[];
  readonly username: string;
  /** Secret: never logged, exported or shown. */
  readonly credential: string;
}

export interface TurnUri {
  readonly scheme: 'turn' | 'turns';
  /** Host name, IPv4 address, or IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  readonly relayProtocol: RelayProtocol;
}

/** Why a string is not a TURN URI a browser would accept and honour. */
export type TurnUriError =
  | 'empty'
  | 'stun-only'
  | 'not-a-turn-uri'
  | 'has-slashes'
  | 'has-credentials'
  | 'bad-host'
  | 'bad-port'
  | 'bad-query'
  | 'bad-transport'
  | 'turns-over-udp';

export type TurnUriResult =
  | { readonly ok: true; readonly uri: TurnUri }
  | { readonly ok: false; readonly error: TurnUriError };

/** Of a URI that names none (RFC 7065 section 3.2). */
const DEFAULT_PORT = { turn: 3478, turns: 5349 } as const;
const HOST_LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/** Parses a TURN URI (RFC 7065 section 3.1). Never throws. */
export function parseTurnUri(text: string): TurnUriResult {
  const trimmed = text.trim();
  if (trimmed === '') return fail('empty');
  const scheme = /^([a-z]+):/i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === 'stun' || scheme === 'stuns') return fail('stun-only');
  if (scheme !== 'turn' && scheme !== 'turns') return fail('not-a-turn-uri');
  const rest = trimmed.slice(scheme.length + 1);
  if (rest.startsWith('//')) return fail('has-slashes');
  if (rest.includes('@')) return fail('has-credentials');

  const [authority = '', query, ...more] = rest.split('?');
  if (more.length > 0) return fail('bad-query');
  const transport = parseTransport(query);
  if (transport === 'bad-query' || transport === 'bad-transport') return fail(transport);
  // Chromium silently tries TCP for this, so the result would not be what was asked for.
  if (scheme === 'turns' && transport === 'udp') return fail('turns-over-udp');

  const split = splitHostPort(authority);
  if (split === undefined) return fail('bad-host');
  const port = split.port === undefined ? DEFAULT_PORT[scheme] : parsePort(split.port);
  if (port === undefined) return fail('bad-port');
  const relayProtocol = scheme === 'turns' ? 'tls' : (transport ?? 'udp');
  return { ok: true, uri: { scheme, host: split.host, port, relayProtocol } };
}

/** The same for all spellings of one TURN URI; undefined when it is none. */
export function canonicalTurnUri(text: string): string | undefined {
  const result = parseTurnUri(text);
  if (!result.ok) return undefined;
  const { scheme, host, port, relayProtocol } = result.uri;
  const name = host.includes(':') ? fullIpv6(host) : host.toLowerCase().replace(/\.$/, '');
  return `${scheme}:${name}:${port}?${relayProtocol}`;
}

/** RFC 4291's eight groups, written out; an address of version 4 at its end stays as it is. */
function fullIpv6(host: string): string {
  const [head = '', tail] = host.toLowerCase().split('::');
  const groupsOf = (half: string): string[] =>
    half === '' ? [] : half.split(':').map((group) => group.replace(/^0+(?=[\da-f])/, ''));
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const isMixed = [...before, ...after].at(-1)?.includes('.') ? 1 : 0;
  const missing = tail === undefined ? 0 : 8 - isMixed - before.length - after.length;
  return [...before, ...Array.from({ length: missing }, () => '0'), ...after].join(':');
}

function fail(error: TurnUriError): TurnUriResult {
  return { ok: false, error };
}

function parseTransport(
  query: string | undefined,
): 'udp' | 'tcp' | undefined | 'bad-query' | 'bad-transport' {
  if (query === undefined) return undefined;
  const match = /^transport=([^&]*)$/i.exec(query);
  if (match === null) return 'bad-query';
  const value = match[1]?.toLowerCase();
  return value === 'udp' || value === 'tcp' ? value : 'bad-transport';
}

function splitHostPort(authority: string): { host: string; port: string | undefined } | undefined {
  const v6 = /^\[([0-9a-f:.]+)\](?::(.*))?$/i.exec(authority);
  if (v6 !== null) {
    const host = v6[1] ?? '';
    return isIpv6(host) ? { host, port: v6[2] } : undefined;
  }
  const match = /^([^:]+)(?::(.*))?$/.exec(authority);
  const host = match?.[1];
  return host !== undefined && isHostName(host) ? { host, port: match?.[2] } : undefined;
}

function isHostName(host: string): boolean {
  if (host.length > 253) return false;
  const labels = host.replace(/\.$/, '').split('.');
  // What ends so is an address of version 4 to the URL parser, which reads 0x7f.1 and 010.0.0.1 in its own way
  // (https://url.spec.whatwg.org/#ends-in-a-number-checker): only what reads the same everywhere is taken.
  if (/^(?:\d+|0x[\da-f]*)$/i.test(labels.at(-1) ?? '')) {
    return (
      labels.length === 4 &&
      labels.every((label) => /^(?:0|[1-9]\d{0,2})$/.test(label) && Number(label) <= 255)
    );
  }
  return labels.every((label) => HOST_LABEL.test(label));
}

/** RFC 4291 section 2.2, the three text forms; zone ids are not allowed in a URI. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  let count = groups.length;
  const last = groups.at(-1);
  if (last?.includes('.')) {
    if (!isHostName(last) || !/^[\d.]+$/.test(last)) return false;
    groups.pop();
    count += 1;
  }
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? count <= 7 : count === 8;
}

function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65535 ? port : undefined;
}
