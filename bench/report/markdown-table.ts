/** A table whose columns line up in the source, too. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  return [
    line(header),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...rows.map(line),
  ].join('\n');
}

/** A dash for what is missing: never a zero. */
export function shown(value: number | undefined, digits = 0): string {
  return value === undefined || Number.isNaN(value) ? '-' : value.toFixed(digits);
}

export function shownPercent(ratio: number | undefined, digits = 1): string {
  return ratio === undefined ? '-' : `${(ratio * 100).toFixed(digits)} %`;
}

export function signedPercent(ratio: number | undefined): string {
  return ratio === undefined ? '-' : `${ratio > 0 ? '+' : ''}${(ratio * 100).toFixed(1)} %`;
}
