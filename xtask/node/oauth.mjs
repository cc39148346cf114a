// From a first request without anything to a call with more scopes: the official clients, an
// authorization server of other makers, and the server `notes`, which knows nothing but `MCP_ISSUER`
// and `MCP_AUDIENCE`.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { after, before, test } from "node:test";

import * as current from "@modelcontextprotocol/client";
import { UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

import { Person, start } from "./issuer.mjs";

const { NOTES_PROGRAM, NOTES_DIRECTORY } = process.env;
const REDIRECT = "http://127.0.0.1:1/callback";
const METADATA = {
  client_name: "xtask",
  redirect_uris: [REDIRECT],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "none",
  application_type: "native",
};
const DOCUMENT = "https://client.example/metadata.json";
const SCOPES = "notes:read notes:write";

const SDKS = [
  {
    name: "client, by its metadata document",
    client: () => new current.Client({ name: "xtask", version: "1.0.0" }, { versionNegotiation: { mode: { pin: "2026-07-28" } } }),
    Transport: current.StreamableHTTPClientTransport,
    Unauthorized: current.UnauthorizedError,
    document: DOCUMENT,
    callback: (parameters) => parameters,
    refreshes: true,
    // What it had is asked for again, so that it is not lost.
    steppedUp: SCOPES,
  },
  {
    name: "client, by default, by registration",
    client: () => new current.Client({ name: "xtask", version: "1.0.0" }),
    Transport: current.StreamableHTTPClientTransport,
    Unauthorized: current.UnauthorizedError,
    callback: (parameters) => parameters,
    refreshes: true,
    steppedUp: SCOPES,
  },
  {
    name: "legacy sdk, by registration",
    client: () => new Client({ name: "xtask", version: "1.0.0" }),
    Transport: StreamableHTTPClientTransport,
    Unauthorized: UnauthorizedError,
    callback: (parameters) => parameters.get("code"),
    // With a refresh token it refreshes, and never asks for more.
    refreshes: false,
    steppedUp: "notes:write",
  },
];

let issuer;
let stranger;
let notes;

before(async () => {
  const document = { ...METADATA, client_id: DOCUMENT };
  issuer = await start(SCOPES, { [DOCUMENT]: document });
  stranger = await start(SCOPES);
  notes = await serve(issuer.issuer);
});

after(async () => {
  notes?.stop();
  await issuer?.close();
  await stranger?.close();
});

for (const sdk of SDKS) {
  const promise = (text, run) => test(`${sdk.name}: ${text}`, { timeout: 60_000 }, run);

  promise("finds the issuer, gets a token, calls, and steps up", async () => {
    const session = await connect(sdk);
    // What is public needs no person.
    assert.deepEqual((await session.call("ping")).content, [{ type: "text", text: "pong" }]);
    assert.equal(session.person.forms, 0);

    const refused = await session.refused("list_notes");
    assert.ok(refused instanceof sdk.Unauthorized, refused);
    const { challenge, response } = session.last();
    assert.equal(response.status, 401);
    assert.match(challenge, /^Bearer scope="notes:read", resource_metadata="[^"]+"$/);
    const asked = session.authorization();
    assert.equal(asked.origin, issuer.issuer);
    assert.equal(asked.searchParams.get("resource"), notes.url);
    assert.equal(asked.searchParams.get("code_challenge_method"), "S256");
    assert.equal(asked.searchParams.get("client_id") === DOCUMENT, Boolean(sdk.document));
    await session.agree();
    assert.ok(session.person.forms >= 2, "a form to sign in, and one to agree");
    assert.ok((await session.call("list_notes")).structuredContent.notes);
    const claims = decoded(session.tokens.access_token);
    assert.deepEqual([claims.aud, claims.iss], [notes.url, issuer.issuer]);
    assert.deepEqual(words(claims.scope), ["notes:read"]);

    const note = { name: "stepped-up.md", body: "more" };
    await session.refused("write_note", note);
    const stepUp = session.challenges.find((challenge) => challenge.includes("insufficient_scope"));
    assert.match(stepUp, /^Bearer error="insufficient_scope", scope="notes:write", resource_metadata="/);
    assert.deepEqual(words(session.authorization().searchParams.get("scope")), words(sdk.steppedUp));
    await session.agree();
    const written = await session.call("write_note", note);
    assert.equal(written.isError ?? false, false, JSON.stringify(written));
    const { structuredContent } = await session.call("whoami");
    assert.deepEqual(structuredContent, { subject: "ada", scopes: words(sdk.steppedUp) });
    await session.client.close();
  });

  promise("asks for the least where a tool needs no scope, and ends where its person refuses more", async () => {
    const session = await connect(sdk);
    await session.refused("whoami");
    assert.deepEqual(words(session.authorization().searchParams.get("scope")), ["notes:read"]);
    await session.agree();
    const { structuredContent } = await session.call("whoami");
    assert.deepEqual(structuredContent, { subject: "ada", scopes: ["notes:read"] });
    for (let times = 0; times < 2; times += 1) {
      const before = session.responses;
      await session.refused("write_note", { name: "refused.md", body: "" });
      assert.ok(session.responses - before <= 4, "it asks a few times at most");
      assert.equal(session.last().response.status, 403);
      session.authorization().searchParams.set("scope", "notes:read");
      await session.agree();
      assert.ok((await session.call("list_notes")).structuredContent.notes);
    }
    await session.client.close();
  });

  promise("is refused with a token for another resource, and does not go on for ever", async () => {
    const session = await connect(sdk, { resource: `${notes.url}/other` });
    await session.refused("list_notes");
    await session.agree();
    assert.equal(decoded(session.tokens.access_token).aud, `${notes.url}/other`);
    const before = session.responses;
    await session.refused("list_notes");
    assert.ok(session.responses - before <= 4, "it asks a few times at most");
    const { challenge, response } = session.last();
    assert.equal(response.status, 401);
    assert.match(challenge, /^Bearer error="invalid_token", resource_metadata="/);
    await notes.tells('detail="wrong_audience"');
    await session.client.close();
  });

  if (!sdk.refreshes) continue;
  promise("refreshes a token that has expired, without its person", async () => {
    const session = await connect(sdk);
    await session.refused("list_notes");
    await session.agree();
    const { forms } = session.person;
    const claims = decoded(session.tokens.access_token);
    const stale = await issuer.sign({ ...claims, iat: claims.iat - 900, exp: claims.exp - 900 });
    session.tokens = { ...session.tokens, access_token: stale };
    const { refresh_token } = session.tokens;
    assert.ok((await session.call("list_notes")).structuredContent.notes);
    await notes.tells('detail="expired"');
    assert.ok(session.tokens.access_token !== stale && session.tokens.refresh_token !== refresh_token);
    assert.equal(session.person.forms, forms);
    await session.client.close();
  });
}

test("a token of another issuer is nobody's, whatever it says", async () => {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: "ada", aud: notes.url, iat: now, exp: now + 60, scope: SCOPES };
  const status = async (token) => {
    const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "whoami", arguments: {} } };
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-11-25",
    };
    return (await fetch(notes.url, { method: "POST", headers, body: JSON.stringify(body) })).status;
  };
  assert.equal(await status(await issuer.sign({ ...claims, iss: issuer.issuer })), 200);
  assert.equal(await status(await issuer.sign({ ...claims, iss: stranger.issuer })), 401);
  assert.equal(await status(await stranger.sign({ ...claims, iss: stranger.issuer })), 401);
  assert.equal(await status(await stranger.sign({ ...claims, iss: issuer.issuer })), 401);
});

