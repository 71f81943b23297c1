/** TURN URIs of services that name host, port and transport apart: XEP-0215, Prosody, Janus, Asterisk, LiveKit, Nextcloud. */
import { type FoundUri, foundUri } from './found-uri.ts';
import type { FieldFact } from './ice-facts.ts';
import { namesIce } from './key-role.ts';

type Part = 'host' | 'port' | 'transport' | 'scheme';

/** Undefined when no TURN host is named; a host alone may be anybody's. */
export function hostUris(fields: readonly FieldFact[], words: readonly string[]): FoundUri[] | undefined {
  const saying = (role: Part): FieldFact | undefined =>
    fields.find((field) => field.role === role && field.value !== undefined && field.value !== '');
  const host = fields.find(({ role, qualifiers }) => role === 'host' && isTurn(qualifiers)) ?? saying('host');
  if (host?.value === undefined || !/^[\w.:[\]-]+$/.test(host.value)) return undefined;
  const scheme = saying('scheme')?.value?.toLowerCase() ?? '';
  const schemes = scheme.split(/[\s,/]+/).filter((each) => /^(?:turn|stun)s?$/.test(each));
  const isShared = fields.some(({ role }) => role === 'secret');
  const transports = (saying('transport')?.value ?? transportIn(scheme)).toLowerCase().split(/[\s,]+/);
  const isNamed =
    schemes.length > 0 ||
    isTurn([...words, ...host.qualifiers]) ||
    (isShared && saying('transport') !== undefined);
  if (!isNamed) return undefined;
  const port = saying('port')?.value;
  const authority = port !== undefined && !/:\d+$/.test(host.value) ? `${host.value}:${port}` : host.value;
  const found = new Map<string, FoundUri>();
  for (const name of schemes.length > 0 ? schemes : ['turn']) {
    for (const transport of transports) {
      const uri = foundUri(uriOf(name, authority, transport));
      if (uri !== undefined && !(uri.kind === 'malformed' && uri.error === 'turns-over-udp'))
        found.set(uri.url, uri);
    }
  }
  return [...found.values()];
}

function isTurn(words: readonly string[]): boolean {
  return (
    namesIce(words) && words.some((word) => /turn/.test(word)) && !words.some((word) => /^stun/.test(word))
  );
}

/** Janus calls the transport a type. */
function transportIn(scheme: string): string {
  return /^(?:udp|tcp|tls)$/.test(scheme) ? scheme : '';
}

function uriOf(scheme: string, authority: string, transport: string): string {
  if (/^stun/.test(scheme)) return `${scheme}:${authority}`;
  if (transport === 'tls' || transport === 'ssl') return `turns:${authority}?transport=tcp`;
  return transport === 'udp' || transport === 'tcp'
    ? `${scheme}:${authority}?transport=${transport}`
    : `${scheme}:${authority}`;
}
