/** The page's side of the RTP worker: gives loops their media and asks for measurements. */
import { orAbort } from '../base/abortable.ts';
import { type AudioFrames, type AudioSource, openAudioSource } from '../link/audio-source.ts';
import type {
  FillPlanRequest,
  FillPlanResult,
  LossPlanRequest,
  PlanRequest,
  PlanResult,
  UpPlanRequest,
  UpPlanResult,
  WatchPlanRequest,
} from '../link/plan-request.ts';
import type { SeenPackets } from '../link/seen-packets.ts';
import type { LoopEnds, LoopEngine } from '../loop/loop-media.ts';
import type { TransformRole, WorkerReply, WorkerRequest } from './worker-protocol.ts';

export class RtpEngine {
  readonly #worker: Worker;
  readonly #frames: AudioFrames;
  #loops = 0;

  constructor(worker: Worker, frames: AudioFrames) {
    this.#worker = worker;
    this.#frames = frames;
  }

  openLoop(): LoopEngine {
    this.#loops += 1;
    return new RtpLoop(this.#worker, this.#loops, this.#frames);
  }

  close(): void {
    this.#worker.terminate();
  }
}

class RtpLoop implements LoopEngine {
  readonly method = 'rtp-datagrams';
  readonly #worker: Worker;
  readonly #frames: AudioFrames;
  readonly #loop: number;
  #source: AudioSource | undefined;
  #ends: LoopEnds | undefined;

  constructor(worker: Worker, loop: number, frames: AudioFrames) {
    this.#worker = worker;
    this.#frames = frames;
    this.#loop = loop;
  }

  attach(ends: LoopEnds): void {
    const source = openAudioSource(this.#frames);
    this.#source = source;
    this.#ends = ends;
    ends.receiver.addEventListener('track', (event) => {
      event.receiver.transform = this.#transform('receiver');
    });
    this.#send(source.tracks, source.codec, ends.sender);
    const { chunks } = source;
    if (chunks !== undefined) this.#ask({ type: 'mint', loop: this.#loop, chunks }, [chunks]);
  }

  #send(tracks: readonly MediaStreamTrack[], codec: AudioSource['codec'], sender: RTCPeerConnection): void {
    const codecs = RTCRtpSender.getCapabilities('audio')?.codecs.filter(
      ({ mimeType }) => mimeType.toLowerCase() === codec.toLowerCase(),
    );
    for (const track of tracks) {
      const transceiver = sender.addTransceiver(track, { direction: 'sendonly' });
      if (codecs !== undefined && codecs.length > 0) transceiver.setCodecPreferences(codecs);
      transceiver.sender.transform = this.#transform('sender');
    }
  }

  /** More senders on the open loop: nothing of that crosses the network. */
  async #sendMore(): Promise<void> {
    const { more, codec } = this.#source ?? {};
    const ends = this.#ends;
    if (more === undefined || codec === undefined || ends === undefined) return;
    this.#send(more(), codec, ends.sender);
    await ends.renegotiate();
  }

  measure(
    plan: PlanRequest | LossPlanRequest,
    signal: AbortSignal,
    onThroughput: () => void,
  ): Promise<PlanResult> {
    return this.#work({ type: 'measure', loop: this.#loop, plan }, signal, (reply, resolve) => {
      if (reply.type === 'throughput-begins') onThroughput();
      else if (reply.type === 'measured') resolve(reply.result);
    });
  }

  fill(probing: LoopEngine, plan: FillPlanRequest, signal: AbortSignal): Promise<FillPlanResult> {
    const request = {
      type: 'fill',
      loop: this.#loop,
      probingLoop: RtpLoop.#numberOf(probing),
      plan,
    } as const;
    return this.#work(request, signal, (reply, resolve) => {
      if (reply.type === 'filled') resolve(reply.result);
    });
  }

  sendUp(probing: LoopEngine, plan: UpPlanRequest, signal: AbortSignal): Promise<UpPlanResult> {
    const request = { type: 'up', loop: this.#loop, probingLoop: RtpLoop.#numberOf(probing), plan } as const;
    return this.#work(request, signal, (reply, resolve) => {
      if (reply.type === 'went-up') resolve(reply.result);
    });
  }

  static #numberOf(loop: LoopEngine): number {
    if (!(loop instanceof RtpLoop)) throw new Error('a loop of another engine cannot probe');
    return loop.#loop;
  }

  watch(plan: WatchPlanRequest, signal: AbortSignal, onSeen: (seen: SeenPackets) => void): Promise<void> {
    return this.#work({ type: 'watch', loop: this.#loop, plan }, signal, (reply, resolve) => {
      if (reply.type === 'seen') onSeen(reply.seen);
      else if (reply.type === 'watched') resolve();
    });
  }

  /** Asks the worker, and hears what it says of this loop until `take` resolves it. */
  async #work<T>(
    request: WorkerRequest,
    signal: AbortSignal,
    take: (reply: WorkerReply, resolve: (result: T) => void) => void,
  ): Promise<T> {
    let stopListening = () => {};
    const answer = new Promise<T>((resolve, reject) => {
      const onMessage = ({ data }: MessageEvent<WorkerReply>) => {
        if (data.loop !== this.#loop) return;
        if (data.type === 'frames-wanted') this.#sendMore().catch(reject);
        else if (data.type === 'frames-enough') this.#source?.stop();
        else if (data.type === 'failed') reject(new Error(data.message));
        else take(data, resolve);
      };
      const onError = (event: ErrorEvent) =>
        reject(new Error(event.message || 'the RTP worker did not load'));
      this.#worker.addEventListener('message', onMessage);
      this.#worker.addEventListener('error', onError);
      stopListening = () => {
        this.#worker.removeEventListener('message', onMessage);
        this.#worker.removeEventListener('error', onError);
      };
    });
    try {
      this.#ask(request);
      return await orAbort(answer, signal);
    } finally {
      stopListening();
      this.#ask({ type: 'stop', loop: this.#loop });
    }
  }

  close(): void {
    this.#source?.stop();
  }

  #transform(end: TransformRole['end']): RTCRtpScriptTransform {
    return new RTCRtpScriptTransform(this.#worker, { loop: this.#loop, end } satisfies TransformRole);
  }

  #ask(request: WorkerRequest, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }
}
