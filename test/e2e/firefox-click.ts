/** A click with the mouse: Firefox takes a request for a permission from nothing less. */
import { expect } from 'playwright/test';
import type { FirefoxDriver } from '../../cli/launch-firefox.ts';

/** Waits until the tab of that context id has what this selector names, and clicks on the first of them. */
export async function clickAt(firefox: FirefoxDriver, context: string, selector: string): Promise<void> {
  const place = (): Promise<{ x: number; y: number } | null> =>
    firefox.callIn(
      context,
      (wanted: string) => {
        const found = document.querySelector(wanted);
        if (found === null) return null;
        found.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { left, top, width, height } = found.getBoundingClientRect();
        return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
      },
      selector,
    );
  await expect.poll(place).not.toBeNull();
  await firefox.bidi.send('browsingContext.activate', { context });
  const { x, y } = (await place()) ?? { x: 0, y: 0 };
  await firefox.bidi.send('input.performActions', {
    context,
    actions: [
      {
        type: 'pointer',
        id: 'mouse',
        actions: [
          { type: 'pointerMove', x, y },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
      },
    ],
  });
}
