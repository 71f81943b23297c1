/** One page of the extension in Firefox, used as a person would. */
import type { FirefoxDriver } from '../../cli/launch-firefox.ts';

/** ms. */
const PATIENCE_MS = 20_000;

export class FirefoxPage {
  readonly #browser: FirefoxDriver;
  readonly #context: string;

  constructor(browser: FirefoxDriver, context: string) {
    this.#browser = browser;
    this.#context = context;
  }

  /** Waits for a button of this name that can be pressed, and presses it. */
  async press(name: string): Promise<void> {
    await this.#browser.callIn(this.#context, pressInPage, { name, patienceMs: PATIENCE_MS });
  }

  /** Waits until the page shows this text, or one like this. */
  async sees(text: string | RegExp): Promise<void> {
    const what = typeof text === 'string' ? { text } : { pattern: text.source };
    await this.#browser.callIn(this.#context, seeInPage, { ...what, patienceMs: PATIENCE_MS });
  }

  /** Presses the box or the radio button that this label names. */
  async tick(label: string): Promise<void> {
    await this.#browser.callIn(
      this.#context,
      (text: string) => {
        const named = [...document.querySelectorAll('label')].find((each) =>
          each.textContent?.includes(text),
        );
        if (named === undefined) throw new Error(`There is no box "${text}"`);
        named.click();
      },
      label,
    );
  }

  /** Types into the one field that this selector names. */
  async fill(selector: string, value: string): Promise<void> {
    await this.#browser.callIn(
      this.#context,
      ({ selector, value }: { selector: string; value: string }) => {
        const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector);
        if (field === null) throw new Error(`There is no ${selector}`);
        field.focus();
        field.value = value;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      },
      { selector, value },
    );
  }

  /** Chooses a file of this text, as the browser's own dialog would. */
  async choose(selector: string, file: { readonly name: string; readonly text: string }): Promise<void> {
    await this.#browser.callIn(
      this.#context,
      ({ selector, name, text }: { selector: string; name: string; text: string }) => {
        const field = document.querySelector<HTMLInputElement>(selector);
        if (field === null) throw new Error(`There is no ${selector}`);
        const chosen = new DataTransfer();
        chosen.items.add(new File([text], name));
        field.files = chosen.files;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      },
      { selector, ...file },
    );
  }

  hasMicrophone(): Promise<boolean> {
    const look = async () =>
      (await navigator.mediaDevices.enumerateDevices()).some(({ kind }) => kind === 'audioinput');
    return this.#browser.callIn(this.#context, look, undefined);
  }

  screenshot(): Promise<Buffer> {
    return this.#browser.screenshot(this.#context);
  }

  async close(): Promise<void> {
    await this.#browser.bidi.send('browsingContext.close', { context: this.#context });
  }
}

function pressInPage({ name, patienceMs }: { name: string; patienceMs: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(new Error(`There is no button "${name}"`)), patienceMs);
    const watcher = new MutationObserver(() => look());
    const end = (error?: Error): void => {
      clearTimeout(timer);
      watcher.disconnect();
      if (error === undefined) resolve();
      else reject(error);
    };
    const look = (): void => {
      const button = [...document.querySelectorAll('button')].find(
        (each) => each.textContent?.trim() === name && !each.disabled,
      );
      if (button === undefined) return;
      button.click();
      end();
    };
    watcher.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
}

interface Sight {
  readonly text?: string;
  /** Source of a regular expression, instead. */
  readonly pattern?: string;
  readonly patienceMs: number;
}

function seeInPage({ text, pattern, patienceMs }: Sight): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => end(new Error(`"${text ?? pattern}" does not appear; there is: ${document.body.innerText}`)),
      patienceMs,
    );
    const watcher = new MutationObserver(() => look());
    const end = (error?: Error): void => {
      clearTimeout(timer);
      watcher.disconnect();
      if (error === undefined) resolve();
      else reject(error);
    };
    const look = (): void => {
      const shown = document.body.innerText;
      if (text === undefined ? new RegExp(pattern ?? '').test(shown) : shown.includes(text)) end();
    };
    watcher.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
}
