/** Configuration files, command lines and notes, with hosts and secrets of our own. */
import type { PastedText } from './pasted-text.ts';

const ONE = [[['turn:a.example:3478'], 'u', 'p']] as const;
const BARE = [[['turn:a.example:3478'], '', '']] as const;

export const CONFIGURATIONS: readonly PastedText[] = [
  { name: 'a URI alone', text: 'turn:a.example:3478', servers: BARE },
  { name: 'a URI in quotes with a comma', text: '"turn:a.example:3478",', servers: BARE },
  { name: 'a URI in a sentence', text: 'Our server is turn:a.example:3478.', servers: BARE },
  {
    name: 'URIs in lines',
    text: 'turn:a.example:3478\nturn:a.example:3478?transport=tcp\nturns:a.example:443?transport=tcp\n',
    servers: [
      [
        ['turn:a.example:3478', 'turn:a.example:3478?transport=tcp', 'turns:a.example:443?transport=tcp'],
        '',
        '',
      ],
    ],
  },
  {
    name: 'a list of URIs',
    text: '["turn:a.example:3478", "turns:b.example:443"]',
    servers: [[['turn:a.example:3478', 'turns:b.example:443'], '', '']],
  },
  {
    name: 'URIs parted by commas in a string',
    text: 'TURN_URLS="turn:a.example:3478,turns:a.example:5349"',
    servers: [[['turn:a.example:3478', 'turns:a.example:5349'], '', '']],
  },
  {
    name: '.env',
    text: `# TURN\nREACT_APP_TURN_URL=turn:a.example:3478\nREACT_APP_TURN_USERNAME=u\nREACT_APP_TURN_CREDENTIAL=p\n`,
    servers: ONE,
  },
  {
    name: '.env with a database, mail and an API',
    text: `DB_USER=root\nDB_PASSWORD=toor\nSMTP_USERNAME=mail\nSMTP_PASSWORD=post\nVITE_TURN_URL="turn:a.example:3478"\nVITE_TURN_USER="u"\nVITE_TURN_PASS='p#1'\nJWT_SECRET=zzz\nADMIN_PASSWORD=no`,
    servers: [[['turn:a.example:3478'], 'u', 'p#1']],
    leftOut: [],
  },
  {
    name: '.env with base64 and export',
    text: `export TURN_SERVER_URL=turns:a.example:5349?transport=tcp\nexport TURN_SERVER_USERNAME=1700000000:bob\nexport TURN_SERVER_PASSWORD=kx+Zq/9==  # rotates\n`,
    servers: [[['turns:a.example:5349?transport=tcp'], '1700000000:bob', 'kx+Zq/9==']],
  },
  {
    name: '.env with numbers',
    text: `TURN1_URL=turn:a.example:3478\nTURN2_URL=turn:b.example:3478\nTURN1_USER=u\nTURN1_PASS=p\nTURN2_USER=v\nTURN2_PASS=q\n`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: '.env with a template',
    text: 'TURN_URL=turn:${DOMAIN}:3478\nTURN_USERNAME=u\nTURN_PASSWORD=$PASS\n',
    servers: [],
    leftOut: ['variable turn:${DOMAIN}:3478'],
  },
  {
    name: '.env with host and port apart',
    text: 'TURN_HOST=turn.a.example\nTURN_PORT=3478\nTURN_USERNAME=u\nTURN_PASSWORD=p\n',
    servers: [[['turn:turn.a.example:3478'], 'u', 'p']],
  },
  {
    name: 'docker run',
    text: 'docker run -d -p 8080:80 -e TURN_URL=turn:a.example:3478 -e TURN_USERNAME=u -e TURN_PASSWORD=p image:latest',
    servers: ONE,
  },
  {
    name: 'docker-compose, a list',
    text: `services:\n  web:\n    image: x:1\n    environment:\n      - DB_PASSWORD=db\n      - TURN_URL=turn:a.example:3478\n      - TURN_USERNAME=u\n      - TURN_CREDENTIAL=p\n    ports:\n      - "80:80"\n`,
    servers: ONE,
  },
  {
    name: 'docker-compose, a quoted list',
    text: `environment:\n  - "TURN_URL=turn:a.example:3478"\n  - "TURN_USERNAME=u"\n  - "TURN_CREDENTIAL=p"\n`,
    servers: ONE,
  },
  {
    name: 'docker-compose, a map',
    text: `    environment:\n      TURN_URL: turn:a.example:3478\n      TURN_USERNAME: u\n      TURN_CREDENTIAL: 'p'\n      POSTGRES_PASSWORD: pg\n`,
    servers: ONE,
  },
  {
    name: 'Kubernetes',
    text: `env:\n  - name: TURN_URL\n    value: turn:a.example:3478\n  - name: TURN_USERNAME\n    value: u\n  - name: TURN_PASSWORD\n    value: "p"\n  - name: DB_PASSWORD\n    value: no\n`,
    servers: ONE,
  },
  {
    name: 'YAML',
    text: `ice_servers:\n  - urls: stun:s.example:19302\n  - urls:\n      - turn:a.example:3478\n      - turns:a.example:5349\n    username: u\n    credential: p\n  - urls: turn:b.example:3478\n    username: v\n    credential: "q: r"\n`,
    servers: [
      [['turn:a.example:3478', 'turns:a.example:5349'], 'u', 'p'],
      [['turn:b.example:3478'], 'v', 'q: r'],
    ],
    leftOut: ['stun-only stun:s.example:19302'],
  },
  {
    name: 'YAML, the first without credentials',
    text: `- urls: turn:open.example:3478\n- urls: turn:a.example:3478\n  username: u\n  credential: p\n`,
    servers: [...ONE, [['turn:open.example:3478'], '', '']],
  },
  {
    name: 'YAML in braces',
    text: `iceServers: [{urls: [turn:a.example:3478], username: u, credential: p}]`,
    servers: ONE,
  },
  {
    name: 'YAML with lists at the indentation of the key',
    text: `turn:\n  urls:\n  - turn:a.example:3478\n  username: u\n  password: p\nsmtp:\n  username: mail\n  password: post\n`,
    servers: ONE,
  },
  {
    name: 'Synapse with a shared secret',
    text: `## TURN ##\nturn_uris: [ "turn:turn.matrix.example?transport=udp", "turn:turn.matrix.example?transport=tcp" ]\nturn_shared_secret: "n0t4ctuallyas3cr3t"\nturn_user_lifetime: 86400000\nturn_allow_guests: true\n`,
    servers: [[['turn:turn.matrix.example?transport=udp', 'turn:turn.matrix.example?transport=tcp'], '', '']],
    leftOut: ['shared-secret turn_shared_secret'],
  },
  {
    name: 'Synapse with a user and a password',
    text: `turn_uris:\n  - "turn:turn.matrix.example?transport=udp"\n  - "turns:turn.matrix.example?transport=tcp"\nturn_username: "TURNSERVER_USERNAME"\nturn_password: "TURNSERVER_PASSWORD"\nregistration_shared_secret: "other"\n`,
    servers: [
      [
        ['turn:turn.matrix.example?transport=udp', 'turns:turn.matrix.example?transport=tcp'],
        'TURNSERVER_USERNAME',
        'TURNSERVER_PASSWORD',
      ],
    ],
  },
  {
    name: 'Dendrite',
    text: `client_api:\n  turn:\n    turn_user_lifetime: "5m"\n    turn_uris:\n      - turn:turn.d.example?transport=udp\n    turn_shared_secret: "abc"\n    turn_username: ""\n    turn_password: ""\n`,
    servers: [[['turn:turn.d.example?transport=udp'], '', '']],
    leftOut: ['shared-secret turn_shared_secret'],
  },
  {
    name: 'coturn, turnserver.conf with a shared secret',
    text: `listening-port=3478\ntls-listening-port=5349\nfingerprint\nuse-auth-secret\nstatic-auth-secret=logen\nrealm=turn.co.example\n#user=old:old\n`,
    servers: [],
    leftOut: ['shared-secret static-auth-secret'],
  },
  {
    name: 'Prosody, external_services with a secret',
    text: `external_services = {\n  {\n    type = "turn",\n    transport = "udp",\n    host = "turn.pro.example",\n    port = 3478,\n    secret = "is-no-credential",\n    ttl = 86400,\n    algorithm = "turn"\n  },\n  { type = "stun", host = "stun.pro.example", port = 3478 }\n}`,
    servers: [[['turn:turn.pro.example:3478?transport=udp'], '', '']],
    leftOut: ['shared-secret secret', 'stun-only stun:stun.pro.example:3478'],
  },
  {
    name: 'Prosody, external_services with a user',
    text: `external_services = {\n  { type = "turns", host = "turn.pro.example", port = 5349, transport = "tcp", username = "u", password = "p" };\n}`,
    servers: [[['turns:turn.pro.example:5349?transport=tcp'], 'u', 'p']],
  },
  {
    name: 'Prosody, turn_external',
    text: `turn_external_host = "turn.pro.example"\nturn_external_port = 3478\nturn_external_secret = "abc" -- of coturn\n`,
    servers: [[['turn:turn.pro.example:3478'], '', '']],
    leftOut: ['shared-secret turn_external_secret'],
  },
  {
    name: 'ejabberd',
    text: `mod_stun_disco:\n  secret: "abc"\n  services:\n    -\n      host: turn.ej.example\n      port: 3478\n      type: turn\n      transport: udp\n      restricted: true\n`,
    servers: [[['turn:turn.ej.example:3478?transport=udp'], '', '']],
    leftOut: ['shared-secret secret'],
  },
  {
    name: 'eturnal',
    text: `eturnal:\n  secret: "long-and-cryptic"\n  listen:\n    - ip: "::"\n      port: 3478\n      transport: udp\n`,
    servers: [],
    leftOut: ['shared-secret secret'],
  },
  {
    name: 'Janus',
    text: `nat: {\n\tstun_server = "stun.j.example"\n\tstun_port = 3478\n\t#full_trickle = true\n\tturn_server = "turn.j.example"\n\tturn_port = 3478\n\tturn_type = "udp"\n\tturn_user = "u"\n\tturn_pwd = "p"\n}\n`,
    servers: [[['turn:turn.j.example:3478?transport=udp'], 'u', 'p']],
  },
  {
    name: 'Asterisk, rtp.conf',
    text: `[general]\nrtpstart=10000\nicesupport=true\nstunaddr=stun.as.example:3478\nturnaddr=turn.as.example:3478\nturnusername=u\nturnpassword=p\n; turnaddr=old.example\n`,
    servers: [[['turn:turn.as.example:3478'], 'u', 'p']],
  },
  {
    name: 'Kurento, WebRtcEndpoint.conf.ini',
    text: `; turnURL gives the necessary info\nturnURL=turn:u:p@198.51.100.1:3478?transport=tcp\n`,
    servers: [[['turn:198.51.100.1:3478?transport=tcp'], 'u', 'p']],
  },
  {
    name: 'LiveKit, livekit.yaml',
    text: `rtc:\n  tcp_port: 7881\n  turn_servers:\n    - host: turn.lk.example\n      port: 443\n      protocol: tls\n      username: u\n      credential: p\nkeys:\n  key1: secret1\n`,
    servers: [[['turns:turn.lk.example:443?transport=tcp'], 'u', 'p']],
  },
  {
    name: 'Home Assistant',
    text: `web_rtc:\n  ice_servers:\n    - url: "stun:s.example:3478"\n    - url: "turn:a.example:3478"\n      username: u\n      credential: !secret turn_pass\n`,
    servers: [[['turn:a.example:3478'], 'u', '']],
    leftOut: ['stun-only stun:s.example:3478'],
  },
  {
    name: 'go2rtc',
    text: `webrtc:\n  listen: ":8555"\n  candidates:\n    - 216.58.210.174:8555\n  ice_servers:\n    - urls: [stun:s.example:19302]\n    - urls: [turn:123.123.123.123:3478]\n      username: your_user\n      credential: your_pass\n`,
    servers: [[['turn:123.123.123.123:3478'], 'your_user', 'your_pass']],
    leftOut: ['stun-only stun:s.example:19302'],
  },
  {
    name: 'Frigate',
    text: `mqtt:\n  host: mqtt.local\n  user: mq\n  password: tt\ngo2rtc:\n  webrtc:\n    ice_servers:\n      - urls: ["turn:a.example:3478"]\n        username: u\n        credential: p\ncameras:\n  back:\n    ffmpeg:\n      inputs:\n        - path: rtsp://viewer:{FRIGATE_RTSP_PASSWORD}@10.0.10.10:554/live\n`,
    servers: ONE,
  },
  {
    name: 'MediaMTX',
    text: `webrtcICEServers2:\n  # if the server is a TURN\n  - url: turn:a.example:3478\n    # if username is "AUTH_SECRET"\n    username: u\n    password: p\n    clientOnly: false\n`,
    servers: ONE,
  },
  {
    name: 'STUNner, GatewayConfig',
    text: `apiVersion: stunner.l7mp.io/v1\nkind: GatewayConfig\nmetadata:\n  name: stunner-gatewayconfig\nspec:\n  realm: stunner.l7mp.io\n  authType: plaintext\n  userName: "user-1"\n  password: "pass-1"\n---\nuri: turn:34.118.88.91:3478?transport=udp\n`,
    servers: [[['turn:34.118.88.91:3478?transport=udp'], 'user-1', 'pass-1']],
  },
  {
    name: 'Jitsi Meet, config.js',
    text: `var config = {\n    p2p: {\n        enabled: true,\n        // iceTransportPolicy: 'all',\n        stunServers: [\n            // { urls: 'stun:jitsi-meet.example.com:3478' },\n            { urls: 'stun:meet-jit-si-turnrelay.example:443' }\n        ]\n    },\n    iceServers: [{ urls: 'turn:a.example:3478', username: 'u', credential: 'p' }],\n};`,
    servers: ONE,
    leftOut: ['stun-only stun:meet-jit-si-turnrelay.example:443'],
  },
  {
    name: 'TOML',
    text: `[[ice_servers]]\nurls = ["stun:s.example"]\n\n[[ice_servers]]\nurls = ["turn:a.example:3478"]\nusername = "u"\ncredential = "p"\n`,
    servers: ONE,
    leftOut: ['stun-only stun:s.example'],
  },
  {
    name: 'INI',
    text: `[turn]\nurl = turn:a.example:3478\nusername = u\npassword = p\n\n[database]\nhost = localhost\nuser = db\n`,
    servers: ONE,
  },
  {
    name: 'properties of Spring',
    text: `openvidu.turn.url=turn:a.example:3478\nopenvidu.turn.username=u\nopenvidu.turn.password=p\nspring.datasource.password=db\n`,
    servers: ONE,
  },
  {
    name: 'HCL',
    text: `turn {\n  url      = "turn:a.example:3478"\n  username = "u"\n  password = "p"\n}\n`,
    servers: ONE,
  },
  {
    name: 'XML with elements',
    text: `<iceServers>\n  <iceServer>\n    <url>turn:a.example:3478</url>\n    <username>u</username>\n    <credential>p &amp; q</credential>\n  </iceServer>\n  <iceServer><url>turn:b.example:3478</url><username>v</username><credential>r</credential></iceServer>\n</iceServers>`,
    servers: [
      [['turn:a.example:3478'], 'u', 'p & q'],
      [['turn:b.example:3478'], 'v', 'r'],
    ],
  },
  {
    name: 'XML with attributes',
    text: `<server url="turn:a.example:3478" username="u" credential="p" />\n<server url="turn:b.example:3478" username="v" credential="q"/>`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'a property list of Apple',
    text: `<dict>\n  <key>urls</key>\n  <array>\n    <string>turn:a.example:3478</string>\n  </array>\n  <key>username</key>\n  <string>u</string>\n  <key>credential</key>\n  <string>p</string>\n</dict>`,
    servers: ONE,
  },
  {
    name: 'Android, strings.xml',
    text: `<resources>\n  <string name="turn_url">turn:a.example:3478</string>\n  <string name="turn_username">u</string>\n  <string name="turn_password">p</string>\n</resources>`,
    servers: ONE,
  },
  {
    name: 'HTML, the form of Trickle ICE',
    text: `<select id="servers"><option value='{"urls":["turn:a.example:3478"],"username":"u","credential":"p"}'>turn:a.example:3478 [u:p]</option></select>`,
    servers: ONE,
  },
  { name: 'the line of Trickle ICE', text: `turn:a.example:3478 [u:p]`, servers: ONE },
  {
    name: 'a mail with the parts named',
    text: `Server: turn:a.example:3478\nUser: u\nPass: p\n\nRegards,\nAnn`,
    servers: ONE,
  },
  {
    name: 'a mail with blanks around the signs',
    text: `TURN URL   :  turn:a.example:3478\nUser name  :  u\nPassword   :  p\n`,
    servers: ONE,
  },
  {
    name: 'two servers in a mail',
    text: `Server 1\nturn:a.example:3478\nusername: u\npassword: p\n\nServer 2\nturn:b.example:3478\nusername: v\npassword: q\n`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'credentials before the URI',
    text: `username: u\npassword: p\nurl: turn:a.example:3478\n\nusername: v\npassword: q\nurl: turn:b.example:3478\n`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'CSV',
    text: `turn:a.example:3478,u,p\nturn:b.example:3478,v,q\n`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q']],
  },
  {
    name: 'CSV with a head',
    text: `url,username,credential\nturn:a.example:3478,u,p\n"turn:b.example:3478",v,"q,r"\n`,
    servers: [...ONE, [['turn:b.example:3478'], 'v', 'q,r']],
  },
  {
    name: 'flags of a program',
    text: `./client --turn-url turn:a.example:3478 --turn-user u --turn-password p --verbose`,
    servers: ONE,
  },
  {
    name: 'flags with equal signs',
    text: `./client --turn-server=turn:a.example:3478 --turn-username=u --turn-credential="p q"`,
    servers: [[['turn:a.example:3478'], 'u', 'p q']],
  },
  {
    name: 'STUN alone',
    text: 'stun:s.example:3478',
    servers: [],
    leftOut: ['stun-only stun:s.example:3478'],
  },
  { name: 'prose about turns', text: 'In turn: we take turns: you, then me.', servers: [], leftOut: [] },
  {
    name: 'slashes behind the scheme',
    text: `{ urls: 'turn://a.example:3478', username: 'u', credential: 'p' }`,
    servers: ONE,
  },
  {
    name: 'a user before the host',
    text: `turn:u:p@a.example:3478`,
    servers: ONE,
  },
  {
    name: 'malformed URIs beside a good one',
    text: `{ urls: ['turn:a.example:3478', 'turn:a.example:99999', 'turns:a.example?transport=udp', 'turn:', 'turn:a.example?transport=sctp'], username: 'u', credential: 'p' }`,
    servers: ONE,
    leftOut: [
      'malformed turn:',
      'malformed turn:a.example:99999',
      'malformed turn:a.example?transport=sctp',
      'malformed turns:a.example?transport=udp',
    ],
  },
  {
    name: 'a host without a scheme',
    text: `{ urls: 'a.example:3478', username: 'u', credential: 'p' }`,
    servers: [],
    leftOut: ['malformed a.example:3478'],
  },
  {
    name: 'OAuth',
    text: `[{ urls: 'turns:o.example', username: '22BIjxU93h/IgwEb', credential: { macKey: 'WmtzanB3ZW9peFhtdm42NzUzNG0=', accessToken: 'AAwg3k' }, credentialType: 'oauth' }, { urls: 'turn:a.example:3478', username: 'u', credential: 'p' }]`,
    servers: ONE,
    leftOut: ['oauth turns:o.example'],
  },
  {
    name: 'twins',
    text: `{ urls: ['turn:a.example:3478', 'TURN:A.example', 'turn:a.example?transport=udp', 'turn:a.example.'], username: 'u', credential: 'p' }`,
    servers: ONE,
  },
  {
    name: 'invisible characters and blanks',
    text: `\uFEFF{ urls: ' turn:a.example:3478\u200B\\n', username: '\u202Au ', credential: '\u2060p\\n' }`,
    servers: ONE,
  },
  {
    name: 'Windows line ends and no-break spaces',
    text: `username:\u00A0u\r\npassword:\u00A0p\r\nurl:\u00A0turn:a.example:3478\r\n`,
    servers: ONE,
  },
  {
    name: 'a number for a user name',
    text: `{"urls":"turn:a.example:3478","username":20010001,"credential":12345678901234567890}`,
    servers: [[['turn:a.example:3478'], '20010001', '12345678901234567890']],
  },
  {
    name: 'null and masked credentials',
    text: `[{"urls":"turn:a.example:3478","username":null,"credential":"********"}]`,
    servers: BARE,
  },
  {
    name: 'IPv6',
    text: `urls: turn:[2001:db8::1]:3478?transport=udp\nusername: u\ncredential: p`,
    servers: [[['turn:[2001:db8::1]:3478?transport=udp'], 'u', 'p']],
  },
  {
    name: 'keys in capitals',
    text: `{"ICESERVERS":[{"URLS":"turn:a.example:3478","USERNAME":"u","CREDENTIAL":"p"}]}`,
    servers: ONE,
  },
  {
    name: 'deep in an answer',
    text: `{"a":{"b":{"c":{"d":{"e":{"f":[[{"g":{"turn":{"uris":["turn:a.example:3478"],"user":"u","pass":"p"}}}]]}}}}}}`,
    servers: ONE,
  },
  {
    name: 'a smiley with no partner before it',
    text: `Sorry :( here you are:\n\nusername: u\npassword: p\nturn:a.example:3478`,
    servers: ONE,
  },
];
