import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LinkValidation } from '../link/validate-link.ts';
import type { Measurement, ToolName } from '../page/measurement.ts';

export type Transport = 'udp' | 'tcp' | 'tls';

/** One thing to measure on one link. Its key names it within a bench. */
export interface Job {
  readonly scenario: string;
  readonly browser: 'chromium' | 'firefox';
  readonly tool: ToolName;
  readonly transport: Transport;
  readonly repeat: number;
  /** kbit/s; ours only. */
  readonly capKbps: number;
  /** Ping beside it, to see the queue it raises. */
  readonly ping: boolean;
}

export const keyOf = ({ scenario, browser, tool, transport, repeat, capKbps, ping }: Job) =>
  [scenario, browser, tool, transport, repeat, capKbps, ping].join('|');

/** What one measurement gave, and what was seen of it from outside. */
export interface RunRecord {
  readonly kind: 'run';
  readonly job: Job;
  readonly measurement?: Measurement;
  readonly error?: string;
  /** Bytes at IP level that entered the link from either end. */
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** ms, the longest wait of any packet in the emulator's queues. */
  readonly queueUpMs: number;
  readonly queueDownMs: number;
  /** ms, the slowest ping of the run less the fastest; with `job.ping` only. */
  readonly pingRaisedMs?: number;
  /** The same from the moment on when the set-up's packets and the first train are through. */
  readonly pingRaisedByBurstMs?: number;
  /** s of processor time of the whole browser. */
  readonly cpuSeconds?: number;
  /** MB by which the browser's memory grew, at its highest; with `job.ping` only. */
  readonly memoryMb?: number;
}

export interface ValidationRecord {
  readonly kind: 'validation';
  readonly scenario: string;
  readonly validation: LinkValidation;
}

/** Of which software the records are. */
export interface SessionRecord {
  readonly kind: 'session';
  readonly at: string;
  readonly command: string;
  readonly link: 'namespaces' | 'relay';
  /** Processes that wanted a processor in the minute before; absent where the system does not count them. */
  readonly load?: number;
  readonly versions: Readonly<Record<string, string>>;
}

export type BenchRecord = RunRecord | ValidationRecord | SessionRecord;

/** Records as lines of JSON, so that a bench that was stopped can go on. */
export class RecordFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<BenchRecord[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as BenchRecord);
  }

  async add(record: BenchRecord): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    await appendFile(this.#path, `${JSON.stringify(record)}\n`);
  }
}
