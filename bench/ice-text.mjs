/**
 * How long the reader of pasted texts takes for the longest text, for each construct that repeats: CPU time, the least
 * of five runs, beside that of a quarter of the text, which tells what grows faster than the text.
 *
 *   npm run bench:ice-text [name]
 */
import { loadTypeScript } from './load.mjs';

const { importIceServers, MOST_PASTED } = await loadTypeScript('src/core/ice-text/ice-servers-import.ts');

const PIECES = {
  'other names': () => 'X_PASS=1\nY_URL=turn:a.b\n',
  'numbered names': (n) => `TURN${n}_PASS=1\nTURN${n}_URL=turn:a.b\n`,
  JSON: (n) => `{"urls":"turn:h${n}.example","username":"u${n}","credential":"c${n}"},`,
  constants: (n) => `const v${n} = "u";\nconst c${n} = { username: v${n} };\n`,
  calls: () => 'builder("turn:a.example").setUsername("u").setPassword("p")\n',
  'a table': () => '| turn:a.example | u | p |\n',
  'a list': () => '- a\n',
  keys: () => 'a:\n',
  remarks: () => '# turn:a.example\n',
  elements: () => '<a b="c"></a>',
  'opened brackets': () => '[{(',
  'crossed brackets': () => '([)]',
  quotes: () => '"\n',
  escapes: () => '"\\',
  commas: () => ',',
  lines: () => '\n',
  URIs: () => 'turn:a.example ',
  'begun URIs': () => 'turn:x@',
};

const [wanted] = process.argv.slice(2);
for (const [name, piece] of Object.entries(PIECES)) {
  if (wanted !== undefined && wanted !== name) continue;
  const text = repeated(piece);
  const [quarter, whole] = [text.slice(0, MOST_PASTED / 4), text].map(leastCpuMs);
  console.log(`${name.padEnd(18)} ${quarter.toFixed(0).padStart(6)} ms ${whole.toFixed(0).padStart(6)} ms`);
}

function repeated(piece) {
  const pieces = [];
  for (let n = 0, length = 0; length < MOST_PASTED; n += 1) {
    pieces.push(piece(n));
    length += piece(n).length;
  }
  return pieces.join('').slice(0, MOST_PASTED);
}

function leastCpuMs(text) {
  const all = Array.from({ length: 5 }, () => {
    const from = process.cpuUsage();
    importIceServers(text);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  });
  return Math.min(...all);
}
