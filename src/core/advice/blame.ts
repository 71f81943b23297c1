/** Whether something other than the line kept every server from being reached. */
import { type Blame, traitsOf } from '../report/failure-reasons.ts';
import type { RunReport, ServerReport } from '../report/run-report.ts';

/** Undefined when a server was reached, or when the line may be to blame for one that was not. */
export function blameOf({ outcome, servers }: RunReport): Blame | undefined {
  if (outcome === 'offline' || servers.length === 0) return undefined;
  const blames = new Set(servers.flatMap(blamesOf));
  if (blames.has(undefined)) return undefined;
  if (blames.size === 1) return [...blames][0];
  // Of the servers alone: what they refuse. With what answers and cannot serve among them the sentence is that.
  return blames.has('server') || blames.has('browser') ? 'server' : 'refused';
}

function blamesOf({ probes, credentialsTrouble }: ServerReport): (Blame | undefined)[] {
  if (probes.length > 0) return probes.map(({ reason }) => reason && traitsOf(reason).blame);
  const known =
    credentialsTrouble !== undefined && !/^(?:unreachable|sign-in)$/.test(credentialsTrouble.problem);
  return [known ? 'none' : undefined];
}
