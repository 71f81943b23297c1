import { type TextKey, t } from './text.ts';

/** RTCNetworkType: https://www.w3.org/TR/webrtc-stats/#rtcnetworktype-enum */
const NAMES: Readonly<Record<string, TextKey>> = {
  wifi: 'network_wifi',
  ethernet: 'network_ethernet',
  cellular: 'network_cellular',
  '2g': 'network_cellular',
  '3g': 'network_cellular',
  '4g': 'network_cellular',
  '5g': 'network_cellular',
  vpn: 'network_vpn',
  bluetooth: 'network_bluetooth',
  wimax: 'network_wimax',
};

/** Undefined where the browser does not know. */
export function networkName(networkType: string | undefined): string | undefined {
  const key = networkType === undefined ? undefined : NAMES[networkType];
  return key === undefined ? undefined : t(key);
}
