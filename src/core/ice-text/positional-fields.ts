/** Names that are given otherwise than before a sign: by their place, in pairs, or as values of `name` and `value`. */
import { withoutEntities } from './clean-text.ts';
import { foundUri } from './found-uri.ts';
import { keyRole } from './key-role.ts';
import { type Field, fieldsOf } from './text-fields.ts';
import type { Group, Node } from './text-tree.ts';

/** `IceServer("turn:a.example", "user", "password")`, also with a list of URIs or a port in between; else undefined. */
export function positionalFields(items: readonly (readonly Node[])[]): Field[] | undefined {
  if (items.length < 3 || items.length > 6) return undefined;
  const nodes = items.map((item) => item.filter(({ kind }) => kind !== 'symbol'));
  const [uri, ...others] = nodes;
  if (uri?.length !== 1 || uri[0] === undefined || !isUri(uri[0])) return undefined;
  const texts = others.filter(([only]) => only?.kind === 'string' || only?.kind === 'uri' || !isNumber(only));
  const [username, credential, ...more] = texts;
  if (username?.length !== 1 || credential?.length !== 1 || more.length > 0) return undefined;
  if (
    ![...username, ...credential].every((node) => node.kind === 'string' && foundUri(node.text) === undefined)
  ) {
    return undefined;
  }
  return [asField(undefined, uri), asField('username', username), asField('credential', credential)];
}

/** Spring's `<constructor-arg value="..."/>`, as BigBlueButton has it: the shared secret, the URI, the seconds. */
export function constructorFields(group: Group): Field[] | undefined {
  const values = group.nodes.flatMap((node) => {
    if (node.kind !== 'group' || node.bracket !== '<constructor-arg') return [];
    return (
      fieldsOf(node.nodes)
        .find(({ name }) => name === 'value')
        ?.nodes.slice(0, 1) ?? []
    );
  });
  const uris = values.filter(isUri);
  const others = values.filter(
    (node) => !isUri(node) && !(node.kind === 'string' && /^\d+$/.test(node.text)),
  );
  return uris.length === 1 && others.length === 1
    ? [asField('secret', others), asField(undefined, uris)]
    : undefined;
}

/** `put("username", "u")`, `{username, <<"u">>}`. */
export function pairField(items: readonly (readonly Node[])[]): Field | undefined {
  const [names, value] = items;
  if (items.length !== 2 || names === undefined || value === undefined) return undefined;
  const [name, ...more] = names.filter(({ kind }) => kind !== 'symbol');
  if (name === undefined || more.length > 0 || (name.kind !== 'string' && name.kind !== 'word'))
    return undefined;
  return keyRole(name.text.slice(0, 80)) === undefined ? undefined : asField(name.text, value);
}

/** `{name: "TURN_URL", value: "turn:a.example"}`, as Kubernetes and web forms have it. */
export function namedValue(fields: readonly Field[]): Field | undefined {
  const value = fields.find(({ name = '' }) => name.length === 5 && name.toLowerCase() === 'value');
  if (value === undefined) return undefined;
  const name = fields.find((field) => /^(?:name|key|field)$/i.test(field.name ?? ''))?.nodes[0];
  if (name?.kind !== 'string' && name?.kind !== 'word') return undefined;
  return { ...value, name: name.text.slice(0, 80) };
}

/** Apple's property lists: `<key>username</key><string>u</string>`. */
export function withListKeys(nodes: readonly Node[], text: string): readonly Node[] {
  if (!nodes.some((node) => node.kind === 'group' && node.bracket === '<key')) return nodes;
  const found: Node[] = [];
  let key: string | undefined;
  for (const node of nodes) {
    if (node.kind === 'group' && node.bracket === '<key') key = elementText(node, text);
    else if (node.kind === 'group' && key !== undefined) {
      found.push({ ...node, bracket: `<${key}` });
      key = undefined;
    } else found.push(node);
  }
  return found;
}

export function elementText(element: Group, text: string): string {
  const inner = text.slice(element.start, element.end);
  return withoutEntities(inner.slice(inner.indexOf('>') + 1).trim());
}

/** `<string name="turn_url">`, else the element's own name. */
export function elementName(element: Group, text: string): string {
  const inner = text.slice(element.start, element.end);
  const tag = inner.slice(0, inner.indexOf('>') + 1).slice(0, 300);
  return /\s(?:name|key|id)=["']([^"']{1,80})["']\s*>$/i.exec(tag)?.[1] ?? element.bracket.slice(1);
}

/** Behind a URI the user name and the credential, as the page for trying ICE servers lists them: `[user:password]`. */
export function bracketedPair(node: Node | undefined, text: string): readonly [string, string] | undefined {
  if (node?.kind !== 'group' || node.bracket !== '[') return undefined;
  const found = /^([^:\s"'`]+):([^\s"'`]+)$/.exec(
    text.slice(node.start, Math.min(node.end, node.start + 2_000)),
  );
  return found === null ? undefined : [found[1] ?? '', found[2] ?? ''];
}

function asField(name: string | undefined, nodes: readonly Node[]): Field {
  const start = nodes[0]?.start ?? 0;
  return { ...(name !== undefined && { name }), start, valueStart: start, nodes };
}

function isUri(node: Node): boolean {
  if (node.kind === 'group') return node.nodes.some(isUri);
  return node.kind === 'uri' || (node.kind === 'string' && foundUri(node.text) !== undefined);
}

function isNumber(node: Node | undefined): boolean {
  return node?.kind === 'word' && /^\d+$/.test(node.text);
}
