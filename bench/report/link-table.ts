/** The table of a bench that goes through named links, one after the other. */
import { markdownTable } from './markdown-table.ts';

/** A row for each link whose name holds one of the texts of `wanted` ("a;b"), all without it; told as it comes, printed as Markdown. */
export async function printLinkTable<T>(
  header: readonly string[],
  links: Readonly<Record<string, T>>,
  wanted: string | undefined,
  rowOf: (name: string, link: T) => Promise<string[]>,
): Promise<void> {
  const texts = wanted?.split(';') ?? [''];
  const rows: string[][] = [];
  for (const [name, link] of Object.entries(links)) {
    if (!texts.some((text) => name.includes(text))) continue;
    const row = await rowOf(name, link);
    rows.push(row);
    console.error(row.join(' | '));
  }
  console.log(markdownTable(header, rows));
}
