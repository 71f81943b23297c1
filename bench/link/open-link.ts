import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { command } from './command.ts';
import { type Emulator, type LinkControl, startEmulator } from './emulator.ts';
import type { LinkSpec } from './link-spec.ts';
import {
  CLIENT_ADDRESS,
  configureDevices,
  createNamespaces,
  type Namespaces,
  removeNamespaces,
  SERVER_ADDRESS,
} from './namespaces.ts';
import { nativeTool } from './native-tool.ts';
import { Closers } from './open-links.ts';
import { startTurnServer, type TurnServerProcess } from './turn-server.ts';

const PROBE_PORT = 7000;

/** A link between a browser and a TURN server. */
export interface Link {
  readonly emulator: LinkControl;
  readonly turn: TurnServerProcess;
  /** Where the ends have network namespaces of their own. */
  readonly namespaces?: Namespaces;
  /** Raw UDP across the link; gives what came back. */
  ping(intervalMs: number, seconds: number, ipBytes?: number): RawProbe<{ rttsMs: (number | null)[] }>;
  flood(toward: 'up' | 'down', kbps: number, seconds: number, ipBytes?: number): RawProbe<Flood>;
  close(): Promise<void>;
}

/** A client namespace, a server namespace with a TURN server, an emulator between. */
export interface NamespacedLink extends Link {
  readonly emulator: Emulator;
  readonly namespaces: Namespaces;
  /** Starts a program at the client's end, with the link described in its environment. */
  spawnClient(program: string, args: readonly string[], options?: SpawnOptions): ChildProcess;
}

export interface Flood {
  readonly sent: number;
  readonly received: number;
  /** kbit/s at IP level between the first and the last arrival. */
  readonly kbps: number;
}

export interface RawProbe<Result> {
  readonly result: Promise<Result>;
  /** Ends it early; `result` then holds what there is. */
  stop(): void;
}

/** Why there can be no network namespaces with an emulator between them; undefined when there can. */
export async function obstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid?.() !== 0) return 'only root may make network namespaces';
  try {
    await command('ip', 'netns', 'list');
    await access('/dev/net/tun');
    for (const name of ['link-emulator', 'udp-probe'] as const) await nativeTool(name);
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
  return undefined;
}

export async function openLink(spec: LinkSpec, seed = 1): Promise<NamespacedLink> {
  const why = await obstacle();
  if (why !== undefined) throw new Error(`no emulated link: ${why}`);
  const closers = new Closers();
  try {
    const probe = await nativeTool('udp-probe');
    const namespaces = await createNamespaces();
    closers.add(() => removeNamespaces(namespaces));
    const emulator = await startEmulator(namespaces, seed);
    closers.add(() => emulator.close());
    await configureDevices(namespaces);
    const turn = await startTurnServer(SERVER_ADDRESS, { namespace: namespaces.server });
    closers.add(() => turn.close());
    const ends = {
      up: [namespaces.server, SERVER_ADDRESS],
      down: [namespaces.client, CLIENT_ADDRESS],
    } as const;
    for (const [namespace, address] of Object.values(ends)) {
      const stdio: SpawnOptions['stdio'] = ['ignore', 'ignore', 'inherit'];
      const server = spawnIn(namespace, probe, ['serve', address, String(PROBE_PORT)], { stdio });
      closers.add(() => void server.kill());
    }
    emulator.set(spec);
    emulator.reset();
    const raw = <Result>(mode: string, toward: 'up' | 'down', ...numbers: number[]): RawProbe<Result> => {
      const from = ends[toward === 'up' ? 'down' : 'up'][0];
      const args = [mode, ends[toward][1], String(PROBE_PORT), ...numbers.map(String)];
      const child = spawnIn(from, probe, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      return { result: jsonOf<Result>(child), stop: () => void child.kill() };
    };
    return {
      emulator,
      turn,
      namespaces,
      spawnClient: (program, args, options = {}) =>
        spawnIn(namespaces.client, program, args, {
          ...options,
          env: { ...process.env, ...options.env, ...environmentOf(spec, turn) },
        }),
      ping: (intervalMs, seconds, ipBytes = 60) => raw('ping', 'up', intervalMs, seconds, ipBytes),
      flood: (toward, kbps, seconds, ipBytes = 1200) => raw('flood', toward, kbps, seconds, ipBytes),
      close: closers.close,
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** What a program at the client's end needs to know. */
function environmentOf(spec: LinkSpec, turn: TurnServerProcess): Record<string, string> {
  return {
    LINK_SPEC: JSON.stringify(spec),
    LINK_SERVER: SERVER_ADDRESS,
    TURN_UDP_URL: turn.udpUrl,
    TURN_TCP_URL: turn.tcpUrl,
    TURN_TLS_URL: turn.tlsUrl,
    TURN_USERNAME: turn.username,
    TURN_CREDENTIAL: turn.credential,
    TURN_SPKI: turn.spki,
  };
}

function spawnIn(ns: string, program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn('ip', ['netns', 'exec', ns, program, ...args], { stdio: 'inherit', ...options });
}

function jsonOf<Result>(child: ChildProcess): Promise<Result> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk;
    });
    child.once('close', () => {
      try {
        resolve(JSON.parse(text) as Result);
      } catch (cause) {
        reject(new Error('a raw UDP probe ended without a result', { cause }));
      }
    });
  });
}
