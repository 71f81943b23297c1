/** What coturn's own programs and files say of users and servers, whose options carry two things in one or are a letter long. */

const SERVER_LINE =
  /\b(?:turnserver|coturn|lt-cred-mech)\b|^[^\S\n]*(?:(?:tls-)?listening-port|listening-ip|realm|fingerprint)\b/m;
/** `user=alice:secret`, `--user alice:secret`; what begins with 0x is a key, and no password. */
const USER = userOption(String.raw`(?:^[^\S\n]*user[^\S\n]*=[^\S\n]*|(?<=\s)--user(?:=|[^\S\n]+))`);
const PROGRAM_LINE = /^[^\n]*\bturnserver\b[^\n]*$/gm;
const SHORT_USER = userOption(String.raw`(?<=\s)-u[^\S\n]+`);
const CLIENT_LINE = /^[^\n]*\bturnutils_uclient\b([^\n]*(?:\\\n[^\n]*)*)$/gm;
/** Adds a user. */
const ADMIN_LINE = /^[^\n]*\bturnadmin\b([^\n]*)$/gm;
/** Letters of the client's options that stand alone, https://github.com/coturn/coturn/blob/master/README.turnutils. */
const FLAGS = /^-[tbTROSUvsyhDNPgcxXZMIGBJA]+$/;

export function withCoturnLines(text: string): string {
  const isServer = SERVER_LINE.test(text);
  const written = isServer
    ? text.replace(USER, asPair).replace(PROGRAM_LINE, (line) => line.replace(SHORT_USER, asPair))
    : text;
  return written
    .replace(CLIENT_LINE, (line, options: string) => {
      const server = serverOfClient(argumentsOf(options));
      return server === undefined ? line : `\n${server}\n`;
    })
    .replace(ADMIN_LINE, (line, options: string) => {
      const all = argumentsOf(options);
      const [username, credential] = ['-u', '-p'].map((name) => all[all.indexOf(name) + 1]);
      const isPair = all.includes('-a') && all.includes('-u') && all.includes('-p');
      return isPair ? pairLines(username ?? '', credential ?? '') : line;
    });
}

function userOption(option: string): RegExp {
  return new RegExp(String.raw`${option}(["']?)([^\s:"']+):(?!0x)([^\s"']+)\1(?=\s|$)`, 'gm');
}

function asPair(_option: string, _quote: string, username: string, credential: string): string {
  return pairLines(username, credential);
}

/** On lines of their own, whatever quotes stand around. */
function pairLines(username: string, credential: string): string {
  return `\nturn_username=${JSON.stringify(username)}\nturn_credential=${JSON.stringify(credential)}\n`;
}

function argumentsOf(options: string): string[] {
  const found = options.replaceAll('\\\n', ' ').matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g);
  return [...found].map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}

/** As JSON; undefined where no host is named. */
function serverOfClient(all: readonly string[]): string | undefined {
  const values = new Map<string, string>();
  const flags: string[] = [];
  const hosts: string[] = [];
  for (let at = 0; at < all.length; at += 1) {
    const each = all[at] ?? '';
    if (FLAGS.test(each)) flags.push(...each.slice(1));
    else if (/^-\w$/.test(each)) {
      at += 1;
      values.set(each.slice(1), all[at] ?? '');
    } else hosts.push(each);
  }
  const [host] = hosts;
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host)) return undefined;
  const isTls = flags.includes('S');
  const authority = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const port = values.get('p');
  const transport = isTls || flags.includes('t') || flags.includes('T') ? 'tcp' : 'udp';
  return JSON.stringify({
    urls: `turn${isTls ? 's' : ''}:${authority}${port === undefined ? '' : `:${port}`}?transport=${transport}`,
    username: values.get('u'),
    credential: values.get('w'),
    secret: values.get('W'),
  });
}
