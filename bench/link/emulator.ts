import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Direction, LinkSpec } from './link-spec.ts';
import { CLIENT_ADDRESS, DEVICE, type Namespaces, SERVER_ADDRESS } from './namespaces.ts';
import { nativeTool } from './native-tool.ts';

/** Counters of one direction since the last reset; bytes at IP level. */
export interface DirectionStats {
  readonly packetsIn: number;
  readonly bytesIn: number;
  readonly packetsOut: number;
  readonly bytesOut: number;
  readonly queueDrops: number;
  readonly policerDrops: number;
  readonly losses: number;
  readonly lossRuns: number;
  /** Packets of neither end, dropped before the link and not counted elsewhere. */
  readonly stray: number;
  /** ms, the longest wait in the queue. */
  readonly maxWaitMs: number;
  /** ms, the emulator's own worst lateness. */
  readonly maxLateMs: number;
}

export interface LinkStats {
  readonly up: DirectionStats;
  readonly down: DirectionStats;
}

export interface LinkControl {
  /** Changes the running link. */
  set(spec: LinkSpec): void;
  stats(): Promise<LinkStats>;
  /** Sets the counters back. */
  reset(): void;
}

export interface Emulator extends LinkControl {
  /** One line of the emulator's own language (see bench/native/link-emulator.c). */
  command(line: string): void;
  close(): Promise<void>;
}

export async function startEmulator(namespaces: Namespaces, seed: number): Promise<Emulator> {
  const child = spawn(
    await nativeTool('link-emulator'),
    [namespaces.client, namespaces.server, DEVICE, String(seed)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const nextLine = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the link emulator ended');
    return value as string;
  };
  await nextLine();
  const write = (line: string) => void child.stdin.write(`${line}\n`);
  write(`allow ${CLIENT_ADDRESS} ${SERVER_ADDRESS}`);
  let asking: Promise<unknown> = Promise.resolve();
  return {
    set(spec) {
      for (const line of [...settings('up', spec.up), ...settings('down', spec.down)]) write(line);
    },
    command: write,
    stats() {
      const answer = asking.then(() => {
        write('stats');
        return nextLine();
      });
      asking = answer.catch(() => undefined);
      return answer.then((line) => JSON.parse(line) as LinkStats);
    },
    reset: () => write('reset'),
    close: () => end(child, exited),
  };
}

async function end(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.stdin?.end();
  await exited;
}

function settings(name: 'up' | 'down', direction: Direction): string[] {
  const values = {
    rate: direction.rateKbps,
    delay: direction.delayMs,
    jitter: direction.jitterMs,
    tau: direction.jitterTauMs ?? 0,
    queue: direction.queueMs,
    loss: direction.loss,
    burst: direction.lossBurst,
    slot: direction.slotMs ?? 0,
    policer: direction.policerMs ?? 0,
    reorder: Number(direction.reorder ?? false),
    normal: Number(direction.normalJitter ?? false),
    entry: Number(direction.lossAtEntry ?? false),
  };
  const set = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  const lines = [`set ${name} ${set.join(' ')}`];
  if (direction.trace) lines.push(`trace ${name} ${direction.trace.map((step) => step.join(':')).join(' ')}`);
  return lines;
}
