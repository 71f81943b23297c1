/** From the log of one measurement to the metrics of the report. Pure. */

import { median } from '../../core/base/statistics.ts';
import type { Loss, MetricGroup, PathMetrics, Throughput } from '../../core/report/path-metrics.ts';
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import type { HostFacts } from '../link/host-facts.ts';
import { loopRoundTripMs, type PacketRecord, packetRecords, returned } from '../link/packet-log.ts';
import type { PlanRequest, PlanResult } from '../link/plan-request.ts';
import { idleWarmUps } from './capacity/burst-conditions.ts';
import { decide } from './capacity/decide.ts';
import { tcpFlowThroughput } from './capacity/tcp-flow-throughput.ts';
import { roundsOf, type TcpPath, tcpPath, tcpTrainRate } from './capacity/tcp-train-rate.ts';
import { trainDispersionKbps } from './capacity/train-dispersion.ts';
import { type Bottleneck, jitter, roundTripTime } from './delay/delay-statistics.ts';
import { idleProbes } from './delay/idle-probes.ts';
import { largePairsOf } from './loss/large-pairs.ts';
import { lossStatistics } from './loss/loss-statistics.ts';

/** Share of the fastest rounds' rate, below which a round over TCP was paced by its sender (bench). */
const FASTEST = 0.92;

export interface MeasurementFacts {
  readonly method: PathMetrics['method'];
  readonly relayProtocol: RelayProtocol;
  readonly kind: PlanRequest['kind'];
  /** IP-level bytes around each payload. */
  readonly overheadBytes: number;
  readonly capKbps: number;
  readonly host: HostFacts;
}

/** `counted`: the datagrams that the loss is told from (`lossSample`). */
export function pathMetrics(
  result: PlanResult,
  facts: MeasurementFacts,
  counted: readonly PacketRecord[],
): PathMetrics {
  const probes = idleProbes(result.log);
  const delayVariation = jitter(probes, facts.host) ?? jitter(packetRecords(result.log, 'probe'), facts.host);
  const loss = facts.relayProtocol === 'udp' ? lossStatistics(result.log, counted) : undefined;
  const found = facts.kind === 'full' ? throughputOf(result, facts, loss) : undefined;
  const throughput = found && facts.method === 'data-channel' ? lowerBound(found) : found;
  // What passes on a token bucket's tokens takes no time on the wire that this rate would tell.
  const bottleneck = result.tokenBucket === true ? undefined : bottleneckOf(facts, throughput);
  // Where no probe met an idle path, the warm-up still did.
  const rest =
    roundTripTime(probes, facts.overheadBytes, facts.host, bottleneck) ??
    roundTripTime(idleWarmUps(result.log), facts.overheadBytes, facts.host, bottleneck);
  const largePairs = largePairsOf(result.log);
  const missing: Partial<Record<MetricGroup, string>> = {
    ...(rest === undefined ? { roundTripTime: 'no probe came back' } : {}),
    ...(delayVariation === undefined ? { jitter: 'too few probes came back' } : {}),
    ...(loss !== undefined
      ? {}
      : {
          loss:
            facts.relayProtocol === 'udp'
              ? 'no probe was sent'
              : 'TCP repeats what is lost: it shows as delay',
        }),
    ...(throughput === undefined && facts.kind === 'full'
      ? { throughput: 'too few datagrams came back' }
      : {}),
  };
  return {
    method: facts.method,
    ...(rest === undefined ? {} : { roundTripTime: rest }),
    ...(delayVariation === undefined ? {} : { jitter: delayVariation }),
    ...(loss === undefined ? {} : { loss }),
    ...(throughput === undefined ? {} : { throughput }),
    ...(largePairs === undefined ? {} : { largePairs }),
    ...(Object.keys(missing).length === 0 ? {} : { missing }),
  };
}

/** SCTP's congestion control, and not the path alone, decides what a data channel gets. */
function lowerBound({ uncertainty: _ofTheChannel, ...throughput }: Throughput): Throughput {
  return { ...throughput, atLeast: true };
}

