/** The log of a measurement, as far as it has come, with what it takes to read rates and delays from it. */
import type { HostFacts } from './host-facts.ts';
import type { PacketLog } from './packet-log.ts';

export interface Trace {
  readonly log: PacketLog;
  /** IP-level bytes around each payload. */
  readonly overheadBytes: number;
  readonly host: HostFacts;
}
