/** Pieces of programs in the languages of WebRTC, with hosts and secrets of our own. */
import type { PastedText } from './pasted-text.ts';

const ONE = [[['turn:a.example:3478'], 'u', 'p']] as const;

export const PROGRAMS: readonly PastedText[] = [
  {
    name: 'an array',
    text: `[{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }]`,
    servers: ONE,
  },
  {
    name: 'TypeScript with a type',
    text: `import type { RTCConf } from './types';\nexport const config: RTCConfiguration = {\n  iceServers: [{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }],\n};`,
    servers: ONE,
  },
  {
    name: 'TypeScript with a generic, a cast and as const',
    text: `const servers: Array<RTCIceServer> = [{ urls: ['turn:a.example:3478'] as string[], username: 'u' as string, credential: <string>'p' }] as const;`,
    servers: ONE,
  },
  {
    name: 'satisfies',
    text: `export default { iceServers: [{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }] } satisfies RTCConfiguration;`,
    servers: ONE,
  },
  {
    name: 'a function above',
    text: `function connect(list: string[] = [], { deep } = {}) {\n  if (list[0]) { return [1, { a: 2 }]; }\n}\n\nconnect([{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }]);`,
    servers: ONE,
  },
  {
    name: 'cfg["iceServers"]',
    text: `const cfg = {};\ncfg["iceServers"] = [{"urls": "turn:a.example:3478", "username": "u", "credential": "p"}];`,
    servers: ONE,
  },
  {
    name: 'fields set one by one',
    text: `const server = {};\nserver.urls = 'turn:a.example:3478';\nserver.username = 'u';\nserver.credential = 'p';`,
    servers: ONE,
  },
  {
    name: 'push after an empty list',
    text: `const iceServers = [];\niceServers.push({ urls: 'turn:a.example:3478', username: 'u', credential: 'p' });`,
    servers: ONE,
  },
  {
    name: 'push after a STUN list, and another',
    text: `let iceServers = [{ urls: 'stun:s.example' }];\niceServers.push({ urls: 'turn:a.example:3478', username: 'u', credential: 'p' });\niceServers.push({ urls: 'turn:b.example:3478', username: 'v', credential: 'q' });`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
    leftOut: ['stun-only stun:s.example'],
  },
  {
    name: 'concat',
    text: `const all = [].concat([{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }]);`,
    servers: ONE,
  },
  {
    name: 'a spread before and after',
    text: `const iceServers = [...defaults, { ...base, urls: 'turn:a.example:3478', username: 'u', credential: 'p' }, ...more];`,
    servers: ONE,
  },
  {
    name: 'two configurations in one text',
    text: `const dev = { iceServers: [{ urls: 'turn:dev.example:3478', username: 'd', credential: 'e' }] };\nconst prod = { iceServers: [{ urls: 'turn:prod.example:3478', username: 'p', credential: 'q' }] };`,
    servers: [
      [['turn:dev.example:3478'], 'd', 'e'],
      [['turn:prod.example:3478'], 'p', 'q'],
    ],
  },
  {
    name: 'variables of the environment',
    text: `iceServers: [\n  { urls: 'turn:a.example:3478', username: import.meta.env.VITE_USER, credential: process.env.TURN_PASS },\n  { urls: 'turn:b.example:3478', username: 'v', credential: 'q' },\n]`,
    servers: [
      [['turn:a.example:3478'], '', ''],
      [['turn:b.example:3478'], 'v', 'q'],
    ],
  },
  {
    name: 'an environment variable with a default',
    text: `{ urls: process.env.TURN_URL ?? 'turn:a.example:3478', username: process.env.U || 'u', credential: secret() }`,
    servers: [[['turn:a.example:3478'], '', '']],
  },
  {
    name: 'a ternary',
    text: `[{ urls: 'turn:a.example:3478', username: isProd ? 'u1' : 'u2', credential: isProd ? prodPass : 'p2' }, { urls: 'turn:b.example:3478', username: 'v', credential: 'q' }]`,
    servers: [
      [['turn:a.example:3478'], '', ''],
      [['turn:b.example:3478'], 'v', 'q'],
    ],
  },
  {
    name: 'a template with a hole for the URI',
    text: 'const s = [{ urls: `turn:${host}:3478`, username: "u", credential: "p" }, { urls: `turn:b.example:3478`, username: `v`, credential: `q` }];',
    servers: [
      [[], 'u', 'p'],
      [['turn:b.example:3478'], 'v', 'q'],
    ],
  },
  {
    name: 'a template with a hole beside a whole URI',
    text: 'urls: [`turn:${host}:3478?transport=udp`, "turn:a.example:3478"], username: "u", credential: "p"',
    servers: ONE,
    leftOut: ['variable turn:${host}:3478?transport=udp'],
  },
  {
    name: 'a URI joined with plus',
    text: `[{ urls: "turn:" + host + ":3478", username: "u", credential: "p" + salt }, { urls: "turn:b.example:3478", username: "v", credential: "q" }]`,
    servers: [[['turn:b.example:3478'], 'v', 'q']],
    leftOut: ['variable turn:'],
  },
  {
    name: 'shorthand properties',
    text: `const ice = { urls: ['turn:a.example:3478'], username, credential };`,
    servers: [[['turn:a.example:3478'], '', '']],
  },
  {
    name: 'methods of a string',
    text: `[{ urls: "turn:a.example:3478", username: atob("dQ=="), credential: "p".trim() }]`,
    servers: [[['turn:a.example:3478'], '', 'p']],
  },
  {
    name: 'comments with brackets and quotes',
    text: `/* servers: [ { don't */\n// e.g. { urls: "turn:old.example" }\n[\n  { // the user's own [server]\n    urls: 'turn:a.example:3478', // "main"\n    username: 'u', /* } */ credential: 'p',\n  },\n  // { urls: 'turn:off.example:3478', username: 'x', credential: 'y' },\n]`,
    servers: ONE,
    leftOut: [],
  },
  {
    name: 'React',
    text: `export function Call() {\n  const [pc] = useState<RTCPeerConnection>(() => new RTCPeerConnection({ iceServers: [{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }] }));\n  return <div className="call"><Video user={user} /></div>;\n}`,
    servers: ONE,
  },
  {
    name: 'the legacy constraint of Chrome',
    text: `var pc_config = {"iceServers": [{"url": "stun:23.21.150.121"}, {"url": "turn:a.example:3478", "credential": "p", "username": "u"}]};\nvar constraints = {"optional": [{"DtlsSrtpKeyAgreement": true}]};`,
    servers: ONE,
    leftOut: ['stun-only stun:23.21.150.121'],
  },
  {
    name: 'minified',
    text: `new RTCPeerConnection({iceServers:[{urls:"stun:s.example"},{urls:["turn:a.example:3478"],username:"u",credential:"p"}],iceTransportPolicy:e?"relay":"all"}),t.on("x",function(e){return{turn:e,stun:t}})`,
    servers: ONE,
  },
  {
    name: 'JSON in a string',
    text: String.raw`const text = "{\"iceServers\":[{\"urls\":\"turn:a.example:3478\",\"username\":\"u\",\"credential\":\"p\"}]}";`,
    servers: ONE,
  },
  {
    name: 'the inside of such a string',
    text: String.raw`{\"iceServers\":[{\"urls\":\"turn:a.example:3478\",\"username\":\"u\",\"credential\":\"p\"}]}`,
    servers: ONE,
  },
  {
    name: 'JSON in a string in a string',
    text: String.raw`{"body": "{\"config\": \"{\\\"urls\\\": [\\\"turn:a.example:3478\\\"], \\\"username\\\": \\\"u\\\", \\\"credential\\\": \\\"p\\\"}\"}"}`,
    servers: ONE,
  },
  {
    name: 'escaped slashes and unicode in JSON',
    text: String.raw`{"urls":"turn:a.example:3478?transport=udp","username":"caf\u00e9","credential":"a\/b\"c\\d"}`,
    servers: [[['turn:a.example:3478?transport=udp'], 'café', 'a/b"c\\d']],
  },
  {
    name: 'a fragment without its braces',
    text: `urls: ["turn:a.example:3478", "turns:a.example:5349"],\nusername: "u",\ncredential: "p"`,
    servers: [[['turn:a.example:3478', 'turns:a.example:5349'], 'u', 'p']],
  },
  {
    name: 'a fragment cut off at its end',
    text: `{"iceServers": [{"urls": ["turn:a.example:3478"], "username": "u", "credential": "p"`,
    servers: ONE,
  },
  {
    name: 'a fragment cut off at its beginning',
    text: `478"], "username": "x" }, { "urls": "turn:a.example:3478", "username": "u", "credential": "p" } ] }`,
    servers: ONE,
  },
  {
    name: 'a log line with a level before it',
    text: `[INFO] [2026-01-01 10:00:00.123] ice servers: [{"urls":["turn:a.example:3478"],"username":"u","credential":"p"}]`,
    servers: ONE,
  },
  {
    name: 'log lines',
    text: `2026-01-01T10:00:00Z INFO signaling connected (took 12ms\n2026-01-01T10:00:01Z DEBUG config={"iceServers":[{"urls":["turn:a.example:3478"],"username":"u","credential":"p"}]}`,
    servers: ONE,
  },
  {
    name: 'Markdown with a fence',
    text: 'Use [our server](https://docs.example/turn) (see *below*):\n\n```js\nconst iceServers = [{ urls: "turn:a.example:3478", username: "u", credential: "p" }];\n```\n\n> Note: don\'t share it.',
    servers: ONE,
  },
  {
    name: 'Markdown with inline code',
    text: '- URL: `turn:a.example:3478`\n- Username: `u`\n- Password: `p`',
    servers: ONE,
  },
  {
    name: 'a Markdown table',
    text: '| Setting | Value |\n|---|---|\n| URL | turn:a.example:3478 |\n| Username | u |\n| Password | p |',
    servers: ONE,
  },
  {
    name: 'curly quotes of a word processor',
    text: '{ urls: “turn:a.example:3478”, username: ‘u’, credential: „p“ }',
    servers: ONE,
  },
  {
    name: 'the source of a page',
    text: '<pre><code>{ &quot;urls&quot;: &quot;turn:a.example:3478&quot;, &quot;username&quot;: &quot;u&quot;, &quot;credential&quot;: &quot;p&amp;q&quot; }</code></pre>',
    servers: [[['turn:a.example:3478'], 'u', 'p&q']],
  },
  {
    name: 'Python, a dict',
    text: `ice = {'iceServers': [{'urls': ['turn:a.example:3478'], 'username': 'u', 'credential': 'p', 'relay': True, 'x': None}]}`,
    servers: ONE,
  },
  {
    name: 'Python, aiortc',
    text: `pc = RTCPeerConnection(\n    configuration=RTCConfiguration([\n        RTCIceServer(urls=["stun:s.example:19302"]),\n        RTCIceServer(urls="turn:a.example:3478", username="u", credential="p"),\n    ])\n)`,
    servers: ONE,
    leftOut: ['stun-only stun:s.example:19302'],
  },
  { name: 'Python, a tuple', text: `TURN = ('turn:a.example:3478', 'u', 'p')`, servers: ONE },
  {
    name: 'Python with the environment',
    text: `import os\nTURN_URL = "turn:a.example:3478"\nTURN_USER = os.environ["TURN_USER"]\nTURN_PASS = os.getenv("TURN_PASS", "")`,
    servers: [[['turn:a.example:3478'], '', '']],
  },
  {
    name: 'Python, a docstring and an f-string',
    text: `"""Servers, don't change {them}."""\nservers = [{"urls": f"turn:{HOST}:3478", "username": "x", "credential": "y"}, {"urls": "turn:a.example:3478", "username": "u", "credential": "p"}]`,
    servers: [
      [[], 'x', 'y'],
      [['turn:a.example:3478'], 'u', 'p'],
    ],
  },
  {
    name: 'Kotlin, the builder',
    text: `val iceServers = listOf(\n    PeerConnection.IceServer.builder("stun:s.example:19302").createIceServer(),\n    PeerConnection.IceServer.builder("turn:a.example:3478")\n        .setUsername("u")\n        .setPassword("p")\n        .createIceServer()\n)`,
    servers: ONE,
    leftOut: ['stun-only stun:s.example:19302'],
  },
  {
    name: 'Kotlin, two builders',
    text: `listOf(IceServer.builder(listOf("turn:a.example:3478")).setUsername("u").setPassword("p").createIceServer(), IceServer.builder("turn:b.example:3478").setUsername(BuildConfig.USER).setPassword("q").createIceServer())`,
    servers: [...ONE, [['turn:b.example:3478'], '', 'q']],
  },
  {
    name: 'Java, the builder in statements',
    text: `PeerConnection.IceServer.Builder b = PeerConnection.IceServer.builder("turn:a.example:3478");\nb.setUsername("u");\nb.setPassword("p");\niceServers.add(b.createIceServer());`,
    servers: ONE,
  },
  {
    name: 'Java, the old constructor',
    text: `iceServers.add(new PeerConnection.IceServer("stun:s.example:19302"));\niceServers.add(new PeerConnection.IceServer("turn:a.example:3478", "u", "p"));`,
    servers: ONE,
    leftOut: ['stun-only stun:s.example:19302'],
  },
  {
    name: 'Java, a map',
    text: `Map<String, Object> server = new HashMap<>();\nserver.put("urls", Arrays.asList("turn:a.example:3478"));\nserver.put("username", "u");\nserver.put("credential", "p");`,
    servers: ONE,
  },
  {
    name: 'Kotlin, a map and named arguments',
    text: `val a = mapOf("urls" to "turn:a.example:3478", "username" to "u", "credential" to "p")\nval b = TurnServer(url = "turn:b.example:3478", username = "v", password = "q")`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'Swift',
    text: `let config = RTCConfiguration()\nconfig.iceServers = [RTCIceServer(urlStrings: ["stun:s.example:19302"]), RTCIceServer(urlStrings: ["turn:a.example:3478", "turns:a.example:5349"], username: "u", credential: "p")]`,
    servers: [[['turn:a.example:3478', 'turns:a.example:5349'], 'u', 'p']],
    leftOut: ['stun-only stun:s.example:19302'],
  },
  {
    name: 'Swift with interpolation',
    text: String.raw`RTCIceServer(urlStrings: ["turn:\(host):3478", "turn:a.example:3478"], username: "u", credential: "p")`,
    servers: ONE,
  },
  {
    name: 'Objective-C',
    text: `RTCIceServer *s = [[RTCIceServer alloc] initWithURLStrings:@[@"turn:a.example:3478"] username:@"u" credential:@"p"];`,
    servers: ONE,
  },
  {
    name: 'Objective-C, the old one',
    text: `[servers addObject:[[RTCICEServer alloc] initWithURI:[NSURL URLWithString:@"turn:a.example:3478"] username:@"u" password:@"p"]];`,
    servers: ONE,
  },
  {
    name: 'Go, pion',
    text: `config := webrtc.Configuration{\n\tICEServers: []webrtc.ICEServer{\n\t\t{URLs: []string{"stun:s.example:19302"}},\n\t\t{\n\t\t\tURLs:           []string{"turn:a.example:3478"},\n\t\t\tUsername:       "u",\n\t\t\tCredential:     "p",\n\t\t\tCredentialType: webrtc.ICECredentialTypePassword,\n\t\t},\n\t},\n}`,
    servers: ONE,
    leftOut: ['stun-only stun:s.example:19302'],
  },
  {
    name: 'Go, printed',
    text: `{ICEServers:[{URLs:[turn:a.example:3478] Username:u Credential:p CredentialType:password}] ICETransportPolicy:all}`,
    servers: ONE,
  },
  {
    name: 'Rust, webrtc-rs',
    text: `let config = RTCConfiguration {\n    ice_servers: vec![RTCIceServer {\n        urls: vec!["turn:a.example:3478".to_owned()],\n        username: "u".to_string(),\n        credential: String::from("p"),\n        ..Default::default()\n    }],\n    ..Default::default()\n};`,
    servers: ONE,
  },
  {
    name: 'Dart, flutter_webrtc',
    text: `Map<String, dynamic> _iceServers = {\n  'iceServers': [\n    {'url': 'stun:s.example:19302'},\n    /*\n     * turn server configuration example.\n     {'url': 'turn:123.45.67.89:3478', 'username': 'change_to_real_user', 'credential': 'change_to_real_secret'},\n     */\n    {'url': 'turn:a.example:3478', 'username': 'u', 'credential': 'p'},\n  ]\n};`,
    servers: ONE,
    leftOut: ['stun-only stun:s.example:19302'],
  },
  {
    name: 'Ruby, both hash styles',
    text: `a = { urls: 'turn:a.example:3478', username: 'u', credential: 'p' }\nb = { :urls => ["turn:b.example:3478"], :username => "v", :credential => "q" }`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'PHP',
    text: `<?php\n$ice = [\n  'iceServers' => [\n    ['urls' => 'stun:s.example'],\n    ['urls' => ['turn:a.example:3478'], 'username' => 'u', 'credential' => 'p'],\n  ],\n];\n$other = array('url' => 'turn:b.example:3478', 'username' => $user, 'credential' => getenv('P'));`,
    servers: [...ONE, [['turn:b.example:3478'], '', '']],
  },
  {
    name: 'PHP, an object',
    text: `$s = new stdClass();\n$s->urls = 'turn:a.example:3478';\n$s->username = 'u';\n$s->credential = 'p';`,
    servers: ONE,
  },
  {
    name: 'PHP, var_dump',
    text: `array(3) {\n  ["urls"]=>\n  string(19) "turn:a.example:3478"\n  ["username"]=>\n  string(1) "u"\n  ["credential"]=>\n  string(1) "p"\n}`,
    servers: ONE,
  },
  {
    name: 'C#, an object initializer',
    text: `var config = new RTCConfiguration\n{\n    iceServers = new List<RTCIceServer>\n    {\n        new RTCIceServer { urls = "stun:s.example" },\n        new RTCIceServer\n        {\n            urls = "turn:a.example:3478",\n            username = "u",\n            credential = "p",\n            credentialType = RTCIceCredentialType.password\n        }\n    }\n};`,
    servers: ONE,
    leftOut: ['stun-only stun:s.example'],
  },
  {
    name: 'C#, Unity',
    text: `config.iceServers = new[] { new RTCIceServer { urls = new[] { "turn:a.example:3478" }, username = "u", credential = "p" } };`,
    servers: ONE,
  },
  {
    name: 'C++, libwebrtc',
    text: `webrtc::PeerConnectionInterface::IceServer server;\nserver.uri = "turn:a.example:3478";\nserver.username = "u";\nserver.password = "p";\nconfig.servers.push_back(server);`,
    servers: ONE,
  },
  {
    name: 'C++, urls pushed',
    text: `server.urls.push_back("turn:a.example:3478?transport=udp");\nserver.urls.push_back("turn:a.example:3478?transport=tcp");\nserver.username = std::string("u");\nserver.password = "p";`,
    servers: [[['turn:a.example:3478?transport=udp', 'turn:a.example:3478?transport=tcp'], 'u', 'p']],
  },
  {
    name: 'C++, libdatachannel',
    text: `config.iceServers.emplace_back("turn:u:p@a.example:3478");\nconfig.iceServers.emplace_back("stun:s.example:19302");`,
    servers: ONE,
    leftOut: ['stun-only stun:s.example:19302'],
  },
  {
    name: 'C, designated initializers',
    text: `static const struct ice_server s = { .url = "turn:a.example:3478", .username = "u", .credential = "p" };`,
    servers: ONE,
  },
  {
    name: 'Elixir',
    text: `config :app, ice_servers: [%{urls: "stun:s.example:19302"}, %{urls: ["turn:a.example:3478"], username: "u", credential: "p"}]`,
    servers: ONE,
  },
  {
    name: 'Erlang',
    text: `[{ice_servers, [#{urls => [<<"turn:a.example:3478">>], username => <<"u">>, credential => <<"p">>}]}].`,
    servers: ONE,
  },
  {
    name: 'Lua',
    text: `local ice = { { urls = "turn:a.example:3478", username = "u", credential = "p" } } -- don't {`,
    servers: ONE,
  },
  {
    name: 'Scala',
    text: `val servers = Seq(IceServer(urls = Seq("turn:a.example:3478"), username = Some("u"), credential = Some("p")))`,
    servers: ONE,
  },
  {
    name: 'Clojure',
    text: `{:ice-servers [{:urls ["turn:a.example:3478"] :username "u" :credential "p"}]}`,
    servers: ONE,
  },
  {
    name: 'GStreamer',
    text: `gst-launch-1.0 webrtcbin name=w stun-server=stun://s.example:19302 turn-server=turn://u:p@a.example:3478`,
    servers: ONE,
  },
  {
    name: 'GStreamer in C',
    text: `g_signal_emit_by_name(webrtc, "add-turn-server", "turn://u:p%40ss@a.example:3478?transport=tcp", &ret);`,
    servers: [[['turn:a.example:3478?transport=tcp'], 'u', 'p@ss']],
  },
];
