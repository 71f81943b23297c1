import { expect, test } from 'playwright/test';
import { importIceServers } from '../../../src/core/ice-text/ice-servers-import.ts';

const NOTHING = ['a:\n', '- a\n', 'b = 1, c\n', 'x ([)]\n', '<p>x</p>\n', 'x\n\n'];

const TEXTS: Readonly<Record<string, string>> = {
  fields: 'urls: turn:h.example\nusername: u\ncredential: p\n',
  'labels above their values': 'turn:h.example\nUsername\nu\nPassword\np\n',
  'a line of a table': 'turn:h.example, u, p\n',
  'names that a program set above':
    'pc({ iceServers: [{ urls: [where], username: who, credential: what }] })\n',
  'values of values':
    '[{name: "TURN_URL", value: "turn:h.example"}, {name: "TURN_USER", value: "u"}, {name: "TURN_PASS", value: "p"}]',
  'a constructor': 'new IceServer("turn:h.example", "u", "p");\n',
};
const SET_ABOVE = 'const where = "turn:h.example";\nconst who = "u";\nconst what = "p";\n';

for (const [name, text] of Object.entries(TEXTS)) {
  test(`in a long text of nothing else is found: ${name}`, () => {
    for (const nothing of NOTHING) {
      const much = nothing.repeat(200);
      const read = importIceServers(`${name.startsWith('names') ? SET_ABOVE : ''}${much}\n${text}\n${much}`);
      const found = read.ok ? read.servers : [];
      expect(found.map(({ urls, username, credential }) => [urls, username, credential])).toEqual([
        [['turn:h.example'], 'u', 'p'],
      ]);
    }
  });
}
