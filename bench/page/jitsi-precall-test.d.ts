declare module '@jitsi/precall-test' {
  interface PublicResults {
    readonly mediaConnectivity: boolean;
    readonly throughput: number | null;
    readonly fractionalLoss: number | null;
    readonly rtt: number | null;
    readonly jitter: number | null;
  }
  export default class PreCallTest {
    start(iceServers: RTCIceServer[]): Promise<PublicResults>;
  }
}
