/** What a call right after a run would be, over the server that the run's codes describe. */
import { forecast } from '../forecast/forecast.ts';
import type { Forecast } from '../forecast/forecast-types.ts';
import { metricsOf } from '../judgement/metrics.ts';
import { factsOf } from '../judgement/ranking.ts';
import { knownWaysOf } from '../report/path-metrics.ts';
import type { JudgedRun } from './judged-run.ts';

/** The run's own bandwidth before the one that counts for its code: a call that began now would meet what this run met. */
export function forecastOf({ report, best, throughput }: JudgedRun): Forecast {
  const server = report.servers.find(({ provider }) => provider === best);
  if (server === undefined) return forecast({ reachable: false });
  const own = metricsOf(server)?.throughput?.throughputKbps;
  const facts = factsOf(server, own ?? throughput?.throughputKbps);
  // Where the run's own counts it has the ways that an earlier run found on the same line.
  const counts = own === undefined || own === throughput?.throughputKbps ? throughput : null;
  return forecast({ ...facts, ...(counts && knownWaysOf(counts)) });
}
