/**
 * IP addresses as numbers: strict parsing (a doubtful text is no address, never a guess), canonical text (RFC 5952).
 * An IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2) is the IPv4 address it maps.
 */
export interface Address {
  readonly family: 4 | 6;
  /** The address as an unsigned number of 32 or 128 bits. */
  readonly value: bigint;
}

/** Upper 96 bits of ::ffff:0:0/96 (RFC 4291 section 2.5.5.2). */
const MAPPED_PREFIX = 0xffffn;

/** Accepts the textual forms of RFC 4291 section 2.2 and dotted decimals, and `[v6]` as URIs write it; no zone. */
export function parseAddress(text: string): Address | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return { family: 4, value: v4 };
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const v6 = parseIpv6(bare);
  if (v6 === undefined) return undefined;
  return v6 >> 32n === MAPPED_PREFIX ? { family: 4, value: v6 & 0xffff_ffffn } : { family: 6, value: v6 };
}

/** Four decimals without leading zeros: `010.0.0.1` is octal to some and decimal to others (RFC 6943 section 3.1.1). */
function parseIpv4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0n;
  for (const part of match.slice(1)) {
    const octet = Number(part);
    if (octet > 255 || String(octet) !== part) return undefined;
    value = (value << 8n) | BigInt(octet);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves as [string, string?];
  const before = parseGroups(head, tail === undefined);
  const after = tail === undefined ? [] : parseGroups(tail, true);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of [...before, ...new Array<number>(missing).fill(0), ...after]) {
    value = (value << 16n) | BigInt(group);
  }
  return value;
}

/** 16-bit groups between colons; the end of an address may be dotted decimal, which stands for two. */
function parseGroups(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[\da-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const embedded = isEnd && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (embedded === undefined) return undefined;
    groups.push(Number(embedded >> 16n), Number(embedded & 0xffffn));
  }
  return groups;
}

export function formatAddress({ family, value }: Address): string {
  return family === 4 ? formatIpv4(value) : formatIpv6(value);
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
}

/** RFC 5952: lower case, no leading zeros, `::` for the first longest run of two or more zero groups. */
function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  let longest = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && groups[end] === 0n) end++;
    if (end - start > longest.length) longest = { start, length: end - start };
  }
  const hex = (part: readonly bigint[]) => part.map((group) => group.toString(16)).join(':');
  if (longest.length < 2) return hex(groups);
  return `${hex(groups.slice(0, longest.start))}::${hex(groups.slice(longest.start + longest.length))}`;
}
