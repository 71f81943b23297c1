import * as v from 'valibot';
import { isRecord } from './is-record.ts';

/** A record keyed by any text: valibot's own leaves keys such as "constructor" out. */
export function textKeyed<Value extends v.GenericSchema>(value: Value) {
  return v.pipe(
    v.custom<Readonly<Record<string, v.InferOutput<Value>>>>(isRecord),
    v.transform((record): [string, unknown][] => Object.entries(record)),
    v.array(v.tuple([v.string(), value])),
    v.transform((entries): Readonly<Record<string, v.InferOutput<Value>>> => Object.fromEntries(entries)),
  );
}