test("no token is in the log of the server", () => {
  assert.doesNotMatch(notes.log(), /eyJ/);
  assert.match(notes.log(), /verdict="insufficient_scope"/);
});

/** A client that has nothing yet, and its person. */
async function connect(sdk, { resource } = {}) {
  const session = {
    person: new Person("ada"),
    tokens: undefined,
    challenges: [],
    responses: 0,
    last: () => last,
    authorization: () => authorization,
  };
  let last;
  let authorization;
  let registered;
  let verifier;
  let discovered;
  const grants = sdk.refreshes ? METADATA.grant_types : ["authorization_code"];
  const listening = async (url, init) => {
    const response = await fetch(url, init);
    if (String(url) === notes.url) {
      const challenge = response.headers.get("www-authenticate");
      last = { response, challenge };
      session.responses += 1;
      if (challenge) session.challenges.push(challenge);
    }
    return response;
  };
  const transport = new sdk.Transport(new URL(notes.url), {
    fetch: listening,
    authProvider: {
      redirectUrl: REDIRECT,
      clientMetadataUrl: sdk.document,
      clientMetadata: { ...METADATA, grant_types: grants },
      state: () => "the state",
      clientInformation: () => registered,
      saveClientInformation: (information) => void (registered = information),
      tokens: () => session.tokens,
      saveTokens: (tokens) => void (session.tokens = tokens),
      saveCodeVerifier: (text) => void (verifier = text),
      codeVerifier: () => verifier,
      saveDiscoveryState: (state) => void (discovered = state),
      discoveryState: () => discovered,
      redirectToAuthorization: (url) => void (authorization = url),
      ...(resource && { validateResourceURL: async () => new URL(resource) }),
    },
  });
  session.client = sdk.client();
  session.call = (name, parameters = {}) => session.client.callTool({ name, arguments: parameters });
  session.refused = (name, parameters) =>
    session.call(name, parameters).then(
      (result) => assert.fail(`not refused: ${JSON.stringify(result)}`),
      (error) => error,
    );
  session.agree = async () => {
    const { searchParams } = await session.person.follow(authorization, REDIRECT);
    assert.equal(searchParams.get("state"), "the state", searchParams);
    assert.equal(searchParams.get("iss"), issuer.issuer, "RFC 9207");
    await transport.finishAuth(sdk.callback(searchParams));
  };
  await session.client.connect(transport);
  return session;
}

/** The server `notes`, as an operator starts it. */
async function serve(issuer) {
  const url = `http://127.0.0.1:${await freePort()}/mcp`;
  const { JWT_SECRET: _, MCP_TOKEN: __, ...env } = process.env;
  const child = spawn(NOTES_PROGRAM, ["--addr", new URL(url).host], {
    cwd: NOTES_DIRECTORY,
    env: { ...env, MCP_ISSUER: issuer, MCP_AUDIENCE: url },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (text) => void (log += text));
  const tells = async (text) => {
    for (let tries = 0; !log.includes(text); tries += 1) {
      assert.ok(tries < 600 && child.exitCode === null, `the server never tells ${text}:\n${log}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await tells(" at http://");
  return { url, tells, log: () => log, stop: () => child.kill() };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function decoded(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
}

function words(text) {
  return text.split(" ").filter((word) => word !== "offline_access").sort();
}
