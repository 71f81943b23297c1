/** One party of a call: a Chromium in a network namespace of its own, with a made-up camera and microphone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { QUIET_CHROMIUM } from '../../cli/quiet-browsers.ts';
import { programIn } from '../run/browser-page.ts';
import { servePage } from '../run/page-server.ts';

export interface Party {
  /** A fresh page: nothing of the call before is left in it. */
  page(): Promise<Page>;
  close(): Promise<void>;
}

export interface PartyPlace {
  readonly executable: string;
  readonly namespace: string;
  /** Where the built page, the clip and the speech lie. */
  readonly folder: string;
  readonly spki: string;
}

export async function openParty({ executable, namespace, folder, spki }: PartyPlace): Promise<Party> {
  const scratch = await mkdtemp(join(folder, 'party-'));
  const server = await servePage(folder, namespace);
  const browser = await chromium.launch({
    executablePath: await programIn(namespace, executable, scratch),
    headless: true,
    args: [
      ...QUIET_CHROMIUM,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${join(folder, 'clip.y4m')}`,
      `--use-file-for-fake-audio-capture=${join(folder, 'speech.wav')}`,
      '--autoplay-policy=no-user-gesture-required',
      `--ignore-certificate-errors-spki-list=${spki}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  return {
    async page() {
      const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${server.port}/`);
      await page.waitForFunction('typeof party === "object" && typeof measure === "function"');
      return page;
    },
    async close() {
      await browser.close();
      server.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
