import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measurement, PageRequest } from '../page/measurement.ts';
import type { Usage } from './process-usage.ts';

/** Around the measurement alone: a browser's tabs come and go at a cost of their own. */
export type Moment = 'began' | 'ended';

/** A browser at the client's end with the bench's page. */
export interface BrowserPage {
  /** The browser's name and version. */
  readonly version: string;
  /** Makes one measurement on a fresh page; `watch` is awaited when the page stands, and again while it still does. */
  measure(request: PageRequest, watch: (moment: Moment) => Promise<void>): Promise<Measurement>;
  usage(withMemory: boolean): Promise<Usage | undefined>;
  close(): Promise<void>;
}

export interface BrowserPageOptions {
  readonly executable: string;
  /** Where the built page lies. */
  readonly folder: string;
  /** A folder for what the browser leaves behind. */
  readonly scratch: string;
  /** Certificate to be trusted for `turns:`. */
  readonly spki: string;
  /** Network namespace of the client's end; absent where the link is a relay on the loopback interface. */
  readonly namespace?: string;
}

/** ms; the slowest peer needs 64 s on the slowest link. */
const PATIENCE_MS = 120_000;

export function inTime<T>(work: Promise<T>, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const message = `${name} did not end within ${PATIENCE_MS / 1000} s`;
    timer = setTimeout(() => reject(new Error(message)), PATIENCE_MS);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

/** A program that starts `executable` inside the namespace; pipes of the caller pass through. */
export async function programIn(
  namespace: string | undefined,
  executable: string,
  folder: string,
): Promise<string> {
  if (namespace === undefined) return executable;
  const wrapper = join(folder, 'browser');
  await writeFile(wrapper, `#!/bin/sh\nexec ip netns exec ${namespace} '${executable}' "$@"\n`);
  await chmod(wrapper, 0o700);
  return wrapper;
}
