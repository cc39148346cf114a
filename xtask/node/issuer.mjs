// An authorization server as its makers ship it (`oidc-provider`), and a person who uses it.

import assert from "node:assert/strict";
import { createServer } from "node:http";

import { SignJWT, exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";

/**
 * Starts one on a free port: authorization codes with PKCE, dynamic registration (RFC 7591), client
 * id metadata documents, refresh tokens that rotate, and JSON Web Tokens for the resource that a
 * client asks for (RFC 8707).
 *
 * @param scope all scopes that a resource may have
 * @param documents client id metadata documents by URL: what the authorization server would fetch
 */
export async function start(scope, documents = {}) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: "key-1", use: "sig", alg: "ES256" };
  const provider = new Provider(issuer, {
    jwks: { keys: [key] },
    cookies: { keys: ["of a server that lives for a test"] },
    // Clients register with the scopes of their first request. Bound to them (RFC 7591, section 2,
    // leaves that to the issuer) they could never ask for more.
    extraClientMetadata: {
      properties: ["unbound"],
      validator: (_context, _name, _value, client) => void delete client.scope,
    },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: (_, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    ttl: { AccessToken: 600, Grant: 600, Interaction: 600, RefreshToken: 600, Session: 600 },
    fetch: async (url) => {
      const document = documents[String(url)];
      return document ? Response.json(document) : new Response(null, { status: 404 });
    },
    features: {
      registration: { enabled: true },
      clientIdMetadataDocument: { enabled: true, ack: "draft-02" },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource) => ({
          scope,
          audience: resource,
          accessTokenTTL: 600,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
  });
  server.on("request", provider.callback());
  return {
    issuer,
    /** Another token of this issuer, whose claims are these. */
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "key-1", typ: "at+jwt" }).sign(privateKey),
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** A person with a browser, who signs in and agrees: pages are fetched, and their forms posted. */
export class Person {
  #name;
  #cookies = new Map();
  /** How many forms were filled in. */
  forms = 0;

  constructor(name) {
    this.#name = name;
  }

  /** Follows the pages from this URL to the first that is at the other one. */
  async follow(url, end) {
    let request = { url: new URL(url) };
    for (let pages = 0; pages < 20; pages += 1) {
      if (request.url.href.startsWith(end)) return request.url;
      const response = await this.#fetch(request);
      const location = response.headers.get("location");
      request = location
        ? { url: new URL(location, request.url) }
        : this.#filled(await response.text(), request.url);
    }
    return assert.fail(`the pages do not end: ${request.url}`);
  }

  async #fetch({ url, body }) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const method = body ? "POST" : "GET";
    const response = await fetch(url, { method, body, redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    return response;
  }

  #filled(page, url) {
    const [, action] = /<form [^>]*action="([^"]+)"/.exec(page) ?? assert.fail(`no form: ${page}`);
    const body = new URLSearchParams();
    for (const [input] of page.matchAll(/<input [^>]*>/g)) {
      const [, name] = /name="([^"]+)"/.exec(input);
      body.set(name, /value="([^"]*)"/.exec(input)?.[1] ?? this.#name);
    }
    this.forms += 1;
    return { url: new URL(action, url), body };
  }
}
