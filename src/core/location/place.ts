/** Where an address is, as far as the shipped data knows it; null where it does not. */
export interface Place {
  /** Name of the organisation that announces the address. */
  readonly isp: string | null;
  /** Number of its autonomous system. */
  readonly asn: number | null;
  /** English name. */
  readonly city: string | null;
  /** English name of the country, as the event shows it. */
  readonly country: string | null;
  /** ISO 3166-1 alpha-2, which unlike the name never changes with the browser. */
  readonly countryCode: string | null;
}

export const UNKNOWN_PLACE: Place = { isp: null, asn: null, city: null, country: null, countryCode: null };
