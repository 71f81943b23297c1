/** Chromium's Local Network Access, for fetches and for WebRTC, whatever its version has switched on: https://wicg.github.io/local-network-access/ */
export const LOCAL_NETWORK_ACCESS =
  '--enable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebRTC';

/** Makes a page of this machine one of the internet, to which this machine and its network are local. */
export const AS_PUBLIC = { 'content-security-policy': 'treat-as-public-address' } as const;
