/** Whether credentials alone kept every server from being reached: then the network is not to blame. */
import { type CredentialsBlame, traitsOf } from '../report/failure-reasons.ts';
import type { RunReport, ServerReport } from '../report/run-report.ts';

/** Undefined when a server was reached, or when something else kept one from being reached. */
export function credentialsBlame({ outcome, servers }: RunReport): CredentialsBlame | undefined {
  if (outcome === 'offline' || servers.length === 0) return undefined;
  const blames = new Set(servers.flatMap(blamesOf));
  if (blames.has(undefined)) return undefined;
  return blames.size === 1 ? [...blames][0] : 'refused';
}

function blamesOf({ probes, credentialsTrouble }: ServerReport): (CredentialsBlame | undefined)[] {
  if (probes.length > 0) return probes.map(({ reason }) => reason && traitsOf(reason).credentials);
  const known = credentialsTrouble !== undefined && credentialsTrouble.problem !== 'unreachable';
  return [known ? 'none' : undefined];
}