/** Where a burst has found it; a TCP connection may have got less than the link carries, and no more. */
function bottleneckOf(
  { relayProtocol }: MeasurementFacts,
  read: Throughput | undefined,
): Bottleneck | undefined {
  if (read === undefined || read.atLeast) return undefined;
  const { capacityKbps } = read;
  return {
    leastKbps: capacityKbps,
    mostKbps: relayProtocol === 'udp' ? capacityKbps : Number.POSITIVE_INFINITY,
  };
}

function throughputOf(
  result: PlanResult,
  facts: MeasurementFacts,
  loss: Loss | undefined,
): Throughput | undefined {
  const burst = packetRecords(result.log, 'burst').filter((packet) => packet.group === result.decidingGroup);
  if (facts.relayProtocol !== 'udp') {
    return result.tcp === 'flow'
      ? tcpFlowThroughput(burst, { ...facts, capped: result.capped })
      : roundsThroughput(result, facts);
  }
  const decision = decide({ ...facts, log: result.log }, result.decidingGroup ?? 0);
  if (decision === undefined) return trainThroughput(result, facts, loss);
  const { by, uncertainty, shareKbps } = decision;
  const kept = 1 - (loss?.lossRatio ?? 0);
  const open = by === 'open';
  // What came of an open path is less than it carries by what was lost behind it.
  const reached = open ? decision.kbps / Math.max(0.05, kept) : decision.kbps;
  const overCap = reached >= facts.capKbps;
  const capacityKbps = overCap || (open && result.capped) ? facts.capKbps : reached;
  return {
    capacityKbps,
    throughputKbps: capacityKbps * kept,
    ...(shareKbps === undefined ? {} : { shareKbps: Math.min(shareKbps, capacityKbps) }),
    ...(uncertainty === undefined ? {} : { uncertainty }),
    atLeast: overCap || open,
  };
}

/** When our own side sent no burst to speak of, the last train still tells what the path carries at least. */
function trainThroughput(
  { log }: PlanResult,
  { overheadBytes, capKbps }: MeasurementFacts,
  loss: Loss | undefined,
): Throughput | undefined {
  const trains = packetRecords(log, 'train');
  const last = trains.at(-1)?.group;
  const kbps = trainDispersionKbps(
    trains.filter(({ group }) => group === last),
    overheadBytes,
    'unsteady',
  );
  if (kbps === undefined) return undefined;
  const capacityKbps = Math.min(kbps, capKbps);
  return { capacityKbps, throughputKbps: capacityKbps * (1 - (loss?.lossRatio ?? 0)), atLeast: true };
}

/** Without those that left the sender slower than the path carries. */
function fastestRounds(
  rounds: readonly PacketRecord[][],
  overheadBytes: number,
  path: TcpPath,
): PacketRecord[][] {
  const read = rounds.map((round) => tcpTrainRate([round], overheadBytes, path)?.kbps ?? 0);
  const [first = 0, second = first] = [...read].sort((a, b) => b - a);
  return rounds.filter((_, i) => (read[i] ?? 0) > FASTEST * Math.min(first, 1.1 * second));
}

/** Over TCP, without losses: the rate at which the rounds' trains left the bottleneck. */
function roundsThroughput(result: PlanResult, facts: MeasurementFacts): Throughput | undefined {
  const idleRoundTripMs = median(returned(idleWarmUps(result.log)).map(loopRoundTripMs)) ?? 0;
  const path = tcpPath(result.log, facts.overheadBytes, idleRoundTripMs, facts.host);
  const fastest = fastestRounds(roundsOf(packetRecords(result.log, 'burst')), facts.overheadBytes, path);
  const rate = tcpTrainRate(fastest, facts.overheadBytes, path);
  if (rate === undefined) return undefined;
  const overCap = rate.kbps >= facts.capKbps;
  const capacityKbps = overCap ? facts.capKbps : rate.kbps;
  const atLeast = overCap || result.tcp === 'growing-rounds';
  return {
    capacityKbps,
    throughputKbps: capacityKbps,
    ...(atLeast ? {} : { uncertainty: rate.spread }),
    atLeast,
  };
}
