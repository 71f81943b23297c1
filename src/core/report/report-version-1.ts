/**
 * A report as version 1 stored and exported it: the same numbers under other names. It is stored data, which may be
 * anything: what is not of that shape stays as it is, for the check that follows.
 */
import { isRecord } from '../base/is-record.ts';

type Names = Readonly<Record<string, string>>;

/** Group of numbers -> old name -> new name. */
const RENAMED: Readonly<Record<string, Names>> = {
  roundTripTime: { medianMs: 'roundTripTimeMs' },
  jitter: { rfc3550Ms: 'jitterMs' },
  loss: { ratio: 'lossRatio' },
  throughput: { goodputKbps: 'throughputKbps' },
};

export function reportFromVersion1(report: unknown): unknown {
  return inside(report, 'servers', (servers) =>
    each(servers, (server) =>
      inside(server, 'probes', (probes) => each(probes, (probe) => inside(probe, 'metrics', renamedMetrics))),
    ),
  );
}

function renamedMetrics(metrics: unknown): unknown {
  return Object.entries(RENAMED).reduce(
    (renamed, [group, names]) => inside(renamed, group, (numbers) => withNames(numbers, names)),
    metrics,
  );
}

/** The same object with other names for some of its fields. */
export function withNames(data: unknown, names: Names): unknown {
  if (!isRecord(data)) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [Object.hasOwn(names, name) ? names[name] : name, value]),
  );
}

/** The same object with one field, where it has it, changed. */
export function inside(data: unknown, field: string, change: (value: unknown) => unknown): unknown {
  return isRecord(data) && Object.hasOwn(data, field) ? { ...data, [field]: change(data[field]) } : data;
}

function each(data: unknown, change: (value: unknown) => unknown): unknown {
  return Array.isArray(data) ? data.map(change) : data;
}
