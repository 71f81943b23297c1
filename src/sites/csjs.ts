/** `csjs` on a page of an allowed site: callstats' callbacks, told by the extension. */
import type { SiteCallbacks } from '../core/monitor/site-callbacks.ts';
import type { RunAnswer, ToExtension, ToPage } from '../core/sites/page-messages.ts';

export interface SiteCsjs {
  /**
   * Calls back with the latest value, if there is one, and with each new one.
   * @throws TypeError when there is no event of this name, or nothing to call.
   */
  on<Name extends keyof SiteCallbacks>(name: Name, callback: (value: SiteCallbacks[Name]) => void): void;
  /** Asks for a run with the servers of the extension's settings: at most one a minute, and the answer says so. */
  requestPrecallTest(): Promise<RunAnswer>;
}

/** In the order in which a run tells them, as in the SCT API. */
const NAMES = ['preCallTestResults', 'connectionRecommendation', 'pctConnectionQualityChange'] as const;

export function siteCsjs(send: (message: ToExtension) => void): {
  readonly csjs: SiteCsjs;
  take(message: Exclude<ToPage<SiteCallbacks>, { type: 'call?' }>): void;
} {
  const callbacks: { [Name in keyof SiteCallbacks]: ((value: SiteCallbacks[Name]) => void)[] } = {
    preCallTestResults: [],
    connectionRecommendation: [],
    pctConnectionQualityChange: [],
  };
  const waiting = new Map<number, (answer: RunAnswer) => void>();
  let asked = 0;
  let latest: SiteCallbacks | undefined;

  /** A callback's own mistake is told as the page's, and keeps no other waiting. */
  function call<Value>(callback: (value: Value) => void, value: Value): void {
    try {
      callback(value);
    } catch (error) {
      reportError(error);
    }
  }

  function emit<Name extends keyof SiteCallbacks>(name: Name, told: SiteCallbacks): void {
    for (const callback of [...callbacks[name]]) call(callback, told[name]);
  }

  return {
    csjs: {
      on(name, callback) {
        if (!Object.hasOwn(callbacks, name)) throw new TypeError(`on: there is no event "${name}"`);
        if (typeof callback !== 'function') throw new TypeError('on: the callback is no function');
        callbacks[name].push(callback);
        const told = latest;
        if (told !== undefined) queueMicrotask(() => call(callback, told[name]));
      },
      requestPrecallTest() {
        const id = asked++;
        return new Promise((resolve) => {
          waiting.set(id, resolve);
          send({ type: 'run', id });
        });
      },
    },
    take(message) {
      if (message.type === 'told') {
        latest = message.told;
        for (const name of NAMES) emit(name, message.told);
      } else {
        waiting.get(message.id)?.(message.answer);
        waiting.delete(message.id);
      }
    },
  };
}
