/** What is sent when, for each kind of run and transport. Runs beside the link's two ends. */
import type { DatagramLink } from '../link/datagram-link.ts';
import type { LossPlanRequest, PlanRequest, PlanResult } from '../link/plan-request.ts';
import { datagramPlan } from './datagram-plan.ts';
import { lightPlan } from './light-plan.ts';
import { lossPlan } from './loss-plan.ts';
import { tcpPlan } from './tcp-plan.ts';

export async function runPlan(
  link: DatagramLink,
  request: PlanRequest | LossPlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<PlanResult> {
  if (request.kind === 'loss') return lossPlan(link, request, signal);
  if (request.kind === 'light') return lightPlan(link, request, signal);
  return request.relayProtocol === 'udp'
    ? datagramPlan(link, request, signal, onThroughput)
    : tcpPlan(link, request, signal, onThroughput);
}
