/** Does `work` with something that a test opens for itself, and closes it however that ends. */
export async function within<T extends { dispose(): Promise<void> }>(
  opening: Promise<T>,
  work: (opened: T) => Promise<void>,
): Promise<void> {
  const opened = await opening;
  try {
    await work(opened);
  } finally {
    await opened.dispose();
  }
}
