/** What a shell calls the end of a program by Ctrl-C. */
const INTERRUPTED = 130;

type Closer = () => Promise<void> | void;

const open = new Set<() => Promise<void>>();

/** For a signal that ends the process: takes down every link, also one half opened. */
export async function closeAllLinks(): Promise<void> {
  for (const close of [...open]) await close();
}

/** The first SIGINT or SIGTERM takes down every link and ends the process. */
export function closeLinksWhenInterrupted(): void {
  const end = () => void closeAllLinks().finally(() => process.exit(INTERRUPTED));
  process.once('SIGINT', end).once('SIGTERM', end);
}

/** What a link opens, to be closed in the opposite order, once and for all. */
export class Closers {
  readonly #closers: Closer[] = [];
  #closing: Promise<void> | undefined;

  constructor() {
    open.add(this.close);
  }

  add(closer: Closer): void {
    this.#closers.push(closer);
  }

  /** Who asks while it is closing waits for the end of that: a process must not end in between. */
  readonly close = (): Promise<void> => {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  };

  /** What cannot be closed keeps nothing else open. */
  async #closeAll(): Promise<void> {
    const failed: unknown[] = [];
    for (const closer of this.#closers.splice(0).reverse()) {
      try {
        await closer();
      } catch (error) {
        failed.push(error);
      }
    }
    open.delete(this.close);
    if (failed.length > 0) throw new AggregateError(failed, 'not everything of a link could be closed');
  }
}
