/** Answers of credentials services as their documentation has them, written by somebody who had not seen the reader. */
import { expect, test } from 'playwright/test';
import { readCredentialsReply } from '../../../src/core/ice-text/credentials-reply.ts';

/** ms since the epoch: 2027-01-15T08:00:00Z */
const ASKED_AT = 1_800_000_000_000;

interface Answer {
  readonly name: string;
  readonly text: string;
  /** URIs, user name, credential; or what is wrong. */
  readonly gives: readonly (readonly [readonly string[], string, string])[] | string;
  readonly lifetimeS?: number;
  readonly malformed?: number;
}

const ANSWERS: readonly Answer[] = [
  {
    name: 'twilio',
    text: `{"username":"u","password":"p","account_sid":"AC1","ttl":"3600","date_created":"Fri, 01 May 2020 01:42:57 +0000","date_updated":"Fri, 01 May 2020 01:42:57 +0000","ice_servers":[{"urls":"turn:global.turn.twilio.com:3478?transport=udp","username":"u","credential":"p"}]}`,
    gives: [[['turn:global.turn.twilio.com:3478?transport=udp'], 'u', 'p']],
    lifetimeS: 3600,
  },
  {
    name: 'metered create',
    text: `{"username":"m","password":"mp","expiryInSeconds":3600,"label":"l","apiKey":"k"}`,
    gives: [[[], 'm', 'mp']],
    lifetimeS: 3600,
  },
  {
    name: 'metered list',
    text: `[{"urls":"stun:a.metered.ca:80"},{"urls":"turn:a.metered.ca:80","username":"m","credential":"c"},{"urls":"turn:a.metered.ca:443","username":"m","credential":"c"}]`,
    gives: [[['turn:a.metered.ca:80', 'turn:a.metered.ca:443'], 'm', 'c']],
  },
  {
    name: 'kinesis',
    text: `{"IceServerList":[{"Password":"pw","Ttl":300,"Uris":["turn:a.kvs.com:443?transport=udp"],"Username":"n"}]}`,
    gives: [[['turn:a.kvs.com:443?transport=udp'], 'n', 'pw']],
    lifetimeS: 300,
  },
  {
    name: 'azure',
    text: `{"expiresOn":"2027-01-15T10:00:00.000Z","iceServers":[{"urls":["turn:relay.azure.com:3478"],"username":"a","credential":"z","routeType":"any"}]}`,
    gives: [[['turn:relay.azure.com:3478'], 'a', 'z']],
    lifetimeS: 7200,
  },
  {
    name: 'draft uberti',
    text: `{"username":"12334939:mbzrxpgjys","password":"adfsaflsjfldssia","ttl":86400,"uris":["turn:1.2.3.4:9991?transport=udp","turn:1.2.3.4:9992?transport=tcp"]}`,
    gives: [
      [
        ['turn:1.2.3.4:9991?transport=udp', 'turn:1.2.3.4:9992?transport=tcp'],
        '12334939:mbzrxpgjys',
        'adfsaflsjfldssia',
      ],
    ],
    lifetimeS: 86400,
  },
  {
    name: 'matrix',
    text: `{"username":"1800003600:@u:a.io","password":"JlK=","uris":["turn:a.io?transport=udp"],"ttl":3600}`,
    gives: [[['turn:a.io?transport=udp'], '1800003600:@u:a.io', 'JlK=']],
    lifetimeS: 3600,
  },
  {
    name: 'user name time only',
    text: `{"username":"1800001800:bob","password":"JlK="}`,
    gives: [[[], '1800001800:bob', 'JlK=']],
    lifetimeS: 1800,
  },
  {
    name: 'expires_at iso',
    text: `{"ice_servers":[{"urls":"turn:c.io:3478","username":"u","credential":"c","credential_type":"password"}],"expires_at":"2027-01-15T08:10:00Z"}`,
    gives: [[['turn:c.io:3478'], 'u', 'c']],
    lifetimeS: 600,
  },
  {
    name: 'expires_at unix',
    text: `{"iceServers":[{"urls":"turn:c.io:3478","username":"u","credential":"c"}],"expires_at":1800000600}`,
    gives: [[['turn:c.io:3478'], 'u', 'c']],
    lifetimeS: 600,
  },
  {
    name: 'expiresAt ms',
    text: `{"iceServers":[{"urls":"turn:c.io:3478","username":"u","credential":"c"}],"expiresAt":1800000600000}`,
    gives: [[['turn:c.io:3478'], 'u', 'c']],
    lifetimeS: 600,
  },
  {
    name: 'expiresAt string ms',
    text: `{"urls":"turn:c.io:3478","username":"u","credential":"c","expiresAt":"1800000600000"}`,
    gives: [[['turn:c.io:3478'], 'u', 'c']],
    lifetimeS: 600,
  },
  {
    name: 'validUntil http date',
    text: `{"urls":"turn:c.io:3478","username":"u","credential":"c","validUntil":"Fri, 15 Jan 2027 08:10:00 GMT"}`,
    gives: [[['turn:c.io:3478'], 'u', 'c']],
    lifetimeS: 600,
  },
  {
    name: 'lifetime',
    text: `{"turn":{"urls":["turn:c.io:3478"],"username":"u","credential":"c","lifetime":1200}}`,
    gives: [[['turn:c.io:3478'], 'u', 'c']],
    lifetimeS: 1200,
  },
  {
    name: 'lifetimeSeconds',
    text: `{"turn":{"urls":["turn:c.io:3478"],"username":"u","credential":"c","lifetimeSeconds":1200}}`,
    gives: [[['turn:c.io:3478'], 'u', 'c']],
    lifetimeS: 1200,
  },
  {
    name: 'expires_in of an oauth token beside',
    text: `{"access_token":"eyJ","token_type":"Bearer","expires_in":60,"turn":{"ttl":86400,"username":"u","password":"c","uris":["turn:c.io"]}}`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 86400,
  },
  {
    name: 'subscription expiry of an account',
    text: `{"account":{"id":7,"plan":"pro","expiresAt":"2027-01-15T08:01:00Z"},"iceServers":[{"urls":"turn:c.io","username":"u","credential":"c"}]}`,
    gives: [[['turn:c.io'], 'u', 'c']],
  },
  {
    name: 'data wrapper',
    text: `{"success":true,"data":{"iceServers":[{"urls":"turn:c.io","username":"u","credential":"c"}],"ttl":600}}`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 600,
  },
  {
    name: 'meta beside',
    text: `{"data":[{"urls":"turn:c.io","username":"u","credential":"c"}],"meta":{"ttl":600}}`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 600,
  },
  {
    name: 'xirsys v',
    text: `{"v":{"iceServers":[{"url":"stun:s.xirsys.com"},{"username":"u","url":"turn:s.xirsys.com:80?transport=udp","credential":"c"}]},"s":"ok"}`,
    gives: [[['turn:s.xirsys.com:80?transport=udp'], 'u', 'c']],
  },
  { name: 'xirsys error', text: `{"v":"unauthorized","s":"error"}`, gives: 'nothing-usable' },
  { name: 'metered error', text: `{"error":"Invalid API Key"}`, gives: 'nothing-usable' },
  {
    name: 'twilio error',
    text: `{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}`,
    gives: 'nothing-usable',
  },
  {
    name: 'html',
    text: `<!DOCTYPE html><html><body>Sign in: username <input name="password"></body></html>`,
    gives: 'not-json',
  },
  { name: 'stun only', text: `[{"urls":"stun:stun.l.google.com:19302"}]`, gives: 'nothing-usable' },
  {
    name: 'malformed beside good',
    text: `{"iceServers":[{"urls":["turn://c.io:3478x","turn:c.io:3478"],"username":"u","credential":"c"}]}`,
    gives: [[['turn:c.io:3478'], 'u', 'c']],
    malformed: 1,
  },
  {
    name: 'trailing line feed',
    text: `{"username":"u\\n","credential":"c\\n","urls":"turn:c.io\\n"}
`,
    gives: [[['turn:c.io'], 'u', 'c']],
  },
  {
    name: 'bom',
    text: `﻿{"username":"u","credential":"c","urls":"turn:c.io"}`,
    gives: [[['turn:c.io'], 'u', 'c']],
  },
  {
    name: 'xssi prefix',
    text: `)]}'
{"username":"u","credential":"c","urls":"turn:c.io"}`,
    gives: [[['turn:c.io'], 'u', 'c']],
  },
  {
    name: 'jsonp',
    text: `callback({"username":"u","credential":"c","urls":["turn:c.io"]});`,
    gives: [[['turn:c.io'], 'u', 'c']],
  },
  {
    name: 'lambda body string',
    text: `{"statusCode":200,"body":"{\\"username\\":\\"u\\",\\"credential\\":\\"c\\",\\"urls\\":[\\"turn:c.io\\"],\\"ttl\\":60}"}`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 60,
  },
  {
    name: 'graphql',
    text: `{"data":{"turnCredentials":{"__typename":"TurnCredentials","username":"u","password":"c","uris":["turn:c.io"],"ttl":7200}}}`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 7200,
  },
  {
    name: 'null credentials',
    text: `{"iceServers":[{"urls":"turn:c.io","username":null,"credential":null}]}`,
    gives: 'nothing-usable',
  },
  {
    name: 'expiry wording',
    text: `{"turn_username":"u","turn_password":"c","turn_urls":["turn:c.io"],"expiry":3600}`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 3600,
  },
  {
    name: 'turnix',
    text: `{"iceServers":[{"urls":["turn:eu.turnix.io:3478"],"username":"u","credential":"c"}],"expiresAt":"2027-01-15T09:00:00+00:00"}`,
    gives: [[['turn:eu.turnix.io:3478'], 'u', 'c']],
    lifetimeS: 3600,
  },
  {
    name: 'two hosts',
    text: `[{"urls":"turn:a.io","username":"ua","credential":"ca","ttl":100},{"urls":"turn:b.io","username":"ub","credential":"cb","ttl":50}]`,
    gives: [
      [['turn:a.io'], 'ua', 'ca'],
      [['turn:b.io'], 'ub', 'cb'],
    ],
    lifetimeS: 50,
  },
  {
    name: 'created and expires',
    text: `{"createdAt":"2027-01-15T08:00:00Z","expiration":"2027-01-15T08:30:00Z","username":"u","password":"c","servers":["turn:c.io:3478"]}`,
    gives: [[['turn:c.io:3478'], 'u', 'c']],
    lifetimeS: 1800,
  },
  {
    name: 'host and ports',
    text: `{"host":"c.io","port":3478,"username":"u","password":"c","ttl":120}`,
    gives: [[[], 'u', 'c']],
    lifetimeS: 120,
  },
  {
    name: 'yaml answer',
    text: `username: u
password: c
ttl: 90
uris:
- turn:c.io
`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 90,
  },
  {
    name: 'ttl in ms name',
    text: `{"ttlMs":60000,"username":"u","credential":"c","urls":["turn:c.io"]}`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 60,
  },
  {
    name: 'duration text',
    text: `{"ttl":"24h","username":"u","credential":"c","urls":["turn:c.io"]}`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 86400,
  },
  {
    name: 'iso duration',
    text: `{"ttl":"PT1H","username":"u","credential":"c","urls":["turn:c.io"]}`,
    gives: [[['turn:c.io'], 'u', 'c']],
    lifetimeS: 3600,
  },
];

for (const { name, text, gives, lifetimeS, malformed } of ANSWERS) {
  test(`an answer: ${name}`, () => {
    const reply = readCredentialsReply(text, ASKED_AT);
    expect(
      reply.ok
        ? reply.fetched.map((each) => [each.urls, each.username, each.credential])
        : reply.trouble.problem,
    ).toEqual(gives);
    if (!reply.ok) return;
    expect(reply.expiresAt).toBe(lifetimeS === undefined ? undefined : ASKED_AT + lifetimeS * 1000);
    expect(reply.malformed).toHaveLength(malformed ?? 0);
  });
}
