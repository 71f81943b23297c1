/** How often the key of a network errs, both ways, on emulated people of whom only the shares below are assumed. */
import { networkKey } from '../../src/core/monitor/network-identity.ts';
import type { NetworkFacts } from '../../src/core/report/run-report.ts';
import { createRandom, type Random } from './random.ts';

const PEOPLE = 2000;
const NIGHTS = 14;
/** Providers of a country by customers; of these people's cafes as well. */
const SHARES = [0.38, 0.24, 0.16, 0.12, 0.1];
/** Share of addresses of which the shipped data knows the provider (docs/location.md). */
const KNOWN = { 4: 0.86, 6: 0.38 };
const NEW_ADDRESS_NIGHTLY = 0.4;
const DUAL_STACK = 0.5;
/** Share of people whose browser shows the host address, and tells what kind of connection it is. */
const SHOWS_HOST = 0.1;
const TELLS_TYPE = 0.5;
const ROUTERS = ['192.168.0', '192.168.1', '192.168.2', '192.168.178', '10.0.0'] as const;

interface Place {
  /** The key at one visit. */
  visit(): string;
}

interface Person {
  readonly showsHost: boolean;
  readonly tellsType: boolean;
}

/** One line of a provider: a new address each night, or the same for months; IPv4, or now this and now that. */
function place(
  random: Random,
  person: Person,
  provider: number,
  type: 'wifi' | 'ethernet',
  oneFamily: boolean,
): Place {
  const renews = random.chance(NEW_ADDRESS_NIGHTLY);
  const dual = !oneFamily && random.chance(DUAL_STACK);
  const router = random.pick(ROUTERS);
  const site = random.whole(0, 65_535);
  const addressOf = (isSix: boolean, own: number) =>
    isSix ? `2001:db8:${own.toString(16)}::1` : `203.${provider}.${own & 255}.7`;
  return {
    visit: () => {
      const isSix = dual && random.chance(0.5);
      // Which of a provider's addresses are known does not change from night to night.
      const isKnown = ((site * 7919 + provider * 31) % 1000) / 1000 < KNOWN[isSix ? 6 : 4];
      const facts: NetworkFacts = {
        serverReflexiveAddress: addressOf(isSix, renews ? random.whole(0, 65_535) : site),
        ...(person.showsHost && { hostAddress: `${router}.${random.whole(2, 250)}` }),
        ...(person.tellsType && { networkType: type }),
      };
      const where = isKnown ? { asn: 64_500 + provider, countryCode: 'FI' } : undefined;
      return networkKey(facts, where, 'salt');
    },
  };
}

function providerOf(random: Random): number {
  let left = random.unit();
  const found = SHARES.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return Math.max(0, found);
}

export function identityTable(): string {
  const random = createRandom(18);
  const counts = {
    merged: 0,
    mergedShown: 0,
    shown: 0,
    split: 0,
    splitOneFamily: 0,
    oneFamily: 0,
    vpnMerged: 0,
  };
  for (let index = 0; index < PEOPLE; index++) {
    const person = { showsHost: random.chance(SHOWS_HOST), tellsType: random.chance(TELLS_TYPE) };
    const oneFamily = random.chance(0.5);
    const home = place(random, person, providerOf(random), 'wifi', oneFamily);
    const cafe = place(random, person, providerOf(random), 'wifi', oneFamily);
    const vpn = place(random, person, 40, 'wifi', true);
    const nights = new Set(Array.from({ length: NIGHTS }, () => home.visit()));
    const atCafe = Array.from({ length: NIGHTS }, () => cafe.visit());
    const isMerged = atCafe.some((key) => nights.has(key));
    counts.merged += Number(isMerged);
    counts.mergedShown += Number(isMerged && person.showsHost);
    counts.shown += Number(person.showsHost);
    counts.split += Number(nights.size > 1);
    counts.oneFamily += Number(oneFamily);
    counts.splitOneFamily += Number(oneFamily && nights.size > 1);
    counts.vpnMerged += Number(nights.has(vpn.visit()));
  }
  const share = (part: number, of: number) => `${((100 * part) / of).toFixed(1)} %`;
  return [
    '| of 2000 emulated people, over 14 nights | share |',
    '|---|---|',
    `| home and a cafe have one key | ${share(counts.merged, PEOPLE)} |`,
    `| the same, where the browser shows host addresses | ${share(counts.mergedShown, counts.shown)} |`,
    `| home has more than one key | ${share(counts.split, PEOPLE)} |`,
    `| the same, with IPv4 alone | ${share(counts.splitOneFamily, counts.oneFamily)} |`,
    `| home and a VPN have one key | ${share(counts.vpnMerged, PEOPLE)} |`,
  ].join('\n');
}
