/**
 * The one reader of texts that hold ICE servers: what a person pastes and what a credentials URL answers.
 *
 * It knows no format. A text is strings, words and URIs in groups (brackets, elements, indentation). A TURN URI tells
 * itself; its user name and credential are the nearest that are named so: in its own group, else in the group around
 * it. What a program works out only when it runs stays empty, and spoils nothing else.
 */
import { withoutBoldNames, withoutEntities, withoutInvisible } from './clean-text.ts';
import { withCoturnLines } from './coturn-lines.ts';
import { GroupReader } from './group-reader.ts';
import type { IceEntry } from './ice-facts.ts';
import { type LeftOut, Settlement } from './settlement.ts';
import { withTablesAsLists } from './table-lists.ts';
import type { Remarks } from './text-tokens.ts';
import { textTree } from './text-tree.ts';
import { withToldCredentials } from './told-credentials.ts';

export interface IceText {
  readonly entries: readonly IceEntry[];
  /** User names with credentials that stand beside no URI. */
  readonly pairs: readonly IceEntry[];
  /** What was found and cannot be used. Holds no secret. */
  readonly leftOut: readonly LeftOut[];
}

export function readIceText(text: string): IceText {
  const plain = withTablesAsLists(withToldCredentials(withCoturnLines(readable(text))));
  const found = readPlain(plain, 'skip');
  // Whoever pastes a remark with a server in it and nothing else means the remark.
  if (found.entries.length > 0 || !/turns?:/i.test(plain)) return found;
  const all = readPlain(plain, 'read');
  return all.entries.length > 0 ? all : found;
}

function readPlain(plain: string, remarks: Remarks): IceText {
  const settlement = new Settlement();
  const tree = textTree(plain, remarks);
  const facts = new GroupReader(tree.text, settlement, tree).read(tree.root);
  return settlement.result(facts);
}

/** Markup of a page's source in place of quotes, and Windows' line ends. */
function readable(text: string): string {
  const plain = withoutBoldNames(withoutInvisible(text)).replace(/\r\n?/g, '\n');
  return /&(?:quot|#34|#39|#x27|apos);/.test(plain) ? withoutEntities(plain) : plain;
}
