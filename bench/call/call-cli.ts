import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { linkSpec } from '../link/link-spec.ts';
import { openLink } from '../link/open-link.ts';
import { Closers, closeLinksWhenInterrupted } from '../link/open-links.ts';
import { buildPage } from '../page/build-page.ts';
import { projectRoot } from '../project-root.ts';
import { type DrawnLink, drawLink } from './call-links.ts';
import { writeClip } from './clip.ts';
import { openParty } from './party.ts';
import { REFERENCE_LINKS } from './reference-links.ts';
import { recordLink } from './run-lab.ts';
import { writeSpeech } from './speech.ts';

const USAGE = `npm run bench:call [-- OPTIONS]

Real calls over emulated links, each after a precall test over the same link (root, Linux). About 45 s a link.

  --links N      how many (12)
  --seed N       of the first link (1); the others follow
  --reference    the links of call/reference-links.ts instead, --seed 1 being the first of them
  --peers        before each call @jitsi/precall-test and @twilio/rtc-diagnostics, too, half a minute more a link
  --out FILE     where the records go, one line of JSON a link (out/bench/calls.jsonl); they are added to it
`;

const OPTIONS = {
  links: { type: 'string', default: '12' },
  seed: { type: 'string', default: '1' },
  reference: { type: 'boolean', default: false },
  peers: { type: 'boolean', default: false },
  out: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

export async function main(args: readonly string[], programs: { chromium: string }): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const out = values.out ?? join(projectRoot, 'out/bench/calls.jsonl');
  await mkdir(dirname(out), { recursive: true });
  const closers = new Closers();
  closeLinksWhenInterrupted();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'precall-call-'));
    closers.add(() => rm(folder, { recursive: true, force: true }));
    await prepare(folder);
    const link = await openLink(linkSpec('lab', {}), Number(values.seed));
    closers.add(() => link.close());
    const place = { executable: programs.chromium, folder, spki: link.turn.spki };
    const behindLink = await openParty({ ...place, namespace: link.namespaces.client });
    closers.add(() => behindLink.close());
    const besideServer = await openParty({ ...place, namespace: link.namespaces.server });
    closers.add(() => besideServer.close());
    for (let i = 0; i < Number(values.links); i++) {
      const record = await recordLink(
        { link, behindLink, besideServer, withPeers: values.peers },
        linkAt(values.reference, Number(values.seed) + i),
      );
      await appendFile(out, `${JSON.stringify(record)}\n`);
      const kbps = (way: typeof record.sent) =>
        way === undefined ? '-' : `${Math.round(way.videoKbps)} kbit/s, ${way.heightPx} px`;
      console.error(
        `seed ${record.link.seed}: sent ${kbps(record.sent)}; received ${kbps(record.received)}${record.voidWhy ? `; void: ${record.voidWhy}` : ''}`,
      );
    }
    return 0;
  } finally {
    await closers.close();
  }
}

function linkAt(reference: boolean, seed: number): DrawnLink {
  const link = reference ? REFERENCE_LINKS[seed - 1] : drawLink(seed);
  if (link === undefined) throw new Error(`there are only ${REFERENCE_LINKS.length} reference links`);
  return link;
}

/** The page of the bench with the parties' script beside it, the clip and the speech. */
async function prepare(folder: string): Promise<void> {
  await buildPage(folder);
  await build({
    absWorkingDir: projectRoot,
    entryPoints: [{ in: 'bench/call/call-page.ts', out: 'call-page' }],
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2023',
    logLevel: 'warning',
  });
  const scripts = ['bench-page', 'call-page'].map(
    (name) => `<script type="module" src="/${name}.js"></script>`,
  );
  await writeFile(join(folder, 'index.html'), `<!doctype html><title>call</title><body>${scripts.join('')}`);
  await writeClip(join(folder, 'clip.y4m'));
  await writeSpeech(join(folder, 'speech.wav'));
}
