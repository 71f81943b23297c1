/** Texts as they stand in public documentation and questions, written by somebody who had not seen the reader. */
import type { PastedText } from './pasted-text.ts';

export const THIRD_LOOK: readonly PastedText[] = [
  {
    name: 'twilio console transcript',
    text: `$ curl -X POST https://api.twilio.com/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Tokens.json \\
> -u $TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN
{"username": "dc2d2894d5a9", "password": "tE2DajzSJwnsSbc123", "account_sid": "ACaaaa", "ttl": "86400", "date_created": "Fri, 01 May 2020 01:42:57 +0000", "ice_servers": [{"url": "stun:global.stun.twilio.com:3478", "urls": "stun:global.stun.twilio.com:3478"}, {"url": "turn:global.turn.twilio.com:3478?transport=udp", "username": "dc2d2894d5a9", "urls": "turn:global.turn.twilio.com:3478?transport=udp", "credential": "tE2DajzSJwnsSbc123"}, {"url": "turn:global.turn.twilio.com:443?transport=tcp", "username": "dc2d2894d5a9", "urls": "turn:global.turn.twilio.com:443?transport=tcp", "credential": "tE2DajzSJwnsSbc123"}]}`,
    servers: [
      [
        ['turn:global.turn.twilio.com:3478?transport=udp', 'turn:global.turn.twilio.com:443?transport=tcp'],
        'dc2d2894d5a9',
        'tE2DajzSJwnsSbc123',
      ],
    ],
  },
  {
    name: 'xirsys v',
    text: `{"v":{"iceServers":{"username":"Dd8X-uh","urls":["stun:fr-turn1.xirsys.com","turn:fr-turn1.xirsys.com:80?transport=udp","turn:fr-turn1.xirsys.com:3478?transport=tcp","turns:fr-turn1.xirsys.com:443?transport=tcp"],"credential":"2ed490ce-4947-11ed"}},"s":"ok"}`,
    servers: [
      [
        [
          'turn:fr-turn1.xirsys.com:80?transport=udp',
          'turn:fr-turn1.xirsys.com:3478?transport=tcp',
          'turns:fr-turn1.xirsys.com:443?transport=tcp',
        ],
        'Dd8X-uh',
        '2ed490ce-4947-11ed',
      ],
    ],
  },
  {
    name: 'cloudflare in a shell',
    text: `➜ ~ curl -H "Authorization: Bearer $TURN_KEY_API_TOKEN" -H "Content-Type: application/json" -d '{"ttl": 86400}' https://rtc.live.cloudflare.com/v1/turn/keys/$TURN_KEY_ID/credentials/generate-ice-servers
{
	"iceServers": [
    {
      "urls": [
        "stun:stun.cloudflare.com:3478",
        "turn:turn.cloudflare.com:3478?transport=udp",
        "turn:turn.cloudflare.com:3478?transport=tcp",
        "turns:turn.cloudflare.com:5349?transport=tcp"
      ],
      "username": "bc91b63e2b5d759f8eb9f3b58062439e0a0e15893d76317d833265ad08d6631099ce7c7087caabb31ad3e1c386424e3e",
      "credential": "ebd71f1d3edbc2b0edae3cd5a6d82284aeb5c3b8fdaa9b8e3bf9cec683e0d45fe9f5b44e5145db3300f06c250a15b4a0"
    }
  ]
}`,
    servers: [
      [
        [
          'turn:turn.cloudflare.com:3478?transport=udp',
          'turn:turn.cloudflare.com:3478?transport=tcp',
          'turns:turn.cloudflare.com:5349?transport=tcp',
        ],
        'bc91b63e2b5d759f8eb9f3b58062439e0a0e15893d76317d833265ad08d6631099ce7c7087caabb31ad3e1c386424e3e',
        'ebd71f1d3edbc2b0edae3cd5a6d82284aeb5c3b8fdaa9b8e3bf9cec683e0d45fe9f5b44e5145db3300f06c250a15b4a0',
      ],
    ],
  },
  {
    name: 'kinesis cli',
    text: `$ aws kinesis-video-signaling get-ice-server-config --channel-arn arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo/1234 --service TURN
{
    "IceServerList": [
        {
            "Password": "q8R+nTz1yU=",
            "Ttl": 300,
            "Uris": [
                "turn:35-90-1-2.t-1cd92f6b.kinesisvideo.us-west-2.amazonaws.com:443?transport=udp",
                "turns:35-90-1-2.t-1cd92f6b.kinesisvideo.us-west-2.amazonaws.com:443?transport=tcp"
            ],
            "Username": "1641542855:djE6YXJuOmF3czo="
        },
        {
            "Password": "zzR+other=",
            "Ttl": 300,
            "Uris": [
                "turns:54-1-2-3.t-1cd92f6b.kinesisvideo.us-west-2.amazonaws.com:443?transport=udp"
            ],
            "Username": "1641542855:second"
        }
    ]
}`,
    servers: [
      [
        [
          'turn:35-90-1-2.t-1cd92f6b.kinesisvideo.us-west-2.amazonaws.com:443?transport=udp',
          'turns:35-90-1-2.t-1cd92f6b.kinesisvideo.us-west-2.amazonaws.com:443?transport=tcp',
        ],
        '1641542855:djE6YXJuOmF3czo=',
        'q8R+nTz1yU=',
      ],
    ],
    leftOut: ['malformed turns:54-1-2-3.t-1cd92f6b.kinesisvideo.us-west-2.amazonaws.com:443?transport=udp'],
  },
  {
    name: 'chime log',
    text: `[2026-02-11T09:33:10.123Z] [INFO] DefaultMeetingSession - received TURN credentials: {"username":"1580000000:abc","password":"pwd/==","ttl":300,"uris":["turn:1-2-3-4.k.m1.ue1.app.chime.aws:3478?transport=udp","turns:1-2-3-4.k.m1.ue1.app.chime.aws:443?transport=tcp"]}`,
    servers: [
      [
        [
          'turn:1-2-3-4.k.m1.ue1.app.chime.aws:3478?transport=udp',
          'turns:1-2-3-4.k.m1.ue1.app.chime.aws:443?transport=tcp',
        ],
        '1580000000:abc',
        'pwd/==',
      ],
    ],
  },
  {
    name: 'daily room config',
    text: `const call = Daily.createCallObject({
  dailyConfig: {
    iceConfig: {
      placement: 'front',
      iceServers: [
        { urls: ['turn:turn.acme.io:3478', 'turns:turn.acme.io:5349'], username: 'daily', credential: 'd41ly' },
      ],
    },
  },
});`,
    servers: [[['turn:turn.acme.io:3478', 'turns:turn.acme.io:5349'], 'daily', 'd41ly']],
  },
  {
    name: 'livekit.yaml',
    text: `port: 7880
rtc:
  port_range_start: 50000
  port_range_end: 60000
  use_external_ip: true
  turn_servers:
    - host: turn.acme.io
      port: 443
      protocol: tls
      username: lk
      credential: "lk-pass"
keys:
  APIabc: secretxyz
`,
    servers: [[['turns:turn.acme.io:443?transport=tcp'], 'lk', 'lk-pass']],
  },
  {
    name: 'livekit turn_servers udp',
    text: `rtc:
  turn_servers:
    - host: myhost.com
      port: 3478
      protocol: udp
      username: "u"
      credential: "p"
    - host: myhost.com
      port: 443
      protocol: tcp
      username: "u"
      credential: "p"
`,
    servers: [[['turn:myhost.com:3478?transport=udp', 'turn:myhost.com:443?transport=tcp'], 'u', 'p']],
  },
  {
    name: 'jitsi config.js',
    text: `    p2p: {
        enabled: true,
        // iceTransportPolicy: 'all',
        stunServers: [
            // { urls: 'stun:jitsi-meet.example.com:3478' },
            { urls: 'stun:meet-jit-si-turnrelay.jitsi.net:443' }
        ]
    },
    useTurnUdp: false,
    iceServers: { replace: [ { urls: 'turns:meet.acme.io:5349?transport=tcp', username: 'jitsi', credential: 'j1tsi' } ] },`,
    servers: [[['turns:meet.acme.io:5349?transport=tcp'], 'jitsi', 'j1tsi']],
  },
  {
    name: 'prosody external_services',
    text: `external_service_secret = "Tnx3sKq9";
external_services = {
     { type = "stun", host = "jitsi.acme.io", port = 3478 },
     { type = "turn", host = "jitsi.acme.io", port = 3478, transport = "udp", secret = true, ttl = 86400, algorithm = "turn" },
     { type = "turns", host = "jitsi.acme.io", port = 5349, transport = "tcp", secret = true, ttl = 86400, algorithm = "turn" }
};`,
    servers: [[['turn:jitsi.acme.io:3478?transport=udp', 'turns:jitsi.acme.io:5349?transport=tcp'], '', '']],
    leftOut: [
      'shared-secret secret',
      'stun-only stun:jitsi.acme.io:3478',
      'shared-secret external_service_secret',
    ],
  },
  {
    name: 'synapse homeserver.yaml',
    text: `## TURN ##

# The public URIs of the TURN server to give to clients
#
turn_uris: [ "turn:turn.matrix.acme.io?transport=udp", "turn:turn.matrix.acme.io?transport=tcp" ]

# The shared secret used to compute passwords for the TURN server
#
turn_shared_secret: "n0t4ctuAllymatr1Xd0TorgSshar3d5ecret4obvIousreAsons"

# The Username and password if the TURN server needs them and
# does not use a token
#
#turn_username: "TURNSERVER_USERNAME"
#turn_password: "TURNSERVER_PASSWORD"

turn_user_lifetime: 86400000
turn_allow_guests: true
`,
    servers: [[['turn:turn.matrix.acme.io?transport=udp', 'turn:turn.matrix.acme.io?transport=tcp'], '', '']],
    leftOut: ['shared-secret turn_shared_secret'],
  },
  {
    name: 'synapse with a user name',
    text: `turn_uris:
  - turn:turn.acme.io:3478?transport=udp
  - "turns:turn.acme.io:5349"
turn_username: "synapse"
turn_password: "s3cr3t#1"
turn_user_lifetime: 1h
`,
    servers: [[['turn:turn.acme.io:3478?transport=udp', 'turns:turn.acme.io:5349'], 'synapse', 's3cr3t#1']],
  },
  {
    name: 'conduit toml',
    text: `[global]
server_name = "acme.io"
turn_uris = ["turn:turn.acme.io?transport=udp", "turn:turn.acme.io?transport=tcp"]
turn_secret = "sh4r3d"
`,
    servers: [[['turn:turn.acme.io?transport=udp', 'turn:turn.acme.io?transport=tcp'], '', '']],
    leftOut: ['shared-secret turn_secret'],
  },
  {
    name: 'conduit compose env in JSON string',
    text: `      CONDUIT_TURN_URIS: '["turn:turn.acme.io:3478?transport=udp", "turn:turn.acme.io:3478?transport=tcp"]'
      CONDUIT_TURN_USERNAME: "cond"
      CONDUIT_TURN_PASSWORD: "u1t"
      CONDUIT_TURN_TTL: "86400"`,
    servers: [
      [['turn:turn.acme.io:3478?transport=udp', 'turn:turn.acme.io:3478?transport=tcp'], 'cond', 'u1t'],
    ],
  },
  {
    name: 'dendrite yaml',
    text: `  turn:
    turn_user_lifetime: "5m"
    turn_uris:
      - turn:turn.acme.io?transport=udp
      - turn:turn.acme.io?transport=tcp
    turn_shared_secret: ""
    turn_username: "dend"
    turn_password: "rite"
`,
    servers: [[['turn:turn.acme.io?transport=udp', 'turn:turn.acme.io?transport=tcp'], 'dend', 'rite']],
  },
  {
    name: 'nextcloud occ',
    text: `$ sudo -u www-data php occ talk:turn:add turn cloud.acme.io:3478 udp,tcp --secret=6d1f2a
$ sudo -u www-data php occ talk:turn:list
  - schemes: turn
    server: cloud.acme.io:3478
    secret: 6d1f2a
    protocols: udp,tcp`,
    servers: [[['turn:cloud.acme.io:3478?transport=udp', 'turn:cloud.acme.io:3478?transport=tcp'], '', '']],
    leftOut: ['shared-secret secret', 'shared-secret --secret'],
  },
  {
    name: 'nextcloud json',
    text: `[{"schemes":"turn,turns","server":"cloud.acme.io:5349","secret":"abc123","protocols":"tcp"}]`,
    servers: [[['turn:cloud.acme.io:5349?transport=tcp', 'turns:cloud.acme.io:5349?transport=tcp'], '', '']],
    leftOut: ['shared-secret secret'],
  },
  {
    name: 'turnserver.conf secret',
    text: `use-auth-secret
static-auth-secret=3a5f8c
realm=turn.acme.io
# the URIs for clients: turn:turn.acme.io:3478 and turns:turn.acme.io:5349
`,
    servers: [[['turn:turn.acme.io:3478', 'turns:turn.acme.io:5349'], '', '']],
    leftOut: ['shared-secret static-auth-secret'],
  },
  {
    name: 'eturnal',
    text: `eturnal:
  secret: "long-and-cryptic"
  listen:
    - ip: "::"
      port: 3478
      transport: udp
# Clients use turn:eturnal.acme.io:3478?transport=udp
`,
    servers: [[['turn:eturnal.acme.io:3478?transport=udp'], '', '']],
    leftOut: ['shared-secret secret'],
  },
  {
    name: 'ejabberd mod_stun_disco',
    text: `  mod_stun_disco:
    credentials_lifetime: 12h
    secret: "xmpp-s3cret"
    services:
      -
        host: turn.acme.io
        port: 3478
        type: turn
        transport: udp
        restricted: true
      -
        host: turn.acme.io
        port: 5349
        type: turns
        transport: tcp
        restricted: true
`,
    servers: [[['turn:turn.acme.io:3478?transport=udp', 'turns:turn.acme.io:5349?transport=tcp'], '', '']],
    leftOut: ['shared-secret secret'],
  },
  {
    name: 'xmpp extdisco',
    text: `<iq from='acme.io' id='ul2bc7y6' to='a@acme.io/x' type='result'>
  <services xmlns='urn:xmpp:extdisco:2'>
    <service type='stun' host='stun.acme.io' port='9998' transport='udp'/>
    <service type='turn' host='relay.acme.io' port='9999' transport='udp' username='nt2i7x' password='jj929jkj5sadjfj93v3n'/>
  </services>
</iq>`,
    servers: [[['turn:relay.acme.io:9999?transport=udp'], 'nt2i7x', 'jj929jkj5sadjfj93v3n']],
  },
  {
    name: 'janus.jcfg',
    text: `nat: {
	stun_server = "stun.acme.io"
	stun_port = 3478
	nice_debug = false
	turn_server = "turn.acme.io"
	turn_port = 3478
	turn_type = "udp"
	turn_user = "janus"
	turn_pwd = "janusoverlord"
	#turn_rest_api = "http://yourbackend.com/path/to/api"
	#turn_rest_api_key = "anyapikeyyoumayhaveset"
}`,
    servers: [[['turn:turn.acme.io:3478?transport=udp'], 'janus', 'janusoverlord']],
  },
  {
    name: 'mediasoup',
    text: `this._sendTransport = this._mediasoupDevice.createSendTransport({
  id, iceParameters, iceCandidates, dtlsParameters, sctpParameters,
  iceServers: [ { urls: 'turn:turn.acme.io:443?transport=tcp', username: 'ms', credential: 'oup' } ],
  iceTransportPolicy: this._device.flag === 'firefox' && turnServers ? 'relay' : undefined,
});`,
    servers: [[['turn:turn.acme.io:443?transport=tcp'], 'ms', 'oup']],
  },
  {
    name: 'peerjs issue',
    text: `Hi, I have this and it works in the LAN only:

var peer = new Peer('someid', {
  host: 'localhost', port: 9000, path: '/myapp',
  config: {'iceServers': [
    { url: 'stun:stun.l.google.com:19302' },
    { url: 'turn:homeo@turn.bistri.com:80', credential: 'homeo' }
  ]}
});

Any ideas (I tried [this](https://stackoverflow.com/q/123))?`,
    servers: [[['turn:turn.bistri.com:80'], 'homeo', 'homeo']],
  },
  {
    name: 'simple-peer',
    text: `new SimplePeer({ initiator: location.hash === '#1', trickle: false, config: { iceServers: [{ urls: 'stun:stun.l.google.com:19302' }, { urls: 'turn:turn.acme.io', username: "sp", credential: "p33r" }] } })`,
    servers: [[['turn:turn.acme.io'], 'sp', 'p33r']],
  },
  {
    name: 'kurento ini',
    text: `; TURN server URL, user and password. Format: user:password@address:port(?transport=[udp|tcp|tls])
turnURL=kurento:kpass@203.0.113.5:3478?transport=udp
;stunServerAddress=203.0.113.5
`,
    servers: [[['turn:203.0.113.5:3478?transport=udp'], 'kurento', 'kpass']],
  },
  {
    name: 'openvidu env',
    text: `OPENVIDU_SECRET=MY_SECRET
KMS_TURN_URL=turn:turn.acme.io:3478
COTURN_SHARED_SECRET_KEY=abcd
`,
    servers: [[['turn:turn.acme.io:3478'], '', '']],
    leftOut: ['shared-secret COTURN_SHARED_SECRET_KEY'],
  },
  {
    name: 'openvidu setAdvancedConfiguration',
    text: `OV.setAdvancedConfiguration({
    iceServers: [
        {
            urls: "turn:turn.acme.io:443?transport=udp",
            username: "ov",
            credential: "idu",
        },
    ]
});`,
    servers: [[['turn:turn.acme.io:443?transport=udp'], 'ov', 'idu']],
  },
  {
    name: 'azure relay',
    text: `az rest ... 
{
  "expiresOn": "2026-07-21T18:20:00.000Z",
  "iceServers": [
    { "urls": ["stun:relay.communication.microsoft.com:3478", "turn:relay.communication.microsoft.com:3478"], "username": "BQAANnrUyICAAdj=", "credential": "fzZ0e5b=", "routeType": "any" },
    { "urls": ["stun:relay.communication.microsoft.com:3478", "turn:relay.communication.microsoft.com:443"], "username": "BQNear=", "credential": "near=", "routeType": "nearest" }
  ]
}`,
    servers: [
      [['turn:relay.communication.microsoft.com:3478'], 'BQAANnrUyICAAdj=', 'fzZ0e5b='],
      [['turn:relay.communication.microsoft.com:443'], 'BQNear=', 'near='],
    ],
  },
  {
    name: 'react-native-webrtc TS',
    text: `import { RTCPeerConnection, RTCIceServer } from 'react-native-webrtc';

const ICE: readonly RTCIceServer[] = [
  { urls: ['stun:stun.l.google.com:19302'] },
  { urls: ['turn:rn.acme.io:3478?transport=tcp'], username: 'rn', credential: 'native' } as RTCIceServer,
] as const;
const pc = new RTCPeerConnection({ iceServers: ICE as any } satisfies RTCConfiguration);`,
    servers: [[['turn:rn.acme.io:3478?transport=tcp'], 'rn', 'native']],
  },
  {
    name: 'flutter',
    text: `  final Map<String, dynamic> _iceServers = {
    'iceServers': [
      {'url': 'stun:stun.l.google.com:19302'},
      {
        'url': 'turn:123.45.67.89:3478',
        'username': 'change_to_real_user',
        'credential': 'change_to_real_secret'
      },
    ]
  };
  String get sdpSemantics => 'unified-plan';`,
    servers: [[['turn:123.45.67.89:3478'], 'change_to_real_user', 'change_to_real_secret']],
  },
  {
    name: 'flutter generics',
    text: `final configuration = <String, dynamic>{
  'iceServers': <Map<String, dynamic>>[
    <String, dynamic>{'urls': <String>['turn:fl.acme.io:3478'], 'username': 'fl', 'credential': 'utter'},
  ],
};`,
    servers: [[['turn:fl.acme.io:3478'], 'fl', 'utter']],
  },
  {
    name: 'aiortc',
    text: `config = RTCConfiguration(iceServers=[
    RTCIceServer(urls="stun:stun.l.google.com:19302"),
    RTCIceServer(urls="turn:ai.acme.io:3478", username="testuser", credential="supersecret"),
    RTCIceServer(urls=["turns:ai.acme.io:5349"], username="other", credential="supersecret2"),
])`,
    servers: [
      [['turn:ai.acme.io:3478'], 'testuser', 'supersecret'],
      [['turns:ai.acme.io:5349'], 'other', 'supersecret2'],
    ],
  },
  {
    name: 'aiortc positional',
    text: `ice_servers = [
    RTCIceServer("stun:stun.l.google.com:19302"),
    RTCIceServer("turn:ai.acme.io:80", "openrelay", "project")
]`,
    servers: [[['turn:ai.acme.io:80'], 'openrelay', 'project']],
  },
  {
    name: 'aiortc env',
    text: `TURN_USERNAME = os.getenv("TURN_USERNAME")
servers = [RTCIceServer(urls="turn:global.relay.acme.io:80", username=TURN_USERNAME, credential=TURN_CREDENTIAL)]`,
    servers: [[['turn:global.relay.acme.io:80'], '', '']],
  },
  {
    name: 'python defaults',
    text: `turn_url = os.environ.get("TURN_URL", "turn:py.acme.io:3478")
turn_user = os.environ.get("TURN_USER", "pyuser")
turn_pass = os.environ.get("TURN_PASS", "pypass")`,
    servers: [[['turn:py.acme.io:3478'], '', '']],
  },
  {
    name: 'python variables',
    text: `TURN_USER = "pyuser"
TURN_PASS = "pypass"
ICE = [RTCIceServer(urls=["turn:py.acme.io:3478"], username=TURN_USER, credential=TURN_PASS)]`,
    servers: [[['turn:py.acme.io:3478'], 'pyuser', 'pypass']],
  },
  {
    name: 'pion',
    text: `	peerConnection, err := webrtc.NewPeerConnection(webrtc.Configuration{
		ICEServers: []webrtc.ICEServer{
			{
				URLs: []string{"stun:stun.l.google.com:19302"},
			},
			{
				URLs:           []string{"turn:go.acme.io:3478"},
				Username:       "pion",
				Credential:     "p10n",
				CredentialType: webrtc.ICECredentialTypePassword,
			},
		},
	})`,
    servers: [[['turn:go.acme.io:3478'], 'pion', 'p10n']],
  },
  {
    name: 'pion backticks',
    text: `iceServers := []webrtc.ICEServer{{URLs: []string{\`turn:go.acme.io:3478\`}, Username: \`back\`, Credential: \`tick\`}}`,
    servers: [[['turn:go.acme.io:3478'], 'back', 'tick']],
  },
  {
    name: 'webrtc-rs',
    text: `ice_servers: vec![RTCIceServer {
    urls: vec!["turn:rs.acme.io:3478".to_owned()],
    username: "rust".to_owned(),
    credential: String::from("acean"),
    credential_type: RTCIceCredentialType::Password,
    ..Default::default()
}],`,
    servers: [[['turn:rs.acme.io:3478'], 'rust', 'acean']],
  },
  {
    name: 'android kotlin',
    text: `val iceServers = listOf(
    PeerConnection.IceServer.builder("stun:stun.l.google.com:19302").createIceServer(),
    PeerConnection.IceServer.builder("turn:kt.acme.io:80")
        .setUsername("kot")
        .setPassword("lin")
        .createIceServer(),
    PeerConnection.IceServer.builder("turn:kt.acme.io:443?transport=tcp")
        .setUsername("kot2") // second
        .setPassword("lin2")
        .createIceServer()
)`,
    servers: [
      [['turn:kt.acme.io:80'], 'kot', 'lin'],
      [['turn:kt.acme.io:443?transport=tcp'], 'kot2', 'lin2'],
    ],
  },
  {
    name: 'android java old',
    text: `iceServers.add(new PeerConnection.IceServer("stun:stun.l.google.com:19302"));
iceServers.add(new PeerConnection.IceServer("turn:java.acme.io:3478?transport=udp", "jav", "a8"));`,
    servers: [[['turn:java.acme.io:3478?transport=udp'], 'jav', 'a8']],
  },
  {
    name: 'ios swift',
    text: `config.iceServers = [
    RTCIceServer(urlStrings: ["stun:stun.l.google.com:19302"]),
    RTCIceServer(urlStrings: ["turn:ios.acme.io:3478?transport=udp", "turn:ios.acme.io:3478?transport=tcp"],
                 username: "sw",
                 credential: "ift")]`,
    servers: [[['turn:ios.acme.io:3478?transport=udp', 'turn:ios.acme.io:3478?transport=tcp'], 'sw', 'ift']],
  },
  {
    name: 'ios swift let',
    text: `let turnServerIP = "165.232.87.1"
let turnUsername = "babymonitor_user"
let turnPassword = "K1nd3r Babymonitor"
config.iceServers = [ RTCIceServer(urlStrings: ["turn:165.232.87.1:3478"], username: turnUsername, credential: turnPassword) ]`,
    servers: [[['turn:165.232.87.1:3478'], 'babymonitor_user', 'K1nd3r Babymonitor']],
  },
  {
    name: 'objective-c',
    text: `RTCIceServer *turn = [[RTCIceServer alloc] initWithURLStrings:@[@"turn:oc.acme.io:3478"] username:@"obj" credential:@"sea"];
NSArray *servers = @[turn];`,
    servers: [[['turn:oc.acme.io:3478'], 'obj', 'sea']],
  },
  {
    name: 'unity',
    text: `var config = new RTCConfiguration {
    iceServers = new[] {
        new RTCIceServer { urls = new[] { "stun:stun.l.google.com:19302" } },
        new RTCIceServer { urls = new string[] { "turn:u.acme.io:3478" }, username = "uni", credential = "ty", credentialType = RTCIceCredentialType.Password }
    }
};`,
    servers: [[['turn:u.acme.io:3478'], 'uni', 'ty']],
  },
  {
    name: 'c++ libwebrtc',
    text: `webrtc::PeerConnectionInterface::IceServer turn;
turn.urls.push_back("turn:cpp.acme.io:3478");
turn.username = "plus";
turn.password = "plus2";
config.servers.push_back(turn);`,
    servers: [[['turn:cpp.acme.io:3478'], 'plus', 'plus2']],
  },
  {
    name: 'libdatachannel',
    text: `config.iceServers.emplace_back("turn:ldc:datach4n@dc.acme.io:3478?transport=tcp");`,
    servers: [[['turn:dc.acme.io:3478?transport=tcp'], 'ldc', 'datach4n']],
  },
  {
    name: 'libdatachannel ctor',
    text: `rtc::IceServer s("dc.acme.io", 3478, "ldc", "pw", rtc::IceServer::RelayType::TurnUdp);`,
    servers: [],
  },
  {
    name: 'gstreamer',
    text: `webrtcbin name=sendrecv bundle-policy=max-bundle turn-server=turn://gst:reamer@gs.acme.io:3478?transport=udp stun-server=stun://stun.l.google.com:19302`,
    servers: [[['turn:gs.acme.io:3478?transport=udp'], 'gst', 'reamer']],
  },
  {
    name: 'gstreamer encoded',
    text: `pipeline.get_by_name('w').set_property('turn-server', 'turn://1700000000%3Auser:ab%2Fcd%3D@gs.acme.io:3478')`,
    servers: [[['turn:gs.acme.io:3478'], '1700000000:user', 'ab/cd=']],
  },
  {
    name: 'stunner gateway yaml',
    text: `apiVersion: stunner.l7mp.io/v1
kind: GatewayConfig
metadata:
  name: stunner-gatewayconfig
  namespace: stunner
spec:
  realm: stunner.l7mp.io
  authType: plaintext
  userName: "user-1"
  password: "pass-1"
`,
    servers: [],
  },
  {
    name: 'stunner auth answer',
    text: `$ curl -s http://stunner-auth.stunner-system:8088/ice?service=turn | jq .
{
  "iceServers": [
    {
      "credential": "rAMDlkU3Mp9m8=",
      "urls": [
        "turn:34.118.1.2:3478?transport=UDP"
      ],
      "username": "1675262400:"
    }
  ],
  "iceTransportPolicy": "all"
}`,
    servers: [[['turn:34.118.1.2:3478?transport=UDP'], '1675262400:', 'rAMDlkU3Mp9m8=']],
  },
  {
    name: 'bbb xml',
    text: `<bean id="stun0" class="org.bigbluebutton.web.services.turn.StunServer">
    <constructor-arg index="0" value="stun:turn.acme.io"/>
</bean>
<bean id="turn0" class="org.bigbluebutton.web.services.turn.TurnServer">
    <constructor-arg index="0" value="7db29d66755c37a95a478f99cb019750"/>
    <constructor-arg index="1" value="turns:turn.acme.io:443?transport=tcp"/>
    <constructor-arg index="2" value="86400"/>
</bean>
<bean id="turn1" class="org.bigbluebutton.web.services.turn.TurnServer">
    <constructor-arg index="0" value="7db29d66755c37a95a478f99cb019750"/>
    <constructor-arg index="1" value="turn:turn.acme.io:3478"/>
    <constructor-arg index="2" value="86400"/>
</bean>`,
    servers: [[['turns:turn.acme.io:443?transport=tcp', 'turn:turn.acme.io:3478'], '', '']],
    leftOut: ['shared-secret secret', 'stun-only stun:turn.acme.io'],
  },
  {
    name: 'rocket.chat',
    text: `WebRTC_Servers: stun:stun.l.google.com:19302, stun:23.21.150.121, rocket%40chat:pa%3Ass@turn:turn.acme.io:3478`,
    servers: [[['turn:turn.acme.io:3478'], 'rocket@chat', 'pa:ss']],
  },
  {
    name: 'rocket.chat two',
    text: `team%40rocket.chat:demo@turn:numb.acme.ca:3478,other:pw@turns:b.acme.ca:5349`,
    servers: [
      [['turn:numb.acme.ca:3478'], 'team@rocket.chat', 'demo'],
      [['turns:b.acme.ca:5349'], 'other', 'pw'],
    ],
  },
  {
    name: 'asterisk rtp.conf',
    text: `[general]
icesupport=yes
stunaddr=stun.l.google.com:19302
turnaddr=turn.acme.io:3478
turnusername=aster
turnpassword=isk
`,
    servers: [[['turn:turn.acme.io:3478'], 'aster', 'isk']],
  },
  {
    name: 'freeswitch / verto',
    text: `$.verto({ login: "1000@acme.io", passwd: "1234", socketUrl: "wss://acme.io:8082", iceServers: [{ url: "turn:fs.acme.io:3478", username: "fs", credential: "switch" }] })`,
    servers: [[['turn:fs.acme.io:3478'], 'fs', 'switch']],
  },
  {
    name: 'jssip',
    text: `var options = {
  'eventHandlers': eventHandlers,
  'mediaConstraints': { 'audio': true, 'video': true },
  'pcConfig': { 'iceServers': [ { 'urls': ['stun:a.acme.io', 'turn:a.acme.io:3478'], 'username': 'jss', 'credential': 'ip' } ] }
};`,
    servers: [[['turn:a.acme.io:3478'], 'jss', 'ip']],
  },
  {
    name: 'sip.js old',
    text: `turnServers: [{ urls: "turn:sip.acme.io:5060", username: "sip", password: "js" }],`,
    servers: [[['turn:sip.acme.io:5060'], 'sip', 'js']],
  },
  {
    name: 'go2rtc',
    text: `webrtc:
  listen: ":8555"
  candidates:
    - 192.168.1.20:8555
  ice_servers:
    - urls: [stun:stun.l.google.com:19302]
    - urls: [turn:123.123.123.123:3478]
      username: your_user
      credential: your_pass
`,
    servers: [[['turn:123.123.123.123:3478'], 'your_user', 'your_pass']],
  },
  {
    name: 'home assistant',
    text: `homeassistant:
web_rtc:
  ice_servers:
    - url:
        - "stun:stun.example.com:19302"
        - "turn:ha.acme.io:3478"
      username: "hass"
      credential: !secret turn_password
`,
    servers: [[['turn:ha.acme.io:3478'], 'hass', '']],
  },
  {
    name: 'frigate',
    text: `go2rtc:
  streams:
    cam: rtsp://admin:campass@10.0.0.5/stream
  webrtc:
    ice_servers:
      - urls: [ "turn:fr.acme.io:3478?transport=tcp" ]
        username: frig
        credential: ate
`,
    servers: [[['turn:fr.acme.io:3478?transport=tcp'], 'frig', 'ate']],
  },
  {
    name: 'mediamtx',
    text: `webrtcICEServers2:
  - url: turn:mtx.acme.io:3478
    username: mtx
    password: med1a
    clientOnly: false
`,
    servers: [[['turn:mtx.acme.io:3478'], 'mtx', 'med1a']],
  },
  {
    name: 'selkies env',
    text: `SELKIES_TURN_HOST=sel.acme.io
SELKIES_TURN_PORT=3479
SELKIES_TURN_PROTOCOL=tcp
SELKIES_TURN_TLS=false
SELKIES_TURN_USERNAME=sel
SELKIES_TURN_PASSWORD=kies
`,
    servers: [[['turn:sel.acme.io:3479?transport=tcp'], 'sel', 'kies']],
  },
  {
    name: 'neko compose',
    text: `    environment:
      NEKO_SCREEN: '1920x1080@30'
      NEKO_PASSWORD: neko
      NEKO_WEBRTC_ICESERVERS_FRONTEND: '[{"urls": ["turn:nk.acme.io:19302", "stun:stun.example.com:19302"], "username": "name", "credential": "password"}]'`,
    servers: [[['turn:nk.acme.io:19302'], 'name', 'password']],
  },
  {
    name: 'k8s env list',
    text: `        env:
        - name: TURN_URL
          value: "turn:k8s.acme.io:3478"
        - name: TURN_USERNAME
          value: "kube"
        - name: TURN_PASSWORD
          valueFrom:
            secretKeyRef:
              name: turn
              key: password
`,
    servers: [[['turn:k8s.acme.io:3478'], 'kube', '']],
  },
  {
    name: 'mirotalk env',
    text: `STUN_SERVER_ENABLED=true # true or false
STUN_SERVER_URL=stun:stun.l.google.com:19302
TURN_SERVER_ENABLED=true
TURN_SERVER_URL=turn:mt.acme.io:443
TURN_SERVER_USERNAME=miro # your user
TURN_SERVER_CREDENTIAL=talk
API_KEY_SECRET=mirotalkp2p_default_secret
`,
    servers: [[['turn:mt.acme.io:443'], 'miro', 'talk']],
  },
  {
    name: 'docker run',
    text: `docker run -d -e TURN_SERVER_URL="turn:dk.acme.io:3478" -e TURN_SERVER_USERNAME='dock' -e TURN_SERVER_CREDENTIAL=er mirotalk/p2p:latest`,
    servers: [[['turn:dk.acme.io:3478'], 'dock', 'er']],
  },
  {
    name: 'compose list env',
    text: `    environment:
      - NODE_ENV=production
      - TURN_URL=turn:cl.acme.io:3478
      - TURN_USER=comp
      - TURN_PASS=ose=1
`,
    servers: [[['turn:cl.acme.io:3478'], 'comp', 'ose=1']],
  },
  {
    name: 'vite env',
    text: `VITE_TURN_URLS="turn:v.acme.io:3478,turns:v.acme.io:5349?transport=tcp"
VITE_TURN_USERNAME="vite"
VITE_TURN_CREDENTIAL="v1te"
VITE_API_URL=https://api.acme.io
`,
    servers: [[['turn:v.acme.io:3478', 'turns:v.acme.io:5349?transport=tcp'], 'vite', 'v1te']],
  },
  {
    name: 'helm values',
    text: `jvb:
  useNodePort: true
coturn:
  enabled: true
extraEnvs:
  TURN_HOST: turn.acme.io
  TURN_PORT: "443"
  TURN_CREDENTIALS: sharedOne
`,
    servers: [[['turn:turn.acme.io:443'], '', 'sharedOne']],
  },
  {
    name: 'terraform',
    text: `locals {
  ice_servers = [{
    urls       = ["turn:tf.acme.io:3478"]
    username   = "terra"
    credential = var.turn_password
  }]
}`,
    servers: [[['turn:tf.acme.io:3478'], 'terra', '']],
  },
  {
    name: 'markdown readme',
    text: `# Setup [wiki](https://x.y/z) {#setup}

1. Install coturn
2. Set \\\`iceServers\\\`:

\\\`\\\`\\\`js
{ iceServers: [ // see [1]
  { urls: "turn:md.acme.io:3478", username: "mark", credential: "down" } ] }
\\\`\\\`\\\`

[1]: https://webrtc.org "docs (old)"`,
    servers: [[['turn:md.acme.io:3478'], 'mark', 'down']],
  },
  {
    name: 'markdown table',
    text: `| Setting | Value |
|---------|-------|
| TURN URL | \`turn:tab.acme.io:3478\` |
| Username | \`table\` |
| Password | \`t4ble\` |`,
    servers: [[['turn:tab.acme.io:3478'], 'table', 't4ble']],
  },
  {
    name: 'markdown table by row',
    text: `| URL | Username | Credential |
|---|---|---|
| turn:r1.acme.io:3478 | one | p1 |
| turn:r2.acme.io:3478 | two | p2 |`,
    servers: [
      [['turn:r1.acme.io:3478'], 'one', 'p1'],
      [['turn:r2.acme.io:3478'], 'two', 'p2'],
    ],
  },
  {
    name: 'email',
    text: `Hi Anna,

here is the access for the pilot:

TURN server: turn:mail.acme.io:3478 (UDP and TCP)
User: anna
Password: Sommer2026!

Kind regards
Tom`,
    servers: [[['turn:mail.acme.io:3478'], 'anna', 'Sommer2026!']],
  },
  {
    name: 'email german',
    text: `Der TURN-Server lautet turns:mail.acme.io:5349.
Benutzername: anna
Passwort: geheim1`,
    servers: [[['turns:mail.acme.io:5349'], 'anna', 'geheim1']],
  },
  {
    name: 'json in string',
    text: `{"statusCode":200,"headers":{"content-type":"application/json"},"body":"{\\"iceServers\\":[{\\"urls\\":[\\"turn:lam.acme.io:3478\\"],\\"username\\":\\"lam\\",\\"credential\\":\\"bd\\\\u0061\\"}]}"}`,
    servers: [[['turn:lam.acme.io:3478'], 'lam', 'bda']],
  },
  {
    name: 'env json',
    text: `ICE_SERVERS='[{"urls":"stun:stun.l.google.com:19302"},{"urls":"turn:ej.acme.io:3478","username":"env","credential":"js0n"}]'`,
    servers: [[['turn:ej.acme.io:3478'], 'env', 'js0n']],
  },
  {
    name: 'env json escaped',
    text: `export ICE_SERVERS="[{\\"urls\\":\\"turn:ej.acme.io:3478\\",\\"username\\":\\"env\\",\\"credential\\":\\"js0n\\"}]"`,
    servers: [[['turn:ej.acme.io:3478'], 'env', 'js0n']],
  },
  {
    name: 'fragment',
    text: `      "urls": ["turn:frag.acme.io:3478"],
      "username": "frag",
      "credential": "ment"
    },
    {
      "urls": "turns:frag2.acme.io",
      "username": "frag2",
      "credential": "ment2"`,
    servers: [
      [['turn:frag.acme.io:3478'], 'frag', 'ment'],
      [['turns:frag2.acme.io'], 'frag2', 'ment2'],
    ],
  },
  {
    name: 'ternary',
    text: `const iceServers = process.env.NODE_ENV === 'production'
  ? [{ urls: 'turn:prod.acme.io:3478', username: 'prod', credential: 'pp' }]
  : [{ urls: 'turn:dev.acme.io:3478', username: 'dev', credential: 'dd' }];`,
    servers: [
      [['turn:prod.acme.io:3478'], 'prod', 'pp'],
      [['turn:dev.acme.io:3478'], 'dev', 'dd'],
    ],
  },
  {
    name: 'spread and env',
    text: `iceServers: [
  ...defaultServers,
  ...(import.meta.env.VITE_TURN_URL ? [{ urls: import.meta.env.VITE_TURN_URL, username: import.meta.env.VITE_TURN_USER, credential: import.meta.env.VITE_TURN_PASS }] : []),
  { urls: 'turn:sp.acme.io:3478', username: process.env.TURN_USER!, credential: process.env.TURN_PASS ?? 'fallback' },
]`,
    servers: [[['turn:sp.acme.io:3478'], '', '']],
  },
  {
    name: 'env or default',
    text: `{ urls: process.env.TURN_URL || 'turn:or.acme.io:3478', username: process.env.U || 'openrelay', credential: process.env.P || 'project' }`,
    servers: [[['turn:or.acme.io:3478'], '', '']],
  },
  {
    name: 'js const same text',
    text: `const user = "u1"; const pass = 'p1';
const TURN = 'turn:cst.acme.io:3478';
const pc = new RTCPeerConnection({ iceServers: [{ urls: TURN, username: user, credential: pass }] });`,
    servers: [[['turn:cst.acme.io:3478'], 'u1', 'p1']],
  },
  {
    name: 'js let reassigned',
    text: `let user = "u1";
user = await ask();
const cfg = { iceServers: [{ urls: 'turn:cst.acme.io:3478', username: user, credential: 'p1' }] };`,
    servers: [[['turn:cst.acme.io:3478'], '', 'p1']],
  },
  {
    name: 'shorthand',
    text: `const username = 'short', credential = 'hand';
servers.push({ urls: ['turn:sh.acme.io:3478'], username, credential });`,
    servers: [[['turn:sh.acme.io:3478'], 'short', 'hand']],
  },
  {
    name: 'template host',
    text: `const host = 'tpl.acme.io';
iceServers: [{ urls: [\`turn:\${host}:3478\`], username: 'tpl', credential: 'late' }]`,
    servers: [[['turn:tpl.acme.io:3478'], 'tpl', 'late']],
  },
  {
    name: 'promise chain',
    text: `fetch("https://acme.metered.live/api/v1/turn/credentials?apiKey=abc").then(r => r.json()).then(iceServers => { pc = new RTCPeerConnection({ iceServers }); });
// answered: [{"urls":"stun:stun.relay.metered.ca:80"},{"urls":"turn:global.relay.metered.ca:80","username":"93d3531d","credential":"1WRQmmSv2+K85BnG"},{"urls":"turns:global.relay.metered.ca:443?transport=tcp","username":"93d3531d","credential":"1WRQmmSv2+K85BnG"}]`,
    servers: [
      [
        ['turn:global.relay.metered.ca:80', 'turns:global.relay.metered.ca:443?transport=tcp'],
        '93d3531d',
        '1WRQmmSv2+K85BnG',
      ],
    ],
  },
  {
    name: 'old and new in one text',
    text: `Staging:
{ "iceServers": [{ "urls": "turn:stg.acme.io:3478", "username": "stg", "credential": "s" }] }
Production:
{ "iceServers": [{ "urls": "turn:prd.acme.io:3478", "username": "prd", "credential": "p" }] }`,
    servers: [
      [['turn:stg.acme.io:3478'], 'stg', 's'],
      [['turn:prd.acme.io:3478'], 'prd', 'p'],
    ],
  },
  {
    name: 'commented out server',
    text: `iceServers: [
  // { urls: 'turn:old.acme.io:3478', username: 'old', credential: 'o' },
  { urls: 'turn:new.acme.io:3478', username: 'new', credential: 'n' },
]`,
    servers: [[['turn:new.acme.io:3478'], 'new', 'n']],
  },
  {
    name: 'diff',
    text: `diff --git a/config.js b/config.js
-    { urls: 'turn:a.acme.io:3478', username: 'a', credential: 'x' },
+    { urls: 'turn:b.acme.io:3478', username: 'b', credential: 'y' },`,
    servers: [
      [['turn:a.acme.io:3478'], 'a', 'x'],
      [['turn:b.acme.io:3478'], 'b', 'y'],
    ],
  },
  {
    name: 'chrome webrtc-internals',
    text: `https://app.acme.io/room, { iceServers: [turn:wi.acme.io:3478?transport=udp, stun:stun.l.google.com:19302], iceTransportPolicy: all, bundlePolicy: max-bundle, rtcpMuxPolicy: require, iceCandidatePoolSize: 0 }`,
    servers: [[['turn:wi.acme.io:3478?transport=udp'], '', '']],
  },
  {
    name: 'php array',
    text: `$iceServers = [
  ['urls' => 'stun:stun.acme.io:3478'],
  ['urls' => ['turn:php.acme.io:3478'], 'username' => 'ph', 'credential' => 'p8'],
];`,
    servers: [[['turn:php.acme.io:3478'], 'ph', 'p8']],
  },
  {
    name: 'ruby hash',
    text: `ice_servers: [{ urls: "turn:rb.acme.io:3478", username: "ru", credential: "by" }, { :urls => "turns:rb.acme.io:5349", :username => "ru2", :credential => "by2" }]`,
    servers: [
      [['turn:rb.acme.io:3478'], 'ru', 'by'],
      [['turns:rb.acme.io:5349'], 'ru2', 'by2'],
    ],
  },
  {
    name: 'elixir',
    text: `@ice_servers [%{urls: "turn:ex.acme.io:3478", username: "eli", credential: "xir"}]`,
    servers: [[['turn:ex.acme.io:3478'], 'eli', 'xir']],
  },
  {
    name: 'appsettings.json',
    text: `{ "Logging": { "LogLevel": { "Default": "Information" } }, "Turn": { "Urls": "turn:net.acme.io:3478;turns:net.acme.io:5349", "UserName": "dot", "Credential": "net" }, "ConnectionStrings": { "Db": "Server=.;User Id=sa;Password=dbpass" } }`,
    servers: [[['turn:net.acme.io:3478', 'turns:net.acme.io:5349'], 'dot', 'net']],
  },
  {
    name: 'signalmaster',
    text: `"stunservers": [{"urls": "stun:stun.l.google.com:19302"}],
"turnservers": [{"urls": ["turn:your.turn.servers.here"], "secret": "turnserversharedsecret", "expiry": 86400}]`,
    servers: [[['turn:your.turn.servers.here'], '', '']],
    leftOut: ['shared-secret secret', 'stun-only stun:stun.l.google.com:19302'],
  },
  {
    name: 'kamailio sdp no servers',
    text: `a=candidate:842163049 1 udp 1677729535 203.0.113.7 54321 typ srflx raddr 10.0.0.2 rport 54321`,
    servers: [],
  },
  { name: 'plain prose', text: `In turn: we should first check, then return: ok. My turn:now`, servers: [] },
  {
    name: 'smart quotes',
    text: `{ urls: “turn:sq.acme.io:3478”, username: ‘smart’, credential: “quo” }`,
    servers: [[['turn:sq.acme.io:3478'], 'smart', 'quo']],
  },
  {
    name: 'html entities',
    text: `&quot;urls&quot;: &quot;turn:ent.acme.io:3478&quot;, &quot;username&quot;: &quot;en&quot;, &quot;credential&quot;: &quot;ti&amp;ty&quot;`,
    servers: [[['turn:ent.acme.io:3478'], 'en', 'ti&ty']],
  },
  {
    name: 'xml plist',
    text: `<dict>
 <key>urls</key><array><string>turn:pl.acme.io:3478</string></array>
 <key>username</key><string>pli</string>
 <key>credential</key><string>st</string>
</dict>`,
    servers: [[['turn:pl.acme.io:3478'], 'pli', 'st']],
  },
  {
    name: 'quoted mail reply',
    text: `> { "iceServers": [
>   { "urls": "turn:qm.acme.io:3478",
>     "username": "quo",
>     "credential": "ted" } ] }

It does not work here.`,
    servers: [[['turn:qm.acme.io:3478'], 'quo', 'ted']],
  },
  {
    name: 'docker log prefix',
    text: `app_1  | {"level":"info","msg":"ice","servers":[{"urls":["turn:dl.acme.io:3478"],"username":"dl","credential":"log"}]}
app_1  | listening on 3000`,
    servers: [[['turn:dl.acme.io:3478'], 'dl', 'log']],
  },
  {
    name: 'python dict printed',
    text: `{'iceServers': [{'urls': ['turn:pd.acme.io:3478'], 'username': 'py', 'credential': 'dict', 'extra': None, 'ok': True}]}`,
    servers: [[['turn:pd.acme.io:3478'], 'py', 'dict']],
  },
  {
    name: 'go printed',
    text: `[{URLs:[turn:gp.acme.io:3478] Username:gop Credential:rint CredentialType:password}]`,
    servers: [[['turn:gp.acme.io:3478'], 'gop', 'rint']],
  },
  {
    name: 'vonage custom',
    text: `OT.initSession(apiKey, sessionId, { iceConfig: { includeServers: 'custom', transportPolicy: 'relay', customServers: [{ urls: ['turn:vo.acme.io:3478?transport=udp'], username: 'von', credential: 'age' }] } });`,
    servers: [[['turn:vo.acme.io:3478?transport=udp'], 'von', 'age']],
  },
  {
    name: 'zulip-like ini',
    text: `[turn]
url = turn:ini.acme.io:3478
username = in
password = i "x"
[database]
username = postgres
password = pg
`,
    servers: [[['turn:ini.acme.io:3478'], 'in', 'i "x"']],
  },
  {
    name: 'toml tables',
    text: `[[ice_servers]]
urls = ["stun:stun.l.google.com:19302"]
[[ice_servers]]
urls = ["turn:tm.acme.io:3478"]
username = "tom"
credential = "l"
`,
    servers: [[['turn:tm.acme.io:3478'], 'tom', 'l']],
  },
  {
    name: 'element call well-known',
    text: `{"m.homeserver":{"base_url":"https://m.acme.io"},"turn":{"uris":["turn:wk.acme.io:3478"],"username":"1443779631:@user:acme.io","password":"JlKfBy1QwLrO20385QyAtEyIv0="}}`,
    servers: [[['turn:wk.acme.io:3478'], '1443779631:@user:acme.io', 'JlKfBy1QwLrO20385QyAtEyIv0=']],
  },
];
