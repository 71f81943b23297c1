/**
 * Which network is this? A new address from the same ISP is the same network: what the learner knows of it, and
 * what was last notified on it, still holds. The key is a salted hash, so that neither state nor an export
 * tells addresses. The salt is a secret of its own that enters no output: there are so few addresses (2^24 networks
 * of IPv4) that whoever had it would find the address of a key by trying them all.
 */

import { sha256Hex } from '../base/sha256.ts';
import { type Address, formatAddress, parseAddress } from '../location/address.ts';
import { type AddressKind, addressKind, locatedAddress } from '../location/address-kind.ts';
import type { Place } from '../location/place.ts';
import type { NetworkFacts } from '../report/run-report.ts';

/** The key when nothing tells one network from another: offline, or a browser that shows no address. */
export const UNKNOWN_NETWORK = 'unknown';

/** 64 bits: for the few networks a device meets, a collision is out of the question. */
const KEY_DIGITS = 16;

export function networkKey(
  facts: NetworkFacts,
  place: Pick<Place, 'asn' | 'countryCode'> | undefined,
  salt: string,
): string {
  const identity = provider(place) ?? prefix(facts.serverReflexiveAddress) ?? prefix(facts.hostAddress);
  if (identity === undefined) return UNKNOWN_NETWORK;
  // JSON keeps the parts apart, whatever they hold.
  const parts = [salt, identity, knownType(facts.networkType), ...routerSubnet(facts.hostAddress)];
  const text = JSON.stringify(parts);
  return sha256Hex(text).slice(0, KEY_DIGITS);
}

/** The Wi-Fi and the cable of one ISP differ in what is normal on them. */
function knownType(networkType: string | undefined): string | null {
  return networkType === undefined || networkType === 'unknown' ? null : networkType;
}

function provider(place: Pick<Place, 'asn' | 'countryCode'> | undefined): string | undefined {
  if (place === undefined || place.asn === null) return undefined;
  return `AS${place.asn} ${place.countryCode ?? ''}`;
}

/**
 * Home and a cafe of one provider differ in what their routers hand out, where the browser shows it. Only 192.168.0.0/16: in
 * 10.0.0.0/8 carriers, offices and VPNs hand out another subnet each time.
 */
function routerSubnet(hostAddress: string | undefined): string[] {
  const subnet = prefix(hostAddress);
  return subnet?.startsWith('192.168.') === true ? [subnet] : [];
}

/** Every device has these addresses, so they tell nothing apart. */
const TELLS_NOTHING: ReadonlySet<AddressKind> = new Set([
  'unspecified',
  'loopback',
  'link-local',
  'multicast',
  'reserved',
]);

/** What the provider or the local network hands out as one: /24, /48, and /64 for a unique local subnet. */
function prefix(text: string | undefined): string | undefined {
  const parsed = text === undefined ? undefined : parseAddress(text);
  if (parsed === undefined) return undefined;
  const address = locatedAddress(parsed);
  const kind = addressKind(address);
  if (TELLS_NOTHING.has(kind)) return undefined;
  const length = address.family === 4 ? 24 : kind === 'private' ? 64 : 48;
  return `${formatAddress(masked(address, length))}/${length}`;
}

function masked({ family, value }: Address, length: number): Address {
  const hostBits = BigInt((family === 4 ? 32 : 128) - length);
  return { family, value: (value >> hostBits) << hostBits };
}
