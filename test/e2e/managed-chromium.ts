/** A Chromium with a company's policy, which no other browser of this machine sees: it has a file system view of its own. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from '../../scripts/set-up.mjs';
import { extensionId } from './views-seed.ts';

/** For a test's title: why there can be none here. */
export const UNMANAGEABLE =
  process.platform === 'linux' && process.getuid?.() === 0
    ? undefined
    : 'only root on Linux can set a policy';

export interface ManagedChromium {
  /** Starts it. */
  readonly executable: string;
  /** The company changes it; the browser takes some seconds to see that. */
  set(policy: object): Promise<void>;
  dispose(): Promise<void>;
}

/** `policy` is the extension's part, `ofBrowser` the browser's own. */
export async function managedChromium(
  policy: object,
  { id = extensionId(), ofBrowser = {} }: { readonly id?: string; readonly ofBrowser?: object } = {},
): Promise<ManagedChromium> {
  const folder = await mkdtemp(join(tmpdir(), 'precall-policy-'));
  const managed = join(folder, 'policies', 'managed');
  await mkdir(managed, { recursive: true });
  const set = (values: object): Promise<void> =>
    writeFile(
      join(managed, 'precall.json'),
      JSON.stringify({ ...ofBrowser, '3rdparty': { extensions: { [id]: values } } }),
    );
  await set(policy);
  const executable = join(folder, 'chromium');
  const mount = `mkdir -p /etc/chromium && mount -t tmpfs none /etc/chromium && mkdir /etc/chromium/policies && mount --bind ${folder}/policies /etc/chromium/policies`;
  await writeFile(
    executable,
    `#!/bin/sh\nexec unshare -m sh -c '${mount} && exec "$0" "$@"' ${await ensureChromium()} "$@"\n`,
  );
  await chmod(executable, 0o755);
  return { executable, set, dispose: () => rm(folder, { recursive: true, force: true }) };
}
