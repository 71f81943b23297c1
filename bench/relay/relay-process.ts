import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { MINIMUM_VERSIONS } from '../../scripts/minimum-versions.mjs';
import type { LinkControl, LinkStats } from '../link/emulator.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import { projectRoot } from '../project-root.ts';

/** Ports on the loopback interface: of the relay, or of what stands behind it. */
export interface RelayPorts {
  readonly turnUdp: number;
  readonly turnTcp: number;
  readonly turnTls: number;
  readonly echoUp: number;
  readonly echoDown: number;
}

export type RelayCommand =
  | { readonly kind: 'set'; readonly spec: LinkSpec }
  | { readonly kind: 'reset' }
  | { readonly kind: 'stats' };
export type RelayAnswer =
  | { readonly kind: 'ports'; readonly ports: RelayPorts }
  | { readonly kind: 'stats'; readonly stats: LinkStats };

export interface RelayProcess {
  readonly ports: RelayPorts;
  readonly control: LinkControl;
  close(): Promise<void>;
}

export async function startRelay(spec: LinkSpec, behind: RelayPorts): Promise<RelayProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', await bundledMain()], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, RELAY: JSON.stringify({ spec, behind }) },
  });
  const exited = once(child, 'exit');
  const next = async (): Promise<RelayAnswer> => {
    const ended = exited.then(() => {
      throw new Error('the relay ended');
    });
    const [answer] = (await Promise.race([once(child, 'message'), ended])) as [RelayAnswer];
    return answer;
  };
  const first = await next();
  if (first.kind !== 'ports') throw new Error('the relay did not say its ports');
  const tell = (command: RelayCommand) => void child.send(command);
  return {
    ports: first.ports,
    control: {
      set: (changed) => tell({ kind: 'set', spec: changed }),
      reset: () => tell({ kind: 'reset' }),
      async stats() {
        tell({ kind: 'stats' });
        const answer = await next();
        if (answer.kind !== 'stats') throw new Error('the relay did not say its counters');
        return answer.stats;
      },
    },
    async close() {
      child.kill();
      await exited;
    },
  };
}

async function bundledMain(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(projectRoot, 'bench/relay/relay-main.ts')],
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: `node${MINIMUM_VERSIONS.node}`,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild gave no bundle of the relay');
  return file.text;
}
