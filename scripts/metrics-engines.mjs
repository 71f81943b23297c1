/**
 * The engines that the export is tested against, VictoriaMetrics and Prometheus: Debian trixie's packages, downloaded with
 * apt's own check of their signatures and unpacked into a cache, beside the system and not over it.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './file-lock.mjs';
import { run, say } from './run.mjs';
import { root } from './set-up.mjs';

const CACHE = join(root, 'node_modules', '.cache', 'precall-engines');
const FOLDER = join(CACHE, 'trixie');
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const SOURCE = `deb [signed-by=${KEYRING}] http://deb.debian.org/debian trixie main\n`;
const PACKAGES = ['victoria-metrics', 'prometheus'];
const PROGRAMS = ['victoria-metrics', 'vmagent', 'vmalert', 'vmalert-tool', 'prometheus'];

/** Paths of the programs, or why there are none, for a person. Downloads them once (58 MB), but for PRECALL_INSTALL=no. */
export async function ensureMetricsEngines() {
  await mkdir(CACHE, { recursive: true });
  return withLock(join(CACHE, '.lock'), async () => {
    if (!existsSync(FOLDER)) {
      const hindrance = await download();
      if (hindrance !== undefined) return { unavailable: hindrance };
    }
    const bin = join(FOLDER, 'usr', 'bin');
    return { programs: Object.fromEntries(PROGRAMS.map((name) => [name, join(bin, name)])) };
  });
}

async function download() {
  if (process.env.PRECALL_INSTALL === 'no') return 'PRECALL_INSTALL=no forbids to download them';
  if (!existsSync('/usr/bin/apt-get') || !existsSync(KEYRING))
    return 'they come as Debian packages, and this is no Debian';
  say('Downloading VictoriaMetrics and Prometheus (once; 58 MB of Debian packages) ...');
  const fresh = await mkdtemp(join(CACHE, 'fresh-'));
  try {
    for (const part of ['lists/partial', 'cache/archives/partial', 'root']) {
      await mkdir(join(fresh, part), { recursive: true });
    }
    await writeFile(join(fresh, 'sources.list'), SOURCE);
    const options = {
      'Dir::Etc::SourceList': join(fresh, 'sources.list'),
      'Dir::Etc::SourceParts': '/dev/null',
      'Dir::State::Lists': join(fresh, 'lists'),
      'Dir::Cache': join(fresh, 'cache'),
      'Dir::State::Status': '/dev/null',
      // Not as a user who may not write here.
      'APT::Sandbox::User': 'root',
    };
    const apt = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    const aptGet = (...args) => run('apt-get', [...apt, '-qq', ...args], { cwd: fresh, output: 'stderr' });
    if ((await aptGet('update')) !== 0 || (await aptGet('download', ...PACKAGES)) !== 0) {
      return 'Debian’s packages could not be downloaded';
    }
    for (const name of (await readdir(fresh)).filter((file) => file.endsWith('.deb'))) {
      const code = await run('dpkg-deb', ['-x', join(fresh, name), join(fresh, 'root')], {
        output: 'stderr',
      });
      if (code !== 0) return `${name} could not be unpacked`;
    }
    await rename(join(fresh, 'root'), FOLDER);
    return undefined;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
