/** Writes small MaxMind DB files (https://maxmind.github.io/MaxMind-DB/) for the tests of their reading. */
export interface MmdbPrefix {
  /** Bits of the prefix, the first one first, as '0' and '1'. */
  readonly bits: string;
  readonly record: Readonly<Record<string, string | number>>;
}

type Child =
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'record'; readonly at: number };
interface Node {
  readonly children: [Child | undefined, Child | undefined];
}

const SEPARATOR = Buffer.alloc(16);
const METADATA_MARK = Buffer.from('abcdef4d61784d696e642e636f6d', 'hex');

/** A later prefix replaces what an earlier one put in its place; none may lie inside another. */
export function mmdbFile(prefixes: readonly MmdbPrefix[], family: 4 | 6, recordBits: 24 | 28 | 32): Buffer {
  const data: Buffer[] = [];
  const root: Node = { children: [undefined, undefined] };
  for (const { bits, record } of prefixes) {
    insert(
      root,
      bits,
      data.reduce((length, bytes) => length + bytes.length, 0),
    );
    data.push(encodeMap(record));
  }
  const nodes = numberNodes(root);
  const numbers = new Map(nodes.map((node, index) => [node, index]));
  const pointer = (child: Child | undefined) => {
    if (child === undefined) return nodes.length;
    return child.kind === 'node'
      ? (numbers.get(child.node) ?? 0)
      : nodes.length + SEPARATOR.length + child.at;
  };
  const tree = nodes.map(({ children: [left, right] }) =>
    encodeNode(pointer(left), pointer(right), recordBits),
  );
  const metadata = encodeMap({
    node_count: nodes.length,
    record_size: recordBits,
    ip_version: family,
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_780_000_000,
    database_type: 'test',
  });
  return Buffer.concat([...tree, SEPARATOR, ...data, METADATA_MARK, metadata]);
}

function insert(root: Node, bits: string, at: number): void {
  let node = root;
  for (const [depth, bit] of [...bits].entries()) {
    const side = bit === '1' ? 1 : 0;
    if (depth === bits.length - 1) {
      node.children[side] = { kind: 'record', at };
      return;
    }
    const child = node.children[side];
    if (child?.kind === 'record') throw new Error('A prefix inside another.');
    const next = child?.node ?? { children: [undefined, undefined] };
    node.children[side] = { kind: 'node', node: next };
    node = next;
  }
}

function numberNodes(root: Node): Node[] {
  const nodes = [root];
  for (const node of nodes) {
    for (const child of node.children) if (child?.kind === 'node') nodes.push(child.node);
  }
  return nodes;
}

function encodeNode(left: number, right: number, recordBits: 24 | 28 | 32): Buffer {
  const node = Buffer.alloc(recordBits / 4);
  if (recordBits === 28) {
    node.writeUIntBE(left % 2 ** 24, 0, 3);
    node.writeUInt8(Math.floor(left / 2 ** 24) * 16 + Math.floor(right / 2 ** 24), 3);
    node.writeUIntBE(right % 2 ** 24, 4, 3);
  } else {
    node.writeUIntBE(left, 0, recordBits / 8);
    node.writeUIntBE(right, recordBits / 8, recordBits / 8);
  }
  return node;
}

function encodeMap(map: Readonly<Record<string, string | number>>): Buffer {
  const entries = Object.entries(map);
  const body = entries.flatMap(([key, value]) => [
    encodeText(key),
    typeof value === 'string' ? encodeText(value) : encodeNumber(value),
  ]);
  return Buffer.concat([Buffer.of((7 << 5) | entries.length), ...body]);
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length < 29) return Buffer.concat([Buffer.of((2 << 5) | bytes.length), bytes]);
  if (bytes.length < 285) return Buffer.concat([Buffer.of((2 << 5) | 29, bytes.length - 29), bytes]);
  const size = Buffer.of((2 << 5) | 30, 0, 0);
  size.writeUInt16BE(bytes.length - 285, 1);
  return Buffer.concat([size, bytes]);
}

/** As uint32 where that holds it, else as double. */
function encodeNumber(value: number): Buffer {
  if (value !== value >>> 0) {
    const double = Buffer.alloc(9, (3 << 5) | 8);
    double.writeDoubleBE(value, 1);
    return double;
  }
  const bytes = Buffer.alloc(5, (6 << 5) | 4);
  bytes.writeUInt32BE(value, 1);
  return bytes;
}
