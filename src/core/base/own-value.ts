/**
 * What a record keyed by any text holds under a key. A plain look finds what every object inherits, too: a server may
 * be called "constructor". Written are such records as entries, or with `{ ...record, [key]: value }`, never by
 * assignment, which for "__proto__" sets no key.
 */
export function ownValue<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
