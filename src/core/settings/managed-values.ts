/** What a policy sets, for a person to read: no secret stands in it. */
import { isRecord } from '../base/is-record.ts';
import type { Settings } from './settings.ts';
import { withoutHeaderValues } from './settings-changes.ts';

export interface ManagedValue {
  /** Dotted path. */
  readonly field: string;
  /** Absent: nothing, or none. */
  readonly value?: string;
}

export function managedValues(effective: Settings, managed: readonly string[]): ManagedValue[] {
  return managed.map((field) => {
    const [section = '', name] = field.split('.');
    const known: unknown = withoutHeaderValues(effective)[section as keyof Settings];
    const value = text(name !== undefined && isRecord(known) ? known[name] : known);
    return { field, ...(value !== '' && { value }) };
  });
}

/** Of servers and sites what tells them apart. */
function text(value: unknown): string {
  if (Array.isArray(value))
    return value.map((each) => (isRecord(each) ? (each.label ?? each.pattern) : each)).join(', ');
  if (!isRecord(value)) return String(value ?? '');
  return Object.entries(value)
    .map(([key, each]) => `${key}: ${String(each)}`)
    .join(', ');
}
