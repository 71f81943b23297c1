/** Worker entry: holds both ends of every loop, so that sending and arrival share one clock. */
import type { TransformEvent } from '../link/encoded-transform.ts';
import { RtpLink } from '../link/rtp-link.ts';
import { runPlan } from '../plan/measurement-plan.ts';
import type { TransformRole, WorkerReply, WorkerRequest } from './worker-protocol.ts';

const links = new Map<number, RtpLink>();
const running = new Map<number, AbortController>();

self.addEventListener('rtctransform', (event) => {
  const { transformer } = event as TransformEvent;
  const { loop, end } = transformer.options as TransformRole;
  const link = linkOf(loop);
  const flow = end === 'sender' ? link.collect(transformer) : link.receive(transformer);
  flow.catch((error: unknown) => link.fail(error));
});

self.addEventListener('message', (event: MessageEvent<WorkerRequest>) => {
  const request = event.data;
  if (request.type === 'mint') linkOf(request.loop).mintFrom(request.chunks);
  else if (request.type === 'stop') running.get(request.loop)?.abort(new Error('stopped'));
  else void measure(request);
});

async function measure({ loop, plan }: Extract<WorkerRequest, { type: 'measure' }>): Promise<void> {
  const stop = new AbortController();
  running.set(loop, stop);
  try {
    const result = await runPlan(linkOf(loop), plan, stop.signal, () => {
      reply({ type: 'throughput-begins', loop });
    });
    reply({ type: 'measured', loop, result });
  } catch (error) {
    fail(loop, error);
  } finally {
    running.delete(loop);
  }
}

function linkOf(loop: number): RtpLink {
  const link = links.get(loop) ?? new RtpLink((type) => reply({ type, loop }));
  links.set(loop, link);
  return link;
}

function fail(loop: number, error: unknown): void {
  reply({ type: 'failed', loop, message: error instanceof Error ? error.message : String(error) });
}

function reply(message: WorkerReply): void {
  self.postMessage(message);
}
