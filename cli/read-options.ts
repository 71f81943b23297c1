import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

type Table = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
type ValueOf<Type extends 'string' | 'boolean'> = Type extends 'string' ? string : boolean;
type Values<Known extends Table> = { readonly [Name in keyof Known]?: ValueOf<Known[Name]['type']> };

/**
 * The values of a command's options.
 * @throws UsageError, one line, for anything the table does not know and for an option without its value.
 */
export function readOptions<Known extends Table>(args: readonly string[], table: Known): Values<Known> {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: table,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional')
      throw new UsageError(`Unexpected argument ${show(token.value)}. See --help.`);
    if (token.kind !== 'option') continue;
    const known = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (known === undefined) throw new UsageError(`Unknown option ${show(token.rawName)}. See --help.`);
    const isOption = token.inlineValue === false && token.value.startsWith('--');
    if (known.type === 'string' && ((token.value ?? '') === '' || isOption)) {
      throw new UsageError(`${token.rawName} needs a value. See --help.`);
    }
    if (known.type === 'boolean' && token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value.`);
    }
  }
  return values as Values<Known>;
}

/** Control characters would break the one line. */
function show(text: string): string {
  return JSON.stringify(text);
}
