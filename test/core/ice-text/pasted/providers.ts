/** Answers and examples of providers' documentation, with hosts and secrets of our own. */
import type { PastedText } from './pasted-text.ts';

export const PROVIDERS: readonly PastedText[] = [
  {
    name: 'Twilio, the answer of the Network Traversal Service',
    text: String.raw`{
  "username": "dc2d2894d5a9023620c467b0e71cfa6a35457e6679785ed6ae9856fe5bdfa269",
  "ice_servers": [
    { "url": "stun:global.stun.twilio.example:3478", "urls": "stun:global.stun.twilio.example:3478" },
    {
      "url": "turn:global.turn.twilio.example:3478?transport=udp",
      "username": "dc2d2894",
      "urls": "turn:global.turn.twilio.example:3478?transport=udp",
      "credential": "tE2DajzSJwnsSbc123"
    },
    {
      "url": "turn:global.turn.twilio.example:3478?transport=tcp",
      "username": "dc2d2894",
      "urls": "turn:global.turn.twilio.example:3478?transport=tcp",
      "credential": "tE2DajzSJwnsSbc123"
    }
  ],
  "date_updated": "Fri, 01 May 2020 01:42:57 +0000",
  "account_sid": "ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "ttl": "86400",
  "date_created": "Fri, 01 May 2020 01:42:57 +0000",
  "password": "tE2DajzSJwnsSbc123"
}`,
    servers: [
      [
        [
          'turn:global.turn.twilio.example:3478?transport=udp',
          'turn:global.turn.twilio.example:3478?transport=tcp',
        ],
        'dc2d2894',
        'tE2DajzSJwnsSbc123',
      ],
    ],
    leftOut: ['stun-only stun:global.stun.twilio.example:3478'],
  },
  {
    name: 'Twilio, the curl line above its answer',
    text: String.raw`curl -X POST https://api.twilio.example/2010-04-01/Accounts/$SID/Tokens.json \
--data-urlencode '{"Ttl": 3600, "username": "not-this"}' \
-u $SID:$TOKEN

{"ice_servers":[{"urls":"turn:t.example:3478?transport=udp","username":"u1","credential":"p1"}],"ttl":"3600"}`,
    servers: [[['turn:t.example:3478?transport=udp'], 'u1', 'p1']],
  },
  {
    name: 'Twilio, what the helper library prints in Node',
    text: String.raw`[Function: token] TokenInstance {
  _version: V2010 { _domain: Api { baseUrl: 'https://api.twilio.example' }, version: '2010-04-01' },
  accountSid: 'ACxx',
  iceServers: [
    { url: 'stun:s.example:3478', urls: 'stun:s.example:3478' },
    {
      url: 'turn:t.example:443?transport=tcp',
      username: 'u',
      urls: 'turn:t.example:443?transport=tcp',
      credential: 'p='
    }
  ],
  password: 'p=',
  ttl: '86400',
  username: 'u'
}`,
    servers: [[['turn:t.example:443?transport=tcp'], 'u', 'p=']],
    leftOut: ['stun-only stun:s.example:3478'],
  },
  {
    name: 'Xirsys',
    text: `{"v":{"iceServers":{"username":"nTx","urls":["stun:fr-turn1.xirsys.example","turn:fr-turn1.xirsys.example:80?transport=udp","turns:fr-turn1.xirsys.example:443?transport=tcp"],"credential":"c8e"}},"s":"ok"}`,
    servers: [
      [
        ['turn:fr-turn1.xirsys.example:80?transport=udp', 'turns:fr-turn1.xirsys.example:443?transport=tcp'],
        'nTx',
        'c8e',
      ],
    ],
    leftOut: ['stun-only stun:fr-turn1.xirsys.example'],
  },
  {
    name: 'Xirsys, an older answer with iceServers as a list and url',
    text: `{"d":{"iceServers":[{"url":"stun:x.example"},{"username":"a","url":"turn:x.example:80?transport=udp","credential":"b"},{"username":"a","url":"turns:x.example:443?transport=tcp","credential":"b"}]},"p":"/","s":200}`,
    servers: [[['turn:x.example:80?transport=udp', 'turns:x.example:443?transport=tcp'], 'a', 'b']],
  },
  {
    name: 'Metered, from the dashboard',
    text: String.raw`var myPeerConnection = new RTCPeerConnection({
  iceServers: [
      {
        urls: "stun:stun.relay.metered.example:80",
      },
      {
        urls: "turn:global.relay.metered.example:80",
        username: "9b1e",
        credential: "Xy+/z",
      },
      {
        urls: "turn:global.relay.metered.example:80?transport=tcp",
        username: "9b1e",
        credential: "Xy+/z",
      },
      {
        urls: "turns:global.relay.metered.example:443?transport=tcp",
        username: "9b1e",
        credential: "Xy+/z",
      },
  ],
});`,
    servers: [
      [
        [
          'turn:global.relay.metered.example:80',
          'turn:global.relay.metered.example:80?transport=tcp',
          'turns:global.relay.metered.example:443?transport=tcp',
        ],
        '9b1e',
        'Xy+/z',
      ],
    ],
    leftOut: ['stun-only stun:stun.relay.metered.example:80'],
  },
  {
    name: 'Metered, a fetch above the fallback',
    text: String.raw`// Calling the REST API TO fetch the TURN Server Credentials
const response = await fetch("https://you.metered.example/api/v1/turn/credentials?apiKey=abc");
const iceServers = await response.json();
const fallback = [{ urls: 'turn:m.example:80', username: 'u', credential: 'p' }];`,
    servers: [[['turn:m.example:80'], 'u', 'p']],
  },
  {
    name: 'Cloudflare',
    text: `{
  "iceServers": [
    { "urls": [ "stun:stun.cf.example:3478", "stun:stun.cf.example:53" ] },
    {
      "urls": [
        "turn:turn.cf.example:3478?transport=udp",
        "turn:turn.cf.example:3478?transport=tcp",
        "turns:turn.cf.example:5349?transport=tcp"
      ],
      "username": "bc91b63e2b5d759f8eb9f3b58062439e0a0e15893d76317d833265ad08d6631099ce7c7087caabb31ad3e1c386424e3e",
      "credential": "ebd71f1d3edbc2b0edae3cd5a6d82284aeb5c3b8fdaa9b8e3bf9cec683e0d45fe9f5b44e5145db3300f06c250a15b4a0"
    }
  ]
}`,
    servers: [
      [
        [
          'turn:turn.cf.example:3478?transport=udp',
          'turn:turn.cf.example:3478?transport=tcp',
          'turns:turn.cf.example:5349?transport=tcp',
        ],
        'bc91b63e2b5d759f8eb9f3b58062439e0a0e15893d76317d833265ad08d6631099ce7c7087caabb31ad3e1c386424e3e',
        'ebd71f1d3edbc2b0edae3cd5a6d82284aeb5c3b8fdaa9b8e3bf9cec683e0d45fe9f5b44e5145db3300f06c250a15b4a0',
      ],
    ],
    leftOut: ['stun-only stun:stun.cf.example:3478', 'stun-only stun:stun.cf.example:53'],
  },
  {
    name: 'Amazon Kinesis Video Streams',
    text: `{"IceServerList":[{"Password":"5jP","Ttl":300,"Uris":["turn:1-2-3-4.t-1.kinesisvideo.example:443?transport=udp","turns:1-2-3-4.t-1.kinesisvideo.example:443?transport=tcp"],"Username":"1616:djE6"},{"Password":"6kQ","Ttl":300,"Uris":["turn:5-6-7-8.t-2.kinesisvideo.example:443?transport=udp"],"Username":"1617:djE6"}]}`,
    servers: [
      [
        [
          'turn:1-2-3-4.t-1.kinesisvideo.example:443?transport=udp',
          'turns:1-2-3-4.t-1.kinesisvideo.example:443?transport=tcp',
        ],
        '1616:djE6',
        '5jP',
      ],
      [['turn:5-6-7-8.t-2.kinesisvideo.example:443?transport=udp'], '1617:djE6', '6kQ'],
    ],
  },
  {
    name: 'Amazon Chime',
    text: `{"TurnCredentials": {"Username": "u", "Password": "p", "Ttl": 300, "Uris": ["turn:a.chime.example:3478?transport=udp"]}, "MediaPlacement": {"TurnControlUrl": "https://c.example/v2"}}`,
    servers: [[['turn:a.chime.example:3478?transport=udp'], 'u', 'p']],
  },
  {
    name: 'Azure Communication Services',
    text: `{"expiresOn":"2030-01-01T00:00:00.000Z","iceServers":[{"urls":["stun:r.comm.example:3478","turn:r.comm.example:3478"],"username":"BgAA","credential":"Ntky","routeType":"any"},{"urls":["turn:n.comm.example:3478"],"username":"BgAA","credential":"Ntky","routeType":"nearest"}]}`,
    servers: [
      [['turn:r.comm.example:3478'], 'BgAA', 'Ntky'],
      [['turn:n.comm.example:3478'], 'BgAA', 'Ntky'],
    ],
    leftOut: ['stun-only stun:r.comm.example:3478'],
  },
  {
    name: 'Vonage, customServers',
    text: String.raw`OT.initSession(apiKey, sessionId, {
  iceConfig: {
    includeServers: 'custom',
    transportPolicy: 'relay',
    customServers: [
      {
        urls: [
          'turn:turn.vonage-like.example:3478?transport=udp',
        ],
        username: 'webrtc',
        credential: 'foobar'
      },
    ],
  },
});`,
    servers: [[['turn:turn.vonage-like.example:3478?transport=udp'], 'webrtc', 'foobar']],
  },
  {
    name: 'Daily, iceConfig',
    text: String.raw`call = Daily.createCallObject({
  dailyConfig: {
    iceConfig: {
      placement: 'front',
      iceServers: [
        { urls: ['turn:one.example:443'], username: 'u', credential: 'p' },
        { urls: ['turns:two.example:443?transport=tcp'], username: 'u2', credential: 'p2' },
      ],
    },
  },
});`,
    servers: [
      [['turn:one.example:443'], 'u', 'p'],
      [['turns:two.example:443?transport=tcp'], 'u2', 'p2'],
    ],
  },
  {
    name: 'OpenVidu, turnServers.turnData of some other service',
    text: `{"turnServers":{"turnData":{"u":1,"list":[{"urls":["turn:o.example:3478"],"username":"ov","credential":"ovp"}]}}}`,
    servers: [[['turn:o.example:3478'], 'ov', 'ovp']],
  },
  {
    name: 'turnservers in lower case',
    text: `{ "turnservers": [ { "url": "turn:a.example:3478", "username": "u", "password": "p" } ], "stunservers": ["stun:s.example"] }`,
    servers: [[['turn:a.example:3478'], 'u', 'p']],
    leftOut: ['stun-only stun:s.example'],
  },
  {
    name: 'SkyWay-like: turn with a name and a password apart',
    text: `{"turn":{"credential":{"username":"alice","password":"wonder"},"domain":"turn.sw.example","urls":["turn:turn.sw.example:443?transport=tcp"]}}`,
    servers: [[['turn:turn.sw.example:443?transport=tcp'], 'alice', 'wonder']],
  },
  {
    name: 'the TURN REST draft',
    text: `{
  "username" : "12334939:mbzrxpgjys",
  "password" : "adfsaflsjfldssia",
  "ttl" : 86400,
  "uris" : [
    "turn:1.2.3.4:9991?transport=udp",
    "turn:1.2.3.4:9992?transport=tcp",
    "turns:1.2.3.4:443?transport=tcp"
  ]
}`,
    servers: [
      [
        [
          'turn:1.2.3.4:9991?transport=udp',
          'turn:1.2.3.4:9992?transport=tcp',
          'turns:1.2.3.4:443?transport=tcp',
        ],
        '12334939:mbzrxpgjys',
        'adfsaflsjfldssia',
      ],
    ],
  },
  {
    name: 'Matrix, the answer of voip/turnServer',
    text: `{"username":"1443779631:@user:example.com","password":"JlKfBy1QwLrO20385QyAtEyIv0=","uris":["turn:turn.example.com:3478?transport=udp","turn:10.20.30.40:3478?transport=tcp","turns:10.20.30.40:443?transport=tcp"],"ttl":86400}`,
    servers: [
      [
        [
          'turn:turn.example.com:3478?transport=udp',
          'turn:10.20.30.40:3478?transport=tcp',
          'turns:10.20.30.40:443?transport=tcp',
        ],
        '1443779631:@user:example.com',
        'JlKfBy1QwLrO20385QyAtEyIv0=',
      ],
    ],
  },
  {
    name: 'Nextcloud Talk, its list with a secret',
    text: `occ talk:turn:list --output=json
[{"schemes":"turn,turns","server":"turn.nc.example:3478","secret":"a1b2c3","protocols":"udp,tcp"}]`,
    servers: [
      [
        [
          'turn:turn.nc.example:3478?transport=udp',
          'turn:turn.nc.example:3478?transport=tcp',
          'turns:turn.nc.example:3478?transport=tcp',
        ],
        '',
        '',
      ],
    ],
    leftOut: ['shared-secret secret'],
  },
  {
    name: 'Nextcloud Talk, its signaling settings',
    text: `{"ocs":{"meta":{"status":"ok"},"data":{"server":"https://hpb.example","stunservers":[{"urls":["stun:stun.nc.example:443"]}],"turnservers":[{"urls":["turn:turn.nc.example:3478?transport=udp"],"username":"1700000000:x","credential":"hm="}]}}}`,
    servers: [[['turn:turn.nc.example:3478?transport=udp'], '1700000000:x', 'hm=']],
    leftOut: ['stun-only stun:stun.nc.example:443'],
  },
  {
    name: 'Jitsi, XEP-0215 services',
    text: `<iq type='result' id='ul2bc7y6' to='bard@shakespeare.lit/globe'>
  <services xmlns='urn:xmpp:extdisco:2'>
    <service host='stun.shakespeare.example' port='9998' transport='udp' type='stun'/>
    <service host='turn.shakespeare.example' password='jj929jkj5sadjfj93v3n' port='9999' transport='udp' type='turn' username='nb78932lkjlskjfdb7g8'/>
    <service host='turn.shakespeare.example' password='jj929jkj5sadjfj93v3n' port='5349' transport='tcp' type='turns' username='nb78932lkjlskjfdb7g8'/>
  </services>
</iq>`,
    servers: [
      [
        [
          'turn:turn.shakespeare.example:9999?transport=udp',
          'turns:turn.shakespeare.example:5349?transport=tcp',
        ],
        'nb78932lkjlskjfdb7g8',
        'jj929jkj5sadjfj93v3n',
      ],
    ],
    leftOut: ['stun-only stun:stun.shakespeare.example:9998'],
  },
  {
    name: 'BigBlueButton, turn-stun-servers.xml with fixed credentials',
    text: `<?xml version="1.0" encoding="UTF-8"?>
<beans xmlns="http://www.springframework.org/schema/beans">
  <bean id="stun0" class="org.bigbluebutton.web.services.turn.StunServer">
    <constructor-arg index="0" value="stun:turn.bbb.example"/>
  </bean>
  <bean id="turn0" class="org.bigbluebutton.web.services.turn.TurnServer">
    <constructor-arg index="0" value="a-shared-secret"/>
    <constructor-arg index="1" value="turns:turn.bbb.example:443?transport=tcp"/>
    <constructor-arg index="2" value="86400"/>
  </bean>
</beans>`,
    servers: [[['turns:turn.bbb.example:443?transport=tcp'], '', '']],
  },
  {
    name: 'BigBlueButton, the answer of bigbluebutton/api/stuns',
    text: `{"stunServers":[{"url":"stun:b.example"}],"turnServers":[{"username":"1600000000:w_x","password":"pw=","url":"turns:b.example:443?transport=tcp","ttl":86400}],"remoteIceCandidates":[]}`,
    servers: [[['turns:b.example:443?transport=tcp'], '1600000000:w_x', 'pw=']],
  },
  {
    name: 'LiveKit, the JSON of a join answer',
    text: `{"iceServers":[{"urls":["turn:lk.example:3478?transport=udp","turns:lk.example:443?transport=tcp"],"username":"PA_x","credential":"tok"}],"subscriberPrimary":true}`,
    servers: [[['turn:lk.example:3478?transport=udp', 'turns:lk.example:443?transport=tcp'], 'PA_x', 'tok']],
  },
  {
    name: 'PeerJS',
    text: String.raw`var peer = new Peer(undefined, {
  host: 'peer.example.com', port: 443, path: '/myapp',
  config: {'iceServers': [
    { url: 'stun:stun.l.example:19302' },
    { url: 'turn:homeo@turn.bistri.example:80', credential: 'homeo' }
  ]} /* Sample servers, please use appropriate ones */
});`,
    servers: [[['turn:turn.bistri.example:80'], 'homeo', 'homeo']],
    leftOut: ['stun-only stun:stun.l.example:19302'],
  },
  {
    name: 'simple-peer',
    text: String.raw`const peer = new SimplePeer({ initiator: true, config: { iceServers: [{ urls: 'stun:s.example' }, { urls: 'turn:sp.example:3478', username: 'sp', credential: 'peer' }] }, trickle: false })`,
    servers: [[['turn:sp.example:3478'], 'sp', 'peer']],
  },
  {
    name: 'JsSIP: the SIP password is not the credential',
    text: String.raw`var configuration = { sockets: [socket], uri: 'sip:alice@example.com', password: 'sip-secret', authorizationUser: 'alice',
  pcConfig: { iceServers: [ { urls: ['turn:sip.example:3478'] } ] } };`,
    servers: [[['turn:sip.example:3478'], '', '']],
  },
  {
    name: 'Rocket.Chat, WebRTC_Servers',
    text: 'stun:stun.l.example:19302, stun:23.21.150.121, team%40rocket.chat:demo@turn:numb.rc.example:3478',
    servers: [[['turn:numb.rc.example:3478'], 'team@rocket.chat', 'demo']],
    leftOut: ['stun-only stun:stun.l.example:19302', 'stun-only stun:23.21.150.121'],
  },
  {
    name: 'Twilio in PHP with print_r',
    text: `Array
(
    [0] => Array
        (
            [url] => stun:s.example:3478
        )

    [1] => Array
        (
            [url] => turn:t.example:3478?transport=udp
            [username] => 9f5c
            [credential] => kp/Q=
        )

)`,
    servers: [[['turn:t.example:3478?transport=udp'], '9f5c', 'kp/Q=']],
  },
  {
    name: 'a dashboard: labels over values',
    text: `TURN server
turn:dash.example:3478
Username
f8a3-22
Password
s3cr&t!x`,
    servers: [[['turn:dash.example:3478'], 'f8a3-22', 's3cr&t!x']],
  },
  {
    name: 'a dashboard in a table with tabs',
    text: `URL\tturns:dash.example:443?transport=tcp
User name\talice
Credential\tw0nder land`,
    servers: [[['turns:dash.example:443?transport=tcp'], 'alice', 'w0nder land']],
  },
  {
    name: 'a mail in German',
    text: `Hallo,

hier der Server (mit TLS): turns:turn.firma.example:443
Benutzername: außendienst
Passwort: Käse,Brot;7

Viele Grüße :)`,
    servers: [[['turns:turn.firma.example:443'], 'außendienst', 'Käse,Brot;7']],
  },
  {
    name: 'a mail in one line',
    text: 'Please use turn:t.example:3478 (user: bob, password: hunter2).',
    servers: [[['turn:t.example:3478'], 'bob', 'hunter2']],
  },
];
