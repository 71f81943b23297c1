/** Tables of Markdown whose columns are a server's, row by row as lists that name each cell by its column. */
import { keyRole } from './key-role.ts';

const RULE = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$/;
const URI_COLUMN = /\b(?:ur[il]s?|turn|server|host|address)\b/i;

export function withTablesAsLists(text: string): string {
  if (!/^[\s|:-]*-{2,}\s*\|/m.test(text)) return text;
  const lines = text.split('\n');
  const found: string[] = [];
  let columns: readonly string[] = [];
  for (const [index, line] of lines.entries()) {
    if (!line.includes('|')) columns = [];
    else if (RULE.test(lines[index + 1] ?? '')) columns = serverColumns(cellsOf(line));
    const isRow = columns.length > 0 && !RULE.test(line) && !RULE.test(lines[index + 1] ?? '');
    found.push(isRow ? listOf(columns, cellsOf(line)) : line);
  }
  return found.join('\n');
}

/** None where no row is a server: a table of settings has a name and a value in each. */
function serverColumns(names: readonly string[]): readonly string[] {
  const roles = names.map((name) => keyRole(name.slice(0, 80))?.role);
  const isServer =
    roles.includes('username') && roles.includes('credential') && names.some((name) => URI_COLUMN.test(name));
  return isServer ? names : [];
}

function cellsOf(line: string): string[] {
  const cells = line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|');
  return cells.map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1'));
}

function listOf(columns: readonly string[], cells: readonly string[]): string {
  return columns.map((name, at) => `${at === 0 ? '- ' : '  '}${name}: ${cells[at] ?? ''}`).join('\n');
}
