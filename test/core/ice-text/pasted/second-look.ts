/** Texts that the reader was not made for: written after it, to break it. */
import type { PastedText } from './pasted-text.ts';

const ONE = [[['turn:a.example:3478'], 'u', 'p']] as const;

export const SECOND_LOOK: readonly PastedText[] = [
  {
    name: 'Slack: a message with a time above',
    text: `Ann  10:42 AM\nhere's the TURN box: turn:a.example:3478 / user u / pass p`,
    servers: [[['turn:a.example:3478'], '', '']],
  },
  {
    name: 'a quoted mail',
    text: `> Hi,\n> URL: turn:a.example:3478\n> Username: u\n> Password: p\n>\n> Bob`,
    servers: ONE,
  },
  {
    name: 'a diff',
    text: `@@ -1,4 +1,6 @@\n const pc = new RTCPeerConnection({\n+  iceServers: [\n+    { urls: 'turn:a.example:3478', username: 'u', credential: 'p' },\n+  ],\n });`,
    servers: ONE,
  },
  {
    name: 'an HTTP answer with its heads',
    text: `HTTP/1.1 200 OK\nContent-Type: application/json\nExpires: Fri, 15 Jan 2027 08:10:00 GMT\nSet-Cookie: user=abc; Path=/\n\n{"username":"u","credential":"p","urls":["turn:a.example:3478"]}`,
    servers: ONE,
  },
  {
    name: 'JSON lines',
    text: `{"urls":"turn:a.example:3478","username":"u","credential":"p"}\n{"urls":"turn:b.example:3478","username":"v","credential":"q"}`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'JSONP',
    text: `callback({"iceServers":[{"urls":"turn:a.example:3478","username":"u","credential":"p"}]});`,
    servers: ONE,
  },
  {
    name: 'Object.assign and Object.freeze',
    text: `const c = Object.freeze(Object.assign({}, base, { iceServers: [Object.freeze({ urls: 'turn:a.example:3478', username: 'u', credential: 'p' })] }));`,
    servers: ONE,
  },
  {
    name: 'JSON.parse of a string',
    text: `JSON.parse('[{"urls":"turn:a.example:3478","username":"u","credential":"p"}]')`,
    servers: ONE,
  },
  {
    name: 'an arrow function that returns them',
    text: `export const getIce = async (): Promise<RTCIceServer[]> => [{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }];`,
    servers: ONE,
  },
  {
    name: 'a class with fields',
    text: `class Ice {\n  private readonly turnUrl: string = 'turn:a.example:3478';\n  private readonly turnUsername = 'u';\n  private readonly turnPassword = 'p';\n}`,
    servers: ONE,
  },
  {
    name: 'an interface above',
    text: `interface IceServer {\n  urls: string | string[];\n  username?: string;\n  credential?: string;\n}\nconst s: IceServer = { urls: 'turn:a.example:3478', username: 'u', credential: 'p' };`,
    servers: ONE,
  },
  {
    name: 'a condition around each',
    text: `if (useTurn) {\n  iceServers.push({\n    urls: 'turn:a.example:3478',\n    username: 'u',\n    credential: 'p',\n  });\n} else {\n  iceServers = [{ urls: ['stun:s.example:3478'] }];\n}`,
    servers: ONE,
  },
  {
    name: 'Vue, a data function',
    text: `data() { return { roomPassword: 'room', ice: { iceServers: [{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }] } } }`,
    servers: ONE,
  },
  {
    name: 'one URI with all transports by a map',
    text: "['udp', 'tcp'].map((t) => ({ urls: `turn:a.example:3478?transport=${t}`, username: 'u', credential: 'p' }))",
    servers: [[[], 'u', 'p']],
  },
  {
    name: 'Angular, environment.ts',
    text: `export const environment = {\n  production: false,\n  firebase: { apiKey: 'x', password: 'fire' },\n  turn: { url: 'turn:a.example:3478', user: 'u', pass: 'p' },\n};`,
    servers: ONE,
  },
  {
    name: 'Terraform',
    text: `variable "turn_url" {\n  default = "turn:a.example:3478"\n}\nlocals {\n  turn_username = "u"\n}`,
    servers: [[['turn:a.example:3478'], 'u', '']],
  },
  {
    name: 'Ansible',
    text: `turn_servers:\n  - { url: "turn:a.example:3478", username: "u", password: "{{ vault_turn }}" }`,
    servers: [[['turn:a.example:3478'], 'u', '']],
  },
  {
    name: 'Kubernetes, a secret for the password',
    text: `env:\n- name: TURN_URL\n  value: "turn:a.example:3478"\n- name: TURN_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: turn\n      key: password`,
    servers: [[['turn:a.example:3478'], '', '']],
  },
  {
    name: 'a YAML file of two documents',
    text: `---\nurls: turn:a.example:3478\nusername: u\ncredential: p\n---\nurls: turn:b.example:3478\nusername: v\ncredential: q\n`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'PowerShell',
    text: `$env:TURN_URL = "turn:a.example:3478"\n$env:TURN_USERNAME = "u"\n$env:TURN_PASSWORD = "p"`,
    servers: ONE,
  },
  {
    name: 'a batch file',
    text: `set TURN_URL=turn:a.example:3478\r\nset TURN_USERNAME=u\r\nset TURN_PASSWORD=p\r\n`,
    servers: ONE,
  },
  {
    name: 'Dockerfile',
    text: `FROM node:20\nENV TURN_URL=turn:a.example:3478 \\\n    TURN_USERNAME=u \\\n    TURN_PASSWORD=p\nCMD ["node", "x.js"]`,
    servers: ONE,
  },
  {
    name: 'heroku config',
    text: `=== app Config Vars\nDATABASE_URL:   postgres://user:pass@db/x\nTURN_PASSWORD:  p\nTURN_URL:       turn:a.example:3478\nTURN_USERNAME:  u`,
    servers: ONE,
  },
  {
    name: 'a query in a URL',
    text: `https://app.example/?iceServer=turn:a.example:3478&user=u&pass=p`,
    servers: ONE,
  },
  {
    name: 'the console of Chrome',
    text: `▼ {iceServers: Array(1), iceTransportPolicy: "all"}\n  ▼ iceServers: Array(1)\n    ▼ 0:\n        credential: "p"\n        urls: "turn:a.example:3478"\n        username: "u"\n      length: 1`,
    servers: ONE,
  },
  {
    name: 'the console of Firefox',
    text: `Object { urls: (2) […], username: "u", credential: "p" }\n  urls: Array [ "turn:a.example:3478", "turns:a.example:443" ]`,
    servers: [[['turn:a.example:3478', 'turns:a.example:443'], 'u', 'p']],
  },
  {
    name: 'webrtc-internals',
    text: `https://app.example/, { iceServers: [turn:a.example:3478?transport=udp, turn:a.example:3478?transport=tcp], iceTransportPolicy: all, bundlePolicy: balanced }`,
    servers: [[['turn:a.example:3478?transport=udp', 'turn:a.example:3478?transport=tcp'], '', '']],
  },
  {
    name: 'Java, toString',
    text: `[IceServer{urls=[turn:a.example:3478], username='u', password='p'}]`,
    servers: ONE,
  },
  {
    name: 'Kotlin, data class toString',
    text: `IceServer(uri=turn:a.example:3478, username=u, password=p)`,
    servers: ONE,
  },
  {
    name: 'Ruby on Rails, secrets.yml',
    text: `production:\n  secret_key_base: abc\n  turn:\n    urls: ["turn:a.example:3478"]\n    username: <%= ENV["TURN_USER"] %>\n    password: p`,
    servers: [[['turn:a.example:3478'], '', 'p']],
  },
  {
    name: 'Perl',
    text: `my %ice = (urls => "turn:a.example:3478", username => 'u', credential => 'p');`,
    servers: ONE,
  },
  {
    name: 'R',
    text: `ice <- list(urls = "turn:a.example:3478", username = "u", credential = "p")`,
    servers: ONE,
  },
  {
    name: 'Python, streamlit-webrtc',
    text: `webrtc_streamer(key="example", rtc_configuration={  # Add this line\n    "iceServers": [{"urls": ["turn:a.example:3478"], "username": "u", "credential": "p"}]\n})`,
    servers: ONE,
  },
  {
    name: 'Python, dict()',
    text: `ICE = [dict(urls="stun:s.example"), dict(urls="turn:a.example:3478", username="u", credential="p")]`,
    servers: ONE,
    leftOut: ['stun-only stun:s.example'],
  },
  {
    name: 'Go, a map',
    text: 'ice := map[string]interface{}{"urls": "turn:a.example:3478", "username": "u", "credential": "p"}',
    servers: ONE,
  },
  {
    name: 'Swift, a multiline call with trailing closure',
    text: `let servers = ["turn:a.example:3478"].map { url in\n  RTCIceServer(urlStrings: [url], username: "u", credential: "p")\n}`,
    servers: ONE,
  },
  {
    name: 'C++, aggregate initialization',
    text: `std::vector<IceServer> s{{"turn:a.example:3478", "u", "p"}, {"turn:b.example:3478", "v", "q"}};`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'FreeSWITCH, verto.conf.xml-like',
    text: `<param name="turn-server" value="turn:a.example:3478"/>\n<param name="turn-user" value="u"/>\n<param name="turn-password" value="p"/>`,
    servers: ONE,
  },
  {
    name: 'Zulip and others: settings.py',
    text: `EXTERNAL_HOST = 'zulip.example'\nEMAIL_HOST_USER = 'mail'\nEMAIL_HOST_PASSWORD = 'post'\nTURN_SERVER = 'turn:a.example:3478'\nTURN_USER = 'u'\nTURN_PASSWORD = 'p'`,
    servers: ONE,
  },
  {
    name: 'mediasoup-demo',
    text: `iceServers : [\n\t{\n\t\turls       : [ 'turn:a.example:3478?transport=udp' ],\n\t\tusername   : 'u',\n\t\tcredential : 'p'\n\t}\n],`,
    servers: [[['turn:a.example:3478?transport=udp'], 'u', 'p']],
  },
  {
    name: 'a comma forgotten',
    text: `{ urls: 'turn:a.example:3478'\n  username: 'u'\n  credential: 'p' }`,
    servers: ONE,
  },
  {
    name: 'a quote forgotten',
    text: `{\n  "urls": "turn:a.example:3478",\n  "username": "u,\n  "credential": "p"\n}`,
    servers: [[['turn:a.example:3478'], '', 'p']],
  },
  {
    name: 'a bracket too many',
    text: `[{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }]]}`,
    servers: ONE,
  },
  {
    name: 'a password with every sign',
    text: String.raw`{"urls":"turn:a.example:3478","username":"a:b@c","credential":"p}]{[\",'#//turn:x"}`,
    servers: [[['turn:a.example:3478'], 'a:b@c', `p}]{[",'#//turn:x`]],
  },
  {
    name: 'a password with every sign in .env',
    text: `TURN_URL=turn:a.example:3478\nTURN_USER=me@x.example\nTURN_PASSWORD=p}]{[",'#/x=y:z`,
    servers: [[['turn:a.example:3478'], 'me@x.example', `p}]{[",'#/x=y:z`]],
  },
  {
    name: 'Japanese',
    text: `サーバー： turn:a.example:3478\nユーザー名： u\nパスワード： p`,
    servers: ONE,
  },
  {
    name: 'French',
    text: `Serveur : turn:a.example:3478\nNom d’utilisateur : u\nMot de passe : p`,
    servers: ONE,
  },
  {
    name: 'Portuguese and Spanish labels',
    text: `usuário: u\nsenha: p\nturn:a.example:3478\n\nusuario: v\ncontraseña: q\nturn:b.example:3478`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'a host in capitals and a scheme in capitals',
    text: `TURN:A.EXAMPLE:3478 U:P`,
    servers: [[['TURN:A.EXAMPLE:3478'], '', '']],
  },
  {
    name: 'a shared secret in .env',
    text: `TURN_SERVER=turn:a.example:3478\nTURN_SECRET=abc`,
    servers: [[['turn:a.example:3478'], '', '']],
    leftOut: ['shared-secret TURN_SECRET'],
  },
  {
    name: 'a port and nothing else',
    text: `turn:3478`,
    servers: [],
  },
];
