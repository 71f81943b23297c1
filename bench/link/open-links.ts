type Closer = () => Promise<void> | void;

const open = new Set<() => Promise<void>>();

/** For a signal that ends the process: takes down every link, also one half opened. */
export async function closeAllLinks(): Promise<void> {
  for (const close of [...open]) await close();
}

/** What a link opens, to be closed in the opposite order, once. */
export class Closers {
  readonly #closers: Closer[] = [];

  constructor() {
    open.add(this.close);
  }

  add(closer: Closer): void {
    this.#closers.push(closer);
  }

  readonly close = async (): Promise<void> => {
    open.delete(this.close);
    for (const closer of this.#closers.splice(0).reverse()) await closer();
  };
}
