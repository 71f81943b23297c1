/** A browser that runs the built extension, driven from outside through one of the extension's own pages. */
export interface ExtensionBrowser {
  /**
   * Calls a function inside an extension page. Argument and result travel as JSON, and the function stands alone:
   * it sees nothing of the file it was written in.
   */
  call<A, R>(inPage: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
  /** Shows a page of the extension in a tab of its own. */
  show(path: string): Promise<void>;
  /** Resolves when the browser has ended, by itself or by `close`. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

export interface LaunchOptions {
  /** Path of the browser's program. */
  readonly executable: string;
  /** Folder of the unpacked extension. */
  readonly extension: string;
  /** Profile folder; used again, the browser finds what it stored there. */
  readonly profile: string;
  readonly headless: boolean;
}

/** The page through which the extension is driven: it only shows stored settings. */
export const DRIVER_PAGE = 'options/options.html';
