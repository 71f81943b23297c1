/** The licences of what a bundle is made of: ours, and those of all packages among its inputs. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACKAGE = /^(.*\/)?node_modules\/(@[^/]+\/)?[^/]+(?=\/)/;
const LICENSE_FILE = /^licen[cs]e(\.(md|txt))?$/i;

/** Folders of the packages among the inputs of an esbuild metafile, sorted. */
export function bundledPackages(inputs) {
  const folders = Object.keys(inputs).flatMap((path) => PACKAGE.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

/** One text with every licence; throws where a package brings none. */
export async function licenseTexts(root, inputs) {
  const parts = [`Precall\n\n${await readFile(join(root, 'LICENSE'), 'utf8')}`];
  for (const path of bundledPackages(inputs)) {
    const folder = join(root, path);
    const { name, version, license, repository } = JSON.parse(
      await readFile(join(folder, 'package.json'), 'utf8'),
    );
    const file = (await readdir(folder)).find((each) => LICENSE_FILE.test(each));
    if (file === undefined) throw new Error(`The package ${name} is bundled and brings no licence`);
    const source = typeof repository === 'string' ? repository : repository?.url;
    // The Mozilla Public License 2.0, section 3.2, asks for the place of the source.
    const where = source === undefined ? '' : `Source: ${source.replace(/^git\+/, '')}\n`;
    parts.push(`${name} ${version} (${license})\n${where}\n${await readFile(join(folder, file), 'utf8')}`);
  }
  return `${parts.map((part) => part.trim()).join(`\n\n${'-'.repeat(72)}\n\n`)}\n`;
}
