/** The peers as their documentation uses them, with nothing changed but the TURN server. */
import SpeedTest from '@cloudflare/speedtest';
import PreCallTest from '@jitsi/precall-test';
import { MediaConnectionBitrateTest, testMediaConnectionBitrate } from '@twilio/rtc-diagnostics';
import type { Measurement, PageServer } from './measurement.ts';

export async function measureWithJitsi(server: PageServer): Promise<Measurement> {
  const began = performance.now();
  const results = await new PreCallTest().start([iceServerOf(server)]);
  return {
    ...present('throughputKbps', results.throughput),
    ...present('loss', results.fractionalLoss),
    ...present('rttMs', results.rtt),
    // Its field is the variance of the round trips, not RFC 3550's.
    ...present('jitterMs', results.jitter),
    durationMs: performance.now() - began,
  };
}

/** Its example runs for 15 s, and its documentation asks for 8 at least. */
const TWILIO_RUN_MS = 15_000;

export function measureWithTwilio(server: PageServer): Promise<Measurement> {
  const began = performance.now();
  const test = testMediaConnectionBitrate({ iceServers: [iceServerOf(server)] });
  return new Promise((resolve) => {
    const timer = setTimeout(() => test.stop(), TWILIO_RUN_MS);
    let remark: string | undefined;
    test.on(MediaConnectionBitrateTest.Events.Error, (error: Error) => {
      remark = error.message;
    });
    test.on(MediaConnectionBitrateTest.Events.End, (report: { values: number[]; averageBitrate: number }) => {
      clearTimeout(timer);
      resolve({
        ...(report.values.length > 0 ? { throughputKbps: report.averageBitrate } : {}),
        ...(remark === undefined ? {} : { remark }),
        durationMs: performance.now() - began,
      });
    });
  });
}

/** Only its packet loss test goes through a TURN server; this is that step as its default configuration has it. */
const CLOUDFLARE_LOSS = {
  type: 'packetLoss',
  numPackets: 1_000,
  batchSize: 10,
  batchWaitTime: 10,
  responsesWaitTime: 3_000,
} as const;

export function measureWithCloudflare(server: PageServer): Promise<Measurement> {
  const began = performance.now();
  const url = server.urls[0] ?? '';
  const test = new SpeedTest({
    autoStart: false,
    turnServerUri: url.replace(/^turns?:/, '').replace(/\?.*/, ''),
    turnServerUser: server.username,
    turnServerPass: server.credential,
    measurements: [CLOUDFLARE_LOSS],
  });
  return new Promise((resolve) => {
    let remark: string | undefined;
    test.onError = (error: string) => {
      remark = error;
    };
    test.onFinish = () => {
      const durationMs = performance.now() - began;
      resolve({
        ...present('loss', test.results.getPacketLoss()),
        ...(remark === undefined ? {} : { remark }),
        durationMs,
      });
    };
    test.play();
  });
}

function iceServerOf({ urls, username, credential }: PageServer): RTCIceServer {
  const [url = ''] = urls;
  return { urls: url, username, credential };
}

function present<Name extends keyof Measurement>(name: Name, value: number | null | undefined) {
  return (Number.isFinite(value) ? { [name]: value } : {}) as Pick<Measurement, Name>;
}
