/** What a call right after a run would be, over the server that the run's codes describe. */
import { forecast } from '../forecast/forecast.ts';
import type { Forecast } from '../forecast/forecast-types.ts';
import { factsOf } from '../judgement/ranking.ts';
import type { JudgedRun } from './judged-run.ts';

export function forecastOf({ report, best, throughput }: JudgedRun): Forecast {
  const server = report.servers.find(({ provider }) => provider === best);
  return forecast(server ? factsOf(server, throughput?.throughputKbps) : { reachable: false });
}
