/** Reads the groups of a text from the innermost out, and settles each. */
import { withoutEntities } from './clean-text.ts';
import { foundUri, foundUris } from './found-uri.ts';
import type { Fact, UriFact } from './ice-facts.ts';
import { isAnybodys, type KeyRole, keyRole, namesIce, wordsOf } from './key-role.ts';
import { type LineField, lineFields } from './line-values.ts';
import {
  bracketedPair,
  constructorFields,
  elementName,
  elementText,
  namedValue,
  pairField,
  positionalFields,
  withListKeys,
} from './positional-fields.ts';
import type { Settlement } from './settlement.ts';
import { endOf, tellingItems, tells } from './telling-places.ts';
import { fieldsOf, isSymbol, itemsOf } from './text-fields.ts';
import { type Group, type Node, type TextTree, textTree } from './text-tree.ts';
import { bareValue, type WrittenValue, writtenValue } from './written-value.ts';

/** Texts inside texts. */
const MOST_NESTED = 4;
const MAY_NEST = /^\s*[[{<]|\n|^[\w.-]+\s*[=:]\s*(?:turn|stun)s?:|^\w+=/i;
const OF_ICE = /turn|stun|user|pass|cred|host/i;

export class GroupReader {
  constructor(
    private readonly text: string,
    private readonly settlement: Settlement,
    private readonly tree: Pick<TextTree, 'isBare' | 'places'>,
    private readonly nested = 0,
  ) {}

  /** @returns what has to find its partner outside. */
  read(group: Group, words: readonly string[] = []): readonly Fact[] {
    const { places } = this.tree;
    if (!tells(places, group.start, endOf(group))) return [];
    const since = this.settlement.count;
    const nodes = withListKeys(group.nodes, this.text);
    const items = tellingItems(itemsOf({ ...group, nodes: [...nodes] }), places);
    const facts: Fact[] = [];
    for (const part of this.fields(group, items)) {
      const before = this.settlement.count;
      const own = part.flatMap((each) => this.field(each, group, words));
      // A chain of calls is a scope: `IceServer.builder("turn:...").setUsername("u")`.
      const isChain = part.some(({ field }) =>
        field.nodes.some((node) => node.kind === 'group' && node.bracket === '('),
      );
      for (const fact of isChain ? this.settlement.settle(own, before) : own) facts.push(fact);
    }
    return this.settlement.settle(facts, since, words);
  }

  /** By item. */
  private fields(group: Group, items: readonly (readonly Node[])[]): (readonly LineField[])[] {
    if (['', '-', ':'].includes(group.bracket)) {
      const found = lineFields(this.text, items);
      const named = namedValue(found.map(({ field }) => field));
      return named === undefined ? byItem(found, items) : [[this.bare({ field: named })]];
    }
    const special = positionalFields(items) ?? pairField(items) ?? constructorFields(group);
    if (special !== undefined) return [[special].flat().map((field) => ({ field }))];
    const all = items.map((item) => fieldsOf(item).map((field): LineField => ({ field })));
    const named = namedValue(all.flat().map(({ field }) => field));
    if (named !== undefined) return [[{ field: named }]];
    if (!this.tree.isBare) return all;
    return all.map((fields) => fields.map((each) => this.bare(each)));
  }

  /** Where a URI needs no quotes a word needs none, too: YAML in braces, what a program prints. */
  private bare({ field }: LineField): LineField {
    const [first, ...more] = field.nodes;
    if (
      field.name === undefined ||
      first === undefined ||
      [first, ...more].some(({ kind }) => kind === 'string' || kind === 'group')
    ) {
      return { field };
    }
    const value = bareValue(this.text.slice(first.start, [first, ...more].at(-1)?.end));
    return { field, value };
  }

  private field({ field, value }: LineField, group: Group, around: readonly string[]): Fact[] {
    const { name, nodes } = field;
    const role = name === undefined ? undefined : keyRole(name);
    const isNameQuoted = /["']/.test(this.text[field.start] ?? '');
    if (name !== undefined && role !== undefined) {
      const written = value ?? writtenValue(nodes, isNameQuoted);
      const isAttribute = group.bracket.startsWith('<') && typeof written === 'object';
      const plain = isAttribute ? { text: withoutEntities(written.text) } : written;
      const own = this.roleFact(name, role, plain, nodes);
      if (own !== undefined) return own;
    }
    if (name === undefined && group.bracket === '{') {
      const shorthand = shorthandFact(nodes);
      if (shorthand !== undefined) return [shorthand];
    }
    const words = name === undefined ? [] : wordsOf(name);
    const found = nodes.flatMap((node, index) => this.node(node, nodes, index, words, around));
    return found.length === 0 && name !== undefined && isUrlName(words)
      ? missingUri(name, nodes, this.text)
      : found;
  }

  private roleFact(
    name: string,
    role: KeyRole,
    value: WrittenValue,
    nodes: readonly Node[],
  ): Fact[] | undefined {
    const { qualifiers, rank } = role;
    const fact = { kind: 'field', role: role.role, name, qualifiers, rank } as const;
    if (typeof value === 'object') {
      if (role.role === 'scheme' && value.text.toLowerCase() === 'oauth') return [{ kind: 'oauth' }];
      if (role.role === 'scheme' && /^hmac/i.test(value.text)) return [{ kind: 'keyed' }];
      const isUri = foundUri(value.text) !== undefined;
      return isUri && role.role !== 'credential' && role.role !== 'secret'
        ? undefined
        : [{ ...fact, value: value.text }];
    }
    const inner = nodes.find((node) => node.kind === 'group' && node.bracket !== '(');
    if (inner?.kind === 'group') {
      const isOauth =
        role.role === 'credential' &&
        /\b(?:accessToken|macKey)\b/i.test(this.text.slice(inner.start, inner.end));
      return isOauth ? [{ kind: 'oauth' }] : undefined;
    }
    if (value === 'none' || nodes.some(({ kind }) => kind === 'uri')) return undefined;
    return role.role === 'username' || role.role === 'credential' || role.role === 'secret'
      ? [fact]
      : undefined;
  }

  private node(
    node: Node,
    nodes: readonly Node[],
    index: number,
    words: readonly string[],
    around: readonly string[],
  ): readonly Fact[] {
    if (node.kind === 'uri') {
      const pair = bracketedPair(nodes[index + 1], this.text);
      return [...uriFacts(node.text, false, words), ...(pair === undefined ? [] : pairFacts(pair))];
    }
    if (node.kind === 'string') {
      const isJoined = isSymbol(nodes[index - 1], '+', '..') || isSymbol(nodes[index + 1], '+', '..', '%');
      const facts = uriFacts(node.text, node.partial === true || isJoined, words);
      return facts.length > 0 ? facts : this.nestedText(node.text, words);
    }
    if (node.kind !== 'group') return [];
    if (node.bracket.startsWith('<')) return this.element(node);
    const before = nodes[index - 1];
    if (node.bracket === '(' && before?.kind === 'word') {
      const call = this.call(before.text, node);
      if (call !== undefined) return call;
    }
    // An item of a list is what the list is named.
    const own = words.length > 0 ? words : blockWords(nodes.slice(0, index));
    return lifted(this.read(node, own.length > 0 ? own : around), words);
  }

  /** `setUsername("u")` */
  private call(name: string, group: Group): Fact[] | undefined {
    const role = keyRole(name.slice(0, 80));
    if (role === undefined || !/^(?:username|credential|secret)$/.test(role.role)) return undefined;
    const value = writtenValue(group.nodes, false);
    if (value === 'none' || group.nodes.some((node) => node.kind === 'symbol' && /^[,:=]$/.test(node.text)))
      return undefined;
    return this.roleFact(name, role, value, group.nodes);
  }

  private element(group: Group): readonly Fact[] {
    const name = elementName(group, this.text);
    const role = keyRole(name.slice(0, 80));
    const isText = !group.nodes.some(({ kind }) => kind === 'group');
    const isNamed = name !== group.bracket.slice(1) || !group.nodes.some((node) => isSymbol(node, '='));
    if (role !== undefined && isText && isNamed) {
      const value = bareValue(elementText(group, this.text));
      if (typeof value === 'object') return [{ kind: 'field', name, ...role, value: value.text }];
    }
    return lifted(this.read(group, wordsOf(name)), wordsOf(name));
  }

  private nestedText(text: string, words: readonly string[]): readonly Fact[] {
    if (this.nested >= MOST_NESTED || !MAY_NEST.test(text) || !OF_ICE.test(text)) return [];
    const tree = textTree(text);
    const reader = new GroupReader(text, this.settlement, tree, this.nested + 1);
    return lifted(reader.read(tree.root, words), words);
  }
}

function byItem(found: readonly LineField[], items: readonly (readonly Node[])[]): LineField[][] {
  const starts = items.map(([first]) => first?.start ?? 0);
  const parts: LineField[][] = items.map(() => []);
  let at = 0;
  for (const each of found) {
    while (at + 1 < starts.length && (starts[at + 1] ?? 0) <= each.field.start) at += 1;
    parts[at]?.push(each);
  }
  return parts;
}

function uriFacts(text: string, isPartial: boolean, words: readonly string[]): UriFact[] {
  return foundUris(text, isPartial).map((uri) => ({ kind: 'uri', uri, words, isFar: false }));
}

/**
 * What goes out of a group bears its name; what is not written out is of no use there, nor what was no match for the
 * URIs beside it.
 */
function lifted(facts: readonly Fact[], words: readonly string[]): Fact[] {
  const hasUri = facts.some(({ kind }) => kind === 'uri');
  return facts.flatMap((fact): Fact | Fact[] => {
    if (fact.kind === 'uri') {
      // The first name above a URI is its own.
      const isFar = fact.isFar || (fact.words.length > 0 && !isAnybodys(words));
      return { ...fact, words: [...words, ...fact.words], isFar };
    }
    if (fact.kind !== 'field') return [];
    const isTime = fact.role === 'lifetime' || fact.role === 'instant';
    return fact.value === undefined || (hasUri && !isTime)
      ? []
      : { ...fact, qualifiers: [...words, ...fact.qualifiers] };
  });
}

/** Terraform's `resource "pexip_infinity_turn_server" "name" {`: what its block is of. */
function blockWords(before: readonly Node[]): readonly string[] {
  const strings = before.slice(1);
  if (before[0]?.kind !== 'word' || !strings.every(({ kind }) => kind === 'string')) return [];
  const words = strings.flatMap((node) => (node.kind === 'string' ? wordsOf(node.text.slice(0, 80)) : []));
  return namesIce(words) ? words : [];
}

function pairFacts([username, credential]: readonly [string, string]): Fact[] {
  const of = { kind: 'field', qualifiers: [], rank: 0 } as const;
  return [
    { ...of, role: 'username', name: 'username', value: username },
    { ...of, role: 'credential', name: 'credential', value: credential },
  ];
}

function shorthandFact(nodes: readonly Node[]): Fact | undefined {
  const [only, ...more] = nodes;
  if (only?.kind !== 'word' || more.length > 0) return undefined;
  const role = keyRole(only.text.slice(0, 80));
  const isCredential = role?.role === 'username' || role?.role === 'credential';
  return role !== undefined && isCredential ? { kind: 'field', name: only.text, ...role } : undefined;
}

function isUrlName(words: readonly string[]): boolean {
  return /^(?:urls?|uris?)$/.test(words.at(-1) ?? '');
}

const WITHOUT_SCHEME = /^[^:@\s"']+:[^@\s"']+@[\w.-]+(?::\d+)?(?:\?transport=\w+)?$/;

/** A URL that stands beside credentials, and is none for TURN or none yet. */
function missingUri(name: string, nodes: readonly Node[], text: string): UriFact[] {
  const [first] = nodes;
  if (first === undefined) return [];
  const words = wordsOf(name);
  const raw = text.slice(first.start, Math.min(nodes.at(-1)?.end ?? 0, first.start + 1_000));
  // Kurento's turnURL=user:password@host:port has no scheme.
  if (namesIce(words) && WITHOUT_SCHEME.test(raw)) return uriFacts(`turn:${raw}`, false, words);
  const written = writtenValue(nodes, true);
  if (typeof written === 'object') {
    const isHost = /^[\w.-]+\.[\w-]+(?::\d+)?$/.test(written.text);
    const uri = { kind: 'no-uri', url: written.text, isHost: true } as const;
    return isHost ? [{ kind: 'uri', uri, words: wordsOf(name), isFar: false }] : [];
  }
  if (written === 'none') return [];
  const expression = text.slice(first.start, nodes.at(-1)?.end).slice(0, 60);
  return [
    {
      kind: 'uri',
      uri: { kind: 'no-uri', url: expression, isHost: false },
      words: wordsOf(name),
      isFar: false,
    },
  ];
}
