/** Worker entry: holds both ends of every loop, so that sending and arrival share one clock. */
import { fillPlan } from '../fill/fill-plan.ts';
import type { TransformEvent } from '../link/encoded-transform.ts';
import { RtpLink } from '../link/rtp-link.ts';
import { runPlan } from '../plan/measurement-plan.ts';
import { watchPlan } from '../watch/watch-plan.ts';
import { upTrains } from '../way-up/up-trains.ts';
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
  else void carryOut(request);
});

type Work = Extract<WorkerRequest, { type: 'measure' | 'fill' | 'up' | 'watch' }>;

async function carryOut(request: Work): Promise<void> {
  const { loop } = request;
  const stop = new AbortController();
  running.set(loop, stop);
  try {
    reply(await resultOf(request, stop.signal));
  } catch (error) {
    fail(loop, error);
  } finally {
    running.delete(loop);
  }
}

async function resultOf(request: Work, signal: AbortSignal): Promise<WorkerReply> {
  const { loop } = request;
  if (request.type === 'fill') {
    const links = { filling: linkOf(loop), probing: linkOf(request.probingLoop) };
    return { type: 'filled', loop, result: await fillPlan(links, request.plan, signal) };
  }
  if (request.type === 'up') {
    const links = { trains: linkOf(loop), probing: linkOf(request.probingLoop) };
    return { type: 'went-up', loop, result: await upTrains(links, request.plan, signal) };
  }
  if (request.type === 'watch') {
    await watchPlan(linkOf(loop), request.plan, signal, (seen) => reply({ type: 'seen', loop, seen }));
    return { type: 'watched', loop };
  }
  const result = await runPlan(linkOf(loop), request.plan, signal, () => {
    reply({ type: 'throughput-begins', loop });
  });
  return { type: 'measured', loop, result };
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
