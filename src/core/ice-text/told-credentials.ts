/** A user name and a password in a sentence: "the username is bob, password is hunter2." */

const USER = '(?:user[ -]?name|user|login)';
const PASSWORD = '(?:password|passphrase|credential)';
/** Words that go on with a sentence about names and passwords, and are none. */
const NO_VALUE =
  'and|or|is|are|for|from|to|of|in|on|as|at|the|an?|your|our|its?|not|no|with|must|should|will|can|may|both|same|above|below|also|set|used|required|optional|needed|missing|empty|wrong|correct|invalid|valid|generated|ignored|sent|given|shown|whatever|something';
const VALUE = String.raw`["'“”‘’\x60]?(?!(?:${NO_VALUE})\b)([^\s"'“”‘’\x60]+?)["'“”‘’\x60]?`;
const BETWEEN = String.raw`(?:[,;.]|[,;]?\s+(?:and|with|&))?\s+(?:(?:the|your|its|my)\s+)?`;
const END = String.raw`[.,;!]?(?=\s|$)`;

const WITH_IS = sentence(String.raw`${USER}\s+is\s+${VALUE}${BETWEEN}${PASSWORD}\s+(?:is\s+)?${VALUE}`);
const WITHOUT_IS = sentence(
  String.raw`(?:with|as|using)\s+(?:the\s+)?${USER}\s+${VALUE}${BETWEEN}${PASSWORD}\s+${VALUE}`,
);

function sentence(pattern: string): RegExp {
  return new RegExp(String.raw`\b${pattern}${END}`, 'gi');
}

/** Each pair on lines of its own. */
export function withToldCredentials(text: string): string {
  if (!/password|passphrase|credential/i.test(text) || !/\b(?:is|with|as|using)\s/i.test(text)) return text;
  const lines = (_: string, username: string, credential: string) =>
    `\nusername: ${JSON.stringify(username)}\ncredential: ${JSON.stringify(credential)}\n`;
  return text
    .split('\n')
    .map((line) => (isProse(line) ? line.replace(WITH_IS, lines).replace(WITHOUT_IS, lines) : line))
    .join('\n');
}

/** No line of a program or of its remarks. */
function isProse(line: string): boolean {
  return !/[{}[\]<>=]|^\s*(?:\/\/|#|\*|--)/.test(line.replace(/\bturns?:\S+/gi, ''));
}
