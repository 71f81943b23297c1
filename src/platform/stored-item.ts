/**
 * One stored value under one key, as `{version, data}`: key, type, default and migrations are declared once.
 * What cannot be read is kept aside under `<key>.aside` for a time, see `asideOf`; what a newer version wrote is never
 * overwritten.
 *
 * Any page and the background may read, and so repair, and write at the same time: every write holds the item's lock
 * (https://w3c.github.io/web-locks/) and looks again at what stands there, so that no repair undoes a newer value.
 */

import browser, { type Storage } from 'webextension-polyfill';
import { isRecord } from '../core/base/is-record.ts';

export interface ItemDefinition<T> {
  readonly area: 'local' | 'session';
  readonly key: string;
  /** From 1 up; raised with every change of shape. */
  readonly version: number;
  readonly initial: T;
  /** Returns the checked value, or undefined when it is not one. */
  readonly check: (data: unknown) => T | undefined;
  /** What can still be used of data that the check refuses; without it, the default is. */
  readonly salvage?: (data: unknown) => T;
  /** `migrations[n]` turns version n into n + 1. */
  readonly migrations?: Readonly<Record<number, (data: unknown) => unknown>>;
}

export type Loaded<T> =
  | { readonly kind: 'ok' | 'absent' | 'migrated'; readonly value: T }
  /** Kept aside; what could be salvaged or the default is used, and the user is told. */
  | { readonly kind: 'corrupt'; readonly value: T }
  /** Written by a newer version: the default is used and nothing is written. */
  | { readonly kind: 'newer'; readonly value: T };

export interface StoredItem<T> {
  readonly key: string;
  load(): Promise<Loaded<T>>;
  get(): Promise<T>;
  /** Rejects with NewerDataError when a newer version's data is there. */
  set(value: T): Promise<void>;
  /**
   * The same with what becomes of the value that stands there; where that is undefined, nothing is written. `change` must
   * not wait for this item.
   */
  update(change: (before: T) => T | undefined): Promise<void>;
  /** Calls back with the new value after every change; returns the end of watching. */
  watch(onChange: (value: T) => void): () => void;
}

class NewerDataError extends Error {
  override name = 'NewerDataError';
}

interface Envelope {
  readonly version: number;
  readonly data: unknown;
}

export function storedItem<T>(definition: ItemDefinition<T>): StoredItem<T> {
  const { key, version, initial } = definition;
  const area = (): Storage.StorageArea => browser.storage[definition.area];

  const alone = <R>(task: () => Promise<R>): Promise<R> =>
    navigator.locks.request(`precall-item-${definition.area}-${key}`, task);
  const write = (data: T): Promise<void> => area().set({ [key]: { version, data } satisfies Envelope });

  const keepAside = (stored: unknown): Promise<void> =>
    area().set({ [asideKey(key)]: { version: 1, data: { at: Date.now(), stored } } satisfies Envelope });

  async function read(): Promise<{ readonly stored: unknown; readonly loaded: Loaded<T> }> {
    const stored: unknown = (await area().get(key))[key];
    const absent = { kind: 'absent', value: initial } as const;
    return { stored, loaded: stored === undefined ? absent : interpret(definition, stored) };
  }

  async function repair(): Promise<Loaded<T>> {
    const { stored, loaded } = await read();
    if (loaded.kind === 'migrated') await write(loaded.value);
    if (loaded.kind === 'corrupt') {
      await keepAside(stored);
      if (definition.salvage === undefined) await area().remove(key);
      else await write(loaded.value);
    }
    return loaded;
  }

  async function load(): Promise<Loaded<T>> {
    const { loaded } = await read();
    if (loaded.kind !== 'migrated' && loaded.kind !== 'corrupt') return loaded;
    const repaired = await alone(repair);
    // Another reader was first: that something was there is to be told here, too.
    return repaired.kind === 'absent' || repaired.kind === 'ok'
      ? { ...repaired, kind: loaded.kind }
      : repaired;
  }

  async function overwrite(change: (before: T) => T | undefined): Promise<void> {
    const { stored, loaded } = await read();
    if (loaded.kind === 'newer') throw new NewerDataError(`${key} was written by a newer version of Precall`);
    const value = change(loaded.value);
    if (value === undefined) return;
    if (loaded.kind === 'corrupt') await keepAside(stored);
    await write(value);
  }

  return {
    key,
    load,
    async get() {
      return (await load()).value;
    },
    set: (value) => alone(() => overwrite(() => value)),
    update: (change) => alone(() => overwrite(change)),
    watch(onChange) {
      const listener = (changes: Record<string, Storage.StorageChange>, areaName: string): void => {
        const change = changes[key];
        if (areaName !== definition.area || change === undefined) return;
        onChange(change.newValue === undefined ? initial : interpret(definition, change.newValue).value);
      };
      browser.storage.onChanged.addListener(listener);
      return () => browser.storage.onChanged.removeListener(listener);
    },
  };
}

/** What an item could not read, and when (ms since the epoch) that was; null: nothing is aside. */
export interface Aside {
  readonly at: number;
  readonly stored: unknown;
}

const asideKey = (key: string): string => `${key}.aside`;

/** The place where an item keeps what it cannot read. */
export function asideOf({ key }: Pick<StoredItem<unknown>, 'key'>): StoredItem<Aside | null> {
  return storedItem<Aside | null>({
    area: 'local',
    key: asideKey(key),
    version: 1,
    initial: null,
    check: (data) => (data === null || isAside(data) ? data : undefined),
  });
}

function isAside(data: unknown): data is Aside {
  return isRecord(data) && typeof data.at === 'number';
}

function interpret<T>(definition: ItemDefinition<T>, stored: unknown): Loaded<T> {
  const { version, initial } = definition;
  if (!isEnvelope(stored)) return { kind: 'corrupt', value: initial };
  if (stored.version > version) return { kind: 'newer', value: initial };
  let data = stored.data;
  for (let from = stored.version; from < version; from += 1) {
    const migrate = definition.migrations?.[from];
    if (migrate === undefined) return { kind: 'corrupt', value: initial };
    data = migrate(data);
  }
  const value = definition.check(data);
  if (value === undefined) return { kind: 'corrupt', value: definition.salvage?.(data) ?? initial };
  return { kind: stored.version < version ? 'migrated' : 'ok', value };
}

function isEnvelope(stored: unknown): stored is Envelope {
  return (
    isRecord(stored) &&
    'data' in stored &&
    Number.isInteger(stored.version) &&
    (stored.version as number) >= 1
  );
}
