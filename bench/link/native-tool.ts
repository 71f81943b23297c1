import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { command } from './command.ts';

export type NativeTool = 'link-emulator' | 'udp-probe';

/** The path of a program of bench/native, compiled once for each version of its source. */
export async function nativeTool(name: NativeTool): Promise<string> {
  const source = join(projectRoot, 'bench/native', `${name}.c`);
  const hash = createHash('sha256')
    .update(await readFile(source))
    .digest('hex')
    .slice(0, 12);
  const folder = join(tmpdir(), `precall-bench-${process.getuid?.() ?? 'user'}`);
  const binary = join(folder, `${name}-${hash}`);
  if (
    await access(binary).then(
      () => true,
      () => false,
    )
  )
    return binary;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = `${binary}.${process.pid}`;
  await command(process.env.CC ?? 'cc', '-O2', '-o', fresh, source, '-lm');
  await rename(fresh, binary);
  return binary;
}
