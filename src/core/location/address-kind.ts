/**
 * What an address can say about a place. Only a `global` one belongs to a network that a database knows.
 * Sources: the IANA special-purpose registries (RFC 6890) for IPv4 and IPv6, the IPv6 address space (RFC 4291).
 */
import { type Address, parseAddress } from './address.ts';

export type AddressKind =
  | 'global'
  | 'unspecified'
  | 'loopback'
  | 'private'
  | 'carrier-nat'
  | 'link-local'
  | 'documentation'
  | 'benchmarking'
  | 'multicast'
  | 'reserved';

/** The first prefix that holds an address decides. */
const IPV4 = [
  ['0.0.0.0/8', 'unspecified'], // RFC 791: "this network"
  ['10.0.0.0/8', 'private'], // RFC 1918
  ['100.64.0.0/10', 'carrier-nat'], // RFC 6598
  ['127.0.0.0/8', 'loopback'], // RFC 1122
  ['169.254.0.0/16', 'link-local'], // RFC 3927
  ['172.16.0.0/12', 'private'], // RFC 1918
  ['192.0.0.0/24', 'reserved'], // RFC 6890: protocol assignments, DS-Lite
  ['192.0.2.0/24', 'documentation'], // RFC 5737
  ['192.88.99.0/24', 'reserved'], // RFC 7526: 6to4 relay anycast, withdrawn
  ['192.168.0.0/16', 'private'], // RFC 1918
  ['198.18.0.0/15', 'benchmarking'], // RFC 2544
  ['198.51.100.0/24', 'documentation'], // RFC 5737
  ['203.0.113.0/24', 'documentation'], // RFC 5737
  ['224.0.0.0/4', 'multicast'], // RFC 5771
  ['240.0.0.0/4', 'reserved'], // RFC 1112, and the limited broadcast
] as const;

const IPV6 = [
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['2001:2::/48', 'benchmarking'], // RFC 5180
  ['2001:db8::/32', 'documentation'], // RFC 3849
  ['2001::/23', 'reserved'], // RFC 2928: Teredo, ORCHID and other protocol assignments
  ['2002::/16', 'reserved'], // RFC 3056: 6to4 around an address that is not global (see `locatedAddress`)
  ['3fff::/20', 'documentation'], // RFC 9637
  ['2000::/3', 'global'], // RFC 4291: global unicast
  ['fc00::/7', 'private'], // RFC 4193: unique local
  ['fe80::/10', 'link-local'], // RFC 4291
  ['fec0::/10', 'private'], // RFC 3879: site local, withdrawn
  ['ff00::/8', 'multicast'], // RFC 4291
] as const;

interface Block {
  readonly shift: bigint;
  readonly prefix: bigint;
  readonly kind: AddressKind;
}

function blocks(table: readonly (readonly [string, AddressKind])[], bits: number): readonly Block[] {
  return table.map(([cidr, kind]) => {
    const [text = '', length = ''] = cidr.split('/');
    const base = parseAddress(text);
    if (base === undefined) throw new Error(`not a prefix: ${cidr}`);
    const shift = BigInt(bits - Number(length));
    return { shift, prefix: base.value >> shift, kind };
  });
}

const IPV4_BLOCKS = blocks(IPV4, 32);
const IPV6_BLOCKS = blocks(IPV6, 128);

export function addressKind({ family, value }: Address): AddressKind {
  const found = (family === 4 ? IPV4_BLOCKS : IPV6_BLOCKS).find(
    ({ shift, prefix }) => value >> shift === prefix,
  );
  return found?.kind ?? (family === 4 ? 'global' : 'reserved');
}

/**
 * The address whose place stands for this one: 6to4 (2002::/16, RFC 3056) and the well-known NAT64 prefix
 * (64:ff9b::/96, RFC 6052) carry the IPv4 address of the network; anything else stands for itself.
 */
export function locatedAddress(address: Address): Address {
  const { family, value } = address;
  if (family === 4) return address;
  if (value >> 112n === 0x2002n) return embedded(address, value >> 80n);
  if (value >> 32n === 0x64_ff9b_0000_0000_0000_0000n) return embedded(address, value);
  return address;
}

function embedded(outer: Address, low: bigint): Address {
  const inner: Address = { family: 4, value: low & 0xffff_ffffn };
  return addressKind(inner) === 'global' ? inner : outer;
}
