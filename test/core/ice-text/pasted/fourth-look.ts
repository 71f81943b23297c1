/** Texts as providers' and programs' documentation has them, written after the reader: what they teach it stands in its modules. */
import type { PastedText } from './pasted-text.ts';

export const FOURTH_LOOK: readonly PastedText[] = [
  {
    name: 'coturn command line 2',
    text: '# start\nturnserver -a -u alice:s3cr3t -r example.org -L 10.0.0.1\nturn:turn.example.org:3478?transport=udp',
    servers: [[['turn:turn.example.org:3478?transport=udp'], 'alice', 's3cr3t']],
  },
  {
    name: 'coturn conf with user',
    text: 'listening-port=3478\nrealm=turn.example.org\nuser=alice:s3cr3t\n# in the client: turn:turn.example.org:3478',
    servers: [[['turn:turn.example.org:3478'], 'alice', 's3cr3t']],
  },
  {
    name: 'coturn conf user, URI plain',
    text: 'user=alice:s3cr3t\nlt-cred-mech\nturn:turn.example.org:3478',
    servers: [[['turn:turn.example.org:3478'], 'alice', 's3cr3t']],
  },
  {
    name: 'uclient',
    text: 'turnutils_uclient -t -u NAME -w PASS turn.example.org',
    servers: [[['turn:turn.example.org?transport=tcp'], 'NAME', 'PASS']],
  },
  {
    name: 'uclient 2',
    text: '$ turnutils_uclient -u alice -w s3cr3t -p 3478 -y turn.example.org',
    servers: [[['turn:turn.example.org:3478?transport=udp'], 'alice', 's3cr3t']],
  },
  {
    name: 'uclient 3 TLS',
    text: "turnutils_uclient -T -S -p 5349 -u alice -w 's3cr3t!' 203.0.113.5",
    servers: [[['turns:203.0.113.5:5349?transport=tcp'], 'alice', 's3cr3t!']],
  },
  {
    name: 'prose',
    text: 'Our TURN server is turn:turn.example.org:3478, username is bob, password is hunter2.',
    servers: [[['turn:turn.example.org:3478'], 'bob', 'hunter2']],
  },
  {
    name: 'prose 2',
    text: 'Use turn:turn.example.org:3478?transport=udp with username bob and password hunter2',
    servers: [[['turn:turn.example.org:3478?transport=udp'], 'bob', 'hunter2']],
  },
  {
    name: 'prose 3',
    text: 'The server\'s address is turns:turn.example.org:5349. Your username is "bob" and your password is "hunter2".',
    servers: [[['turns:turn.example.org:5349'], 'bob', 'hunter2']],
  },
  {
    name: 'galene',
    text: '[{"urls":["turn:turn.galene.org:443","turn:turn.galene.org:443?transport=tcp"],"username":"galene","credential":"secret","credentialType":"hmac-sha1"}]',
    servers: [[['turn:turn.galene.org:443', 'turn:turn.galene.org:443?transport=tcp'], '', '']],
    leftOut: ['shared-secret credential'],
  },
  {
    name: 'galene 2',
    text: '[\n    {\n        "Urls": ["turn:turn.example.org:443"],\n        "username": "username",\n        "credential": "topsecret",\n        "credentialType": "password"\n    }\n]',
    servers: [[['turn:turn.example.org:443'], 'username', 'topsecret']],
  },
  {
    name: 'pexip',
    text: 'resource "pexip_infinity_turn_server" "example" {\n  name        = "example-turn"\n  description = "TURN"\n  address     = "turn.example.com"\n  port        = 3478\n  server_type = "namepsw"\n  transport_type = "udp"\n  username    = "pexip"\n  password    = "secretpw"\n}',
    servers: [[['turn:turn.example.com:3478?transport=udp'], 'pexip', 'secretpw']],
  },
  {
    name: 'pexip shared',
    text: 'resource "pexip_infinity_turn_server" "s" {\n  address     = "turn.example.com"\n  port        = 443\n  server_type = "coturn_shared"\n  transport_type = "tls"\n  secret_key  = "abcdef"\n}',
    servers: [[['turns:turn.example.com:443?transport=tcp'], '', '']],
    leftOut: ['shared-secret secret_key'],
  },
  {
    name: 'Twilio token, Ruby inspect',
    text: '=> <Twilio.Api.V2010.TokenInstance username="f4b4035eaa76f4a55de5f4351567653ee4ff6fa97b50b6b334fcc1be9c27212d" password="w1uxM55V9yVoqyVFjt+mxDBV0F87AUCemaYVQGxsPLw=" ice_servers=[{"url"=>"stun:global.stun.twilio.com:3478", "urls"=>"stun:global.stun.twilio.com:3478"}, {"url"=>"turn:global.turn.twilio.com:3478?transport=udp", "username"=>"f4b4035e", "urls"=>"turn:global.turn.twilio.com:3478?transport=udp", "credential"=>"w1uxM55V9yV="}]>',
    servers: [[['turn:global.turn.twilio.com:3478?transport=udp'], 'f4b4035e', 'w1uxM55V9yV=']],
    leftOut: ['stun-only stun:global.stun.twilio.com:3478'],
  },
  {
    name: 'Xirsys, PHP answer',
    text: 'Array\n(\n    [v] => Array\n        (\n            [iceServers] => Array\n                (\n                    [username] => xir-user\n                    [urls] => Array\n                        (\n                            [0] => stun:ss-turn1.xirsys.com\n                            [1] => turn:ss-turn1.xirsys.com:80?transport=udp\n                            [2] => turns:ss-turn1.xirsys.com:443?transport=tcp\n                        )\n\n                    [credential] => xir-cred\n                )\n\n        )\n\n    [s] => ok\n)',
    servers: [
      [
        ['turn:ss-turn1.xirsys.com:80?transport=udp', 'turns:ss-turn1.xirsys.com:443?transport=tcp'],
        'xir-user',
        'xir-cred',
      ],
    ],
    leftOut: ['stun-only stun:ss-turn1.xirsys.com'],
  },
  {
    name: 'Cloudflare answer with HTTP head',
    text: 'HTTP/2 201\ncontent-type: application/json; charset=utf-8\ndate: Mon, 30 Nov 2026 10:00:00 GMT\n\n{"iceServers":{"urls":["stun:stun.cloudflare.com:3478","turn:turn.cloudflare.com:3478?transport=udp","turn:turn.cloudflare.com:3478?transport=tcp","turns:turn.cloudflare.com:5349?transport=tcp"],"username":"bc91b63e2b5d","credential":"ebd71f1d3edb"}}',
    servers: [
      [
        [
          'turn:turn.cloudflare.com:3478?transport=udp',
          'turn:turn.cloudflare.com:3478?transport=tcp',
          'turns:turn.cloudflare.com:5349?transport=tcp',
        ],
        'bc91b63e2b5d',
        'ebd71f1d3edb',
      ],
    ],
    leftOut: ['stun-only stun:stun.cloudflare.com:3478'],
  },
  {
    name: 'Daily setIceConfig',
    text: "call.setIceConfig({\n  iceServers: [\n    { urls: ['turn:turn.example.daily.co:443?transport=tcp'], username: 'daily-user', credential: 'daily-pass' },\n  ],\n  placement: 'front',\n  iceTransportPolicy: 'relay',\n});",
    servers: [[['turn:turn.example.daily.co:443?transport=tcp'], 'daily-user', 'daily-pass']],
  },
  {
    name: 'Prosody external_services',
    text: 'external_services = {\n    {\n        type = "turn",\n        transport = "udp",\n        host = "turn.example.com",\n        port = 3478,\n        username = "prosody",\n        password = "turnpass",\n    };\n}',
    servers: [[['turn:turn.example.com:3478?transport=udp'], 'prosody', 'turnpass']],
  },
  {
    name: 'Prosody turn_external',
    text: 'modules_enabled = { "turn_external" }\nturn_external_host = "turn.example.com"\nturn_external_port = 3478\nturn_external_secret = "sharedsecret"',
    servers: [[['turn:turn.example.com:3478'], '', '']],
    leftOut: ['shared-secret turn_external_secret'],
  },
  {
    name: 'Jitsi, config.js p2p',
    text: "p2p: {\n    enabled: true,\n    useStunTurn: true,\n    stunServers: [\n        { urls: 'turn:meet.example.com:443', username: 'jitsi', credential: 'jitsipass' },\n        { urls: 'stun:meet-jit-si-turnrelay.jitsi.net:443' }\n    ]\n},",
    servers: [[['turn:meet.example.com:443'], 'jitsi', 'jitsipass']],
    leftOut: ['stun-only stun:meet-jit-si-turnrelay.jitsi.net:443'],
  },
  {
    name: 'XMPP IQ XEP-0215',
    text: "<iq from='shakespeare.lit' id='ul2bc7y6' to='bard@shakespeare.lit/globe' type='result'>\n  <services xmlns='urn:xmpp:extdisco:2'>\n    <service type='stun' host='stun.shakespeare.lit' port='9998' transport='udp'/>\n    <service type='turn' host='relay.shakespeare.lit' password='jj929jkj5sadjfj93v3n' port='9999' transport='udp' username='nb78932lkjlskjfdb7g8'/>\n  </services>\n</iq>",
    servers: [
      [['turn:relay.shakespeare.lit:9999?transport=udp'], 'nb78932lkjlskjfdb7g8', 'jj929jkj5sadjfj93v3n'],
    ],
    leftOut: ['stun-only stun:stun.shakespeare.lit:9998'],
  },
  {
    name: 'Synapse homeserver with user',
    text: 'turn_uris: [ "turn:turn.matrix.org?transport=udp", "turn:turn.matrix.org?transport=tcp" ]\nturn_username: "TURNSERVER_USERNAME"\nturn_password: "TURNSERVER_PASSWORD"\nturn_user_lifetime: 1h\nturn_allow_guests: true',
    servers: [
      [
        ['turn:turn.matrix.org?transport=udp', 'turn:turn.matrix.org?transport=tcp'],
        'TURNSERVER_USERNAME',
        'TURNSERVER_PASSWORD',
      ],
    ],
  },
  {
    name: 'Synapse shared secret',
    text: 'turn_uris:\n  - "turn:turn.example.com?transport=udp"\nturn_shared_secret: "n0t4ctua11ymatr1x"\nturn_user_lifetime: 86400000',
    servers: [[['turn:turn.example.com?transport=udp'], '', '']],
    leftOut: ['shared-secret turn_shared_secret'],
  },
  {
    name: 'Matrix voip turnServer answer',
    text: '{"username":"1443779631:@user:example.com","password":"JlKfBy1QwLrO20385QyAtEyIv0=","uris":["turn:turn.example.com:3478?transport=udp","turn:10.20.30.40:3478?transport=tcp","turns:10.20.30.40:443?transport=tcp"],"ttl":86400}',
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
    name: 'Nextcloud occ',
    text: 'occ config:app:set spreed turn_servers --value=\'[{"schemes":"turn,turns","server":"turn.example.com:443","secret":"abcd","protocols":"udp,tcp"}]\'',
    servers: [
      [
        [
          'turn:turn.example.com:443?transport=udp',
          'turn:turn.example.com:443?transport=tcp',
          'turns:turn.example.com:443?transport=tcp',
        ],
        '',
        '',
      ],
    ],
    leftOut: ['shared-secret secret'],
  },
  {
    name: 'LiveKit rtc turn_servers',
    text: 'rtc:\n  tcp_port: 7881\n  turn_servers:\n    - host: turn.example.com\n      port: 443\n      protocol: tls\n      username: "livekit"\n      credential: "lk-pass"',
    servers: [[['turns:turn.example.com:443?transport=tcp'], 'livekit', 'lk-pass']],
  },
  {
    name: 'mediasoup demo, app.js',
    text: "const iceServers = [\n\t{\n\t\turls       : 'turn:turn.mediasoup.example:443?transport=tcp',\n\t\tusername   : 'mediasoup',\n\t\tcredential : 'demo-pass'\n\t}\n];\nthis._sendTransport = this._mediasoupDevice.createSendTransport({ id, iceParameters, iceServers, iceTransportPolicy: 'relay' });",
    servers: [[['turn:turn.mediasoup.example:443?transport=tcp'], 'mediasoup', 'demo-pass']],
  },
  {
    name: 'Kurento WebRtcEndpoint.conf.ini',
    text: '; TURN\n; turnURL=<user>:<password>@<serverIp>:<serverPort>?transport=[udp|tcp|tls]\nturnURL=kurento:kpass@198.51.100.1:3478?transport=udp',
    servers: [[['turn:198.51.100.1:3478?transport=udp'], 'kurento', 'kpass']],
  },
  {
    name: 'BigBlueButton turn-stun-servers.xml',
    text: '<bean id="turn0" class="org.bigbluebutton.web.services.turn.TurnServer">\n    <constructor-arg index="0" value="2bd3b2f3secret"/>\n    <constructor-arg index="1" value="turns:turn.example.com:443?transport=tcp"/>\n    <constructor-arg index="2" value="86400"/>\n</bean>',
    servers: [[['turns:turn.example.com:443?transport=tcp'], '', '']],
    leftOut: ['shared-secret secret'],
  },
  {
    name: 'Asterisk rtp.conf',
    text: '[general]\nicesupport=yes\nstunaddr=stun.example.com:3478\nturnaddr=turn.example.com:3478\nturnusername=asterisk\nturnpassword=astpass',
    servers: [[['turn:turn.example.com:3478'], 'asterisk', 'astpass']],
  },
  {
    name: 'FreeSWITCH verto',
    text: "<param name=\"ext-rtp-ip\" value=\"203.0.113.4\"/>\nverto = new jQuery.verto({ login: '1008@fs.example', passwd: 'verto', iceServers: [{ url: 'turn:turn.fs.example:3478', username: 'fsuser', credential: 'fspass' }] });",
    servers: [[['turn:turn.fs.example:3478'], 'fsuser', 'fspass']],
  },
  {
    name: 'PeerJS',
    text: "const peer = new Peer(\"someid\", { host: \"peer.example\", port: 9000, path: \"/myapp\", config: { 'iceServers': [ { url: 'stun:stun.l.google.com:19302' }, { url: 'turn:homeo@turn.bistri.com:80', credential: 'homeo' } ], 'sdpSemantics': 'unified-plan' } });",
    servers: [[['turn:turn.bistri.com:80'], 'homeo', 'homeo']],
    leftOut: ['stun-only stun:stun.l.google.com:19302'],
  },
  {
    name: 'simple-peer',
    text: "var peer = new SimplePeer({ initiator: location.hash === '#1', trickle: false, config: { iceServers: [ { urls: 'stun:stun.l.google.com:19302' }, { urls: 'turn:SERVERIP:PORT', credential: 'secret', username: 'username' }, { urls: 'turn:turn.example.net:3478', username: 'sp', credential: 'sppass' } ] } })",
    servers: [[['turn:turn.example.net:3478'], 'sp', 'sppass']],
    leftOut: ['malformed turn:SERVERIP:PORT', 'stun-only stun:stun.l.google.com:19302'],
  },
  {
    name: 'Pixel Streaming',
    text: '.\\Start_WithTURN_SignallingServer.ps1 --peerConnectionOptions "{ \\"iceServers\\": [{ \\"urls\\": [\\"stun:192.0.2.1:19302\\",\\"turn:192.0.2.1:19303\\"], \\"username\\": \\"PixelStreamingUser\\", \\"credential\\": \\"AnotherTURNintheroad\\" }] }"',
    servers: [[['turn:192.0.2.1:19303'], 'PixelStreamingUser', 'AnotherTURNintheroad']],
    leftOut: ['stun-only stun:192.0.2.1:19302'],
  },
  {
    name: 'Pixel Streaming turn start',
    text: 'turnserver.exe -c turnserver.conf --allowed-peer-ip=10.0.0.2 -p 19303 -r PixelStreaming -X 192.0.2.1 -E 10.0.0.2 -L 10.0.0.2 --no-cli --no-tls --no-dtls --pidfile `"C:\\coturn.pid`" -f -a -v -n -u PixelStreamingUser:AnotherTURNintheroad\nturn:192.0.2.1:19303',
    servers: [[['turn:192.0.2.1:19303'], 'PixelStreamingUser', 'AnotherTURNintheroad']],
  },
  {
    name: 'Rocket.Chat setting',
    text: 'WebRTC Servers: stun:stun.l.google.com:19302, team%40rocket.chat:demo@turn:numb.viagenie.ca:3478',
    servers: [[['turn:numb.viagenie.ca:3478'], 'team@rocket.chat', 'demo']],
    leftOut: ['stun-only stun:stun.l.google.com:19302'],
  },
  {
    name: 'Janus',
    text: 'nat: {\n\t#stun_server = "stun.voip.eutelia.it"\n\tturn_server = "turn.example.com"\n\tturn_port = 3478\n\tturn_type = "udp"\n\tturn_user = "myuser"\n\tturn_pwd = "mypassword"\n\t#turn_rest_api = "http://yourbackend.com/path/to/api"\n}',
    servers: [[['turn:turn.example.com:3478?transport=udp'], 'myuser', 'mypassword']],
  },
  {
    name: 'Ant Media',
    text: 'settings.stunServerURI=turn:turn.antmedia.example:3478\nsettings.turnServerUsername=ant\nsettings.turnServerCredential=media',
    servers: [[['turn:turn.antmedia.example:3478'], 'ant', 'media']],
  },
  {
    name: 'OpenVidu .env',
    text: 'OPENVIDU_WEBRTC_ICE_SERVERS=["url=turn:turn.example.com:443?transport=tcp,username=ov,credential=ovpass"]',
    servers: [[['turn:turn.example.com:443?transport=tcp'], 'ov', 'ovpass']],
  },
  {
    name: 'Home Assistant',
    text: 'web_rtc:\n  ice_servers:\n    - url: "stun:stun.example.com:19302"\n    - url:\n        - "turn:turn.example.com:3478"\n      username: "ha"\n      credential: "hapass"',
    servers: [[['turn:turn.example.com:3478'], 'ha', 'hapass']],
    leftOut: ['stun-only stun:stun.example.com:19302'],
  },
  {
    name: 'GStreamer',
    text: 'gst-launch-1.0 webrtcbin name=sendrecv bundle-policy=max-bundle stun-server=stun://stun.l.google.com:19302 turn-server=turn://gstuser:gstpass@turn.example.com:3478?transport=tcp',
    servers: [[['turn:turn.example.com:3478?transport=tcp'], 'gstuser', 'gstpass']],
    leftOut: ['stun-only stun://stun.l.google.com:19302'],
  },
  {
    name: 'AWS Kinesis answer',
    text: '{\n    "IceServerList": [\n        {\n            "Uris": [\n                "turn:35-161-9-11.t-abcdef.kinesisvideo.us-west-2.amazonaws.com:443?transport=udp",\n                "turns:35-161-9-11.t-abcdef.kinesisvideo.us-west-2.amazonaws.com:443?transport=tcp"\n            ],\n            "Username": "1700000000:djE6YXJu",\n            "Password": "k8Zu==",\n            "Ttl": 299\n        }\n    ]\n}',
    servers: [
      [
        [
          'turn:35-161-9-11.t-abcdef.kinesisvideo.us-west-2.amazonaws.com:443?transport=udp',
          'turns:35-161-9-11.t-abcdef.kinesisvideo.us-west-2.amazonaws.com:443?transport=tcp',
        ],
        '1700000000:djE6YXJu',
        'k8Zu==',
      ],
    ],
  },
  {
    name: 'Azure Communication relay',
    text: '{\n  "expiresOn": "2026-12-01T10:00:00Z",\n  "iceServers": [\n    {\n      "urls": ["stun:relay.communication.microsoft.com:3478","turn:relay.communication.microsoft.com:3478"],\n      "username": "BQAANj",\n      "credential": "3cHc",\n      "routeType": "any"\n    }\n  ]\n}',
    servers: [[['turn:relay.communication.microsoft.com:3478'], 'BQAANj', '3cHc']],
    leftOut: ['stun-only stun:relay.communication.microsoft.com:3478'],
  },
  {
    name: 'ExpressTURN',
    text: 'TURN Server: turn:relay1.expressturn.com:3478\nUsername: efABCDEF\nPassword: Xy12zW',
    servers: [[['turn:relay1.expressturn.com:3478'], 'efABCDEF', 'Xy12zW']],
  },
  {
    name: 'Ice test page list',
    text: 'turn:turn.example.com:3478?transport=udp [webrtc:turnpassword]\nstun:stun.example.com',
    servers: [[['turn:turn.example.com:3478?transport=udp'], 'webrtc', 'turnpassword']],
    leftOut: ['stun-only stun:stun.example.com'],
  },
  {
    name: '3CX admin',
    text: 'TURN Server Type: STUN/TURN\nServer: turn.3cx.example\nPort: 3478\nTransport: UDP\nTURN Username: cx\nTURN Password: cxpass',
    servers: [[['turn:turn.3cx.example:3478?transport=udp'], 'cx', 'cxpass']],
    leftOut: ['stun-only stun:turn.3cx.example:3478'],
  },
  {
    name: 'docker run coturn',
    text: 'docker run -d --network=host coturn/coturn -n --log-file=stdout --min-port=49160 --max-port=49200 --lt-cred-mech --fingerprint --no-multicast-peers --no-cli --realm=my.realm.org --user=dock:dockpass\nClients use turn:my.realm.org:3478',
    servers: [[['turn:my.realm.org:3478'], 'dock', 'dockpass']],
  },
  {
    name: 'Markdown bullets',
    text: '* **URL:** `turn:turn.example.com:3478`\n* **Username:** `md`\n* **Credential:** `mdpass`',
    servers: [[['turn:turn.example.com:3478'], 'md', 'mdpass']],
  },
  {
    name: 'Slack message',
    text: 'hey, here are the TURN creds for staging\nserver turn.example.com port 3478 (udp/tcp)\nuser: slackuser\npass: slackpass\nurl: turn:turn.example.com:3478',
    servers: [[['turn:turn.example.com:3478'], 'slackuser', 'slackpass']],
  },
  {
    name: 'Helm values',
    text: 'coturn:\n  enabled: true\nturn:\n  urls:\n    - turn:turn.example.com:3478?transport=udp\n  auth:\n    username: helm\n    password: helmpass',
    servers: [[['turn:turn.example.com:3478?transport=udp'], 'helm', 'helmpass']],
  },
  {
    name: 'query string',
    text: 'https://demo.example/?iceServers=turn:turn.example.com:3478&username=qs&credential=qspass',
    servers: [[['turn:turn.example.com:3478'], 'qs', 'qspass']],
  },
  {
    name: 'mirotalk env',
    text: 'TURN_SERVER_ENABLED=true # true or false\nTURN_SERVER_URL=turn:turn.mirotalk.example:443?transport=tcp\nTURN_SERVER_USERNAME=mt\nTURN_SERVER_CREDENTIAL=mtpass',
    servers: [[['turn:turn.mirotalk.example:443?transport=tcp'], 'mt', 'mtpass']],
  },
  {
    name: 'coturn table of users',
    text: 'turnadmin -a -u adm -p admpass -r example.org\nturn:example.org:3478',
    servers: [[['turn:example.org:3478'], 'adm', 'admpass']],
  },
  {
    name: 'Markdown bold names',
    text: '**TURN URL**: turn:turn.example.com:3478\n**Username**: md\n**Password**: mdpass',
    servers: [[['turn:turn.example.com:3478'], 'md', 'mdpass']],
  },
  {
    name: 'YAML command',
    text: 'services:\n  coturn:\n    image: coturn/coturn\n    command:\n      - -n\n      - --lt-cred-mech\n      - --user=yam:yampass\n      - --realm=turn.example.com\n  web:\n    environment:\n      TURN_URI: turn:turn.example.com:3478',
    servers: [[['turn:turn.example.com:3478'], 'yam', 'yampass']],
  },
];
