/** The longest words are not the English ones, and a person's fonts are not ours: some are half as wide again as others. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { root } from '../../scripts/set-up.mjs';
import { expect, test } from './clean-browser.ts';
import { expectNoSidewaysScroll, expectNothingCut, launchPages, show } from './views-pages.ts';
import { historyState, popupStates } from './views-states.ts';

test.describe.configure({ mode: 'parallel' });

const NOW = Date.now();
const STATES = popupStates(NOW);
const HISTORY = historyState(NOW, { oneOf: 4 });

/** Families of each width that Windows, macOS or a Debian has; none of them holds Japanese. */
const FONTS = {
  wide: 'font-family: Verdana, "DejaVu Sans" !important',
  narrow: 'font-family: "Arial Narrow", "Liberation Sans Narrow", "DejaVu Sans Condensed" !important',
  // Whatever family this machine has, so that the test finds a word without room everywhere.
  spaced: 'letter-spacing: 0.04em !important',
};

type Font = 'own' | keyof typeof FONTS;

/** The widest font shows most; the longest words, and the script without spaces, are looked at in every one. */
const LOOKS: readonly { locale: string; fonts: readonly Font[] }[] = [
  ...readdirSync(join(root, '_locales')).map((locale) => ({ locale, fonts: ['wide'] as const })),
  ...['de', 'ja'].map((locale) => ({ locale, fonts: ['own', 'narrow', 'spaced'] as const })),
];

async function inEachFont(
  page: Page,
  fonts: readonly Font[],
  look: (font: Font) => Promise<void>,
): Promise<void> {
  for (const font of fonts) {
    // The pages' policy lets no style element in; a constructed sheet is none.
    await page.evaluate(
      async (declaration) => {
        const rule = `*, ::before, ::after { ${declaration} }`;
        document.adoptedStyleSheets = [await new CSSStyleSheet().replace(rule)];
      },
      font === 'own' ? '' : FONTS[font],
    );
    await test.step(`${font} font`, () => look(font));
  }
}

for (const { locale, fonts } of LOOKS) {
  test(`nothing is cut off at 400 % zoom of a 1280 px window, in ${locale}, font: ${fonts.join(', ')}`, {
    tag: '@long',
  }, async () => {
    const language = locale.replace('_', '-');
    const pages = await launchPages(language);
    try {
      const page = await pages.context.newPage();
      await page.setViewportSize({ width: 320, height: 600 });
      const expectRoom = () =>
        inEachFont(page, fonts, async () => {
          await expectNothingCut(page);
          await expectNoSidewaysScroll(page);
        });
      await show(pages, page, 'history/history.html', HISTORY);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await page.getByRole('table').nth(1).waitFor();
      await expectRoom();
      const feet = new Map<string, Set<number | undefined>>();
      for (const [name, state] of Object.entries(STATES)) {
        await test.step(name, async () => {
          await show(pages, page, 'popup/popup.html', state);
          await inEachFont(page, fonts, async (font) => {
            await expectNothingCut(page);
            if (name !== 'excellent' && name !== 'running') return;
            const foot = (await page.locator('footer').boundingBox())?.height;
            feet.set(font, (feet.get(font) ?? new Set()).add(foot));
          });
        });
      }
      // What a run is doing takes no more room than what stood there before.
      for (const [font, heights] of feet) expect([...heights], font).toEqual([expect.any(Number)]);
      await show(pages, page, 'options/options.html', HISTORY);
      await page.locator('summary').click();
      await expectRoom();
    } finally {
      await pages.dispose();
    }
  });
}
