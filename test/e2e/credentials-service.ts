/** A provider's address that gives short-lived TURN credentials, as coturn's `use-auth-secret` takes them. */
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { grantOrigins } from '../../cli/grant-origins.ts';
import { type Coturn, startCoturn } from './coturn.ts';
import { HOST } from './free-port.ts';

export interface CredentialsService {
  /** With a token, which must turn up nowhere. */
  readonly url: string;
  readonly token: string;
  /** What coturn and this service share. */
  readonly secret: string;
  /** How each further request is answered. */
  answer(how: (response: ServerResponse) => void): void;
  /** Headers of every request so far. */
  readonly requests: readonly IncomingHttpHeaders[];
  dispose(): Promise<void>;
}

/** draft-uberti-behave-turn-rest section 2.2. */
export function timedCredentials(
  secret: string,
  secondsLeft: number,
): { username: string; password: string } {
  const username = `${Math.floor(Date.now() / 1000) + secondsLeft}:tester`;
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** A TURN server that takes the credentials of the service. */
export function startCoturnFor({ secret }: CredentialsService): Promise<Coturn> {
  return startCoturn({ args: ['--use-auth-secret', `--static-auth-secret=${secret}`] });
}

/** A server in the settings whose credentials are to be had from the service. */
export function serverFromUrl({ url }: CredentialsService, urls: string[] = []) {
  return { label: 'Short-lived', urls, username: '', credential: '', credentialsUrl: url };
}

export async function startCredentialsService(): Promise<CredentialsService> {
  const token = `token-${randomBytes(6).toString('hex')}`;
  const requests: IncomingHttpHeaders[] = [];
  let respond: (response: ServerResponse) => void = json({}, 503);
  const server = createServer((request, response) => {
    requests.push(request.headers);
    if (request.url === `/turn?token=${token}`) respond(response);
    else json({}, 404)(response);
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/turn?token=${token}`,
    token,
    secret: randomBytes(8).toString('hex'),
    answer: (how) => {
      respond = how;
    },
    requests,
    async dispose() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Nobody can answer the browser's question in a test: this copy of the extension has the permission. */
export function grantHost(extension: string): Promise<void> {
  return grantOrigins(extension, [`http://${HOST}/*`]);
}
