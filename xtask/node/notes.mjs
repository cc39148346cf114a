// What the server `notes` promises to a client, over HTTP and over stdio.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

const { NOTES_URL, NOTES_PROGRAM, NOTES_DIRECTORY, JWT_SECRET, TOKEN_ALL, TOKEN_READ } =
  process.env;

/**
 * Registers the tests.
 *
 * @param sdk.name what the tests are called
 * @param sdk.revision the protocol revision that client and server must agree on
 * @param sdk.client makes a client
 * @param sdk.http makes a transport from an URL, a token and a `fetch`
 * @param sdk.stdio makes a transport from a command
 * @param sdk.status what an HTTP status looks like to the user of this client
 * @param sdk.hasPing whether the revision has the method `ping`
 */
export function promises(sdk) {
  for (const kind of ["http", "stdio"]) {
    const slug = `${sdk.name}-${kind}`.replaceAll(/[^a-z0-9]+/g, "-");
    const promise = (text, run) =>
      test(`${sdk.name} over ${kind}: ${text}`, { timeout: 60_000 }, run);
    const connected = (token, run) => async () => {
      const connection = await connect(sdk, kind, token);
      try {
        await run(connection);
      } finally {
        await connection.client.close();
      }
    };

    promise("agrees on the newest revision that both know", connected(TOKEN_ALL, async ({ client, revision }) => {
      assert.equal(client.getServerVersion().name, "notes");
      assert.equal(revision(), sdk.revision);
    }));

    for (const [token, expected] of [
      [TOKEN_ALL, ["list_notes", "ping", "publish_note", "read_note", "whoami", "write_note"]],
      [TOKEN_READ, ["list_notes", "ping", "read_note", "whoami"]],
      [undefined, ["ping"]],
    ]) {
      promise(`lists what the caller may call: ${expected.join(", ")}`, connected(token, async ({ client }) => {
        const { tools } = await client.listTools();
        assert.deepEqual(tools.map((tool) => tool.name).sort(), expected);
      }));
    }

    promise("tells the caller who it is", connected(TOKEN_ALL, async ({ client }) => {
      const { structuredContent } = await client.callTool({ name: "whoami", arguments: {} });
      assert.deepEqual(structuredContent, { subject: "ada", scopes: ["notes:read", "notes:write"] });
    }));

    promise("reads what it has written", connected(TOKEN_ALL, async ({ client }) => {
      const name = `${slug}.md`;
      const body = `# ${slug}\n"quoted" \\ ünïcode 🗒 end`;
      const written = await client.callTool({ name: "write_note", arguments: { name, body } });
      assert.equal(written.isError ?? false, false, JSON.stringify(written));
      const read = await client.callTool({ name: "read_note", arguments: { name } });
      assert.deepEqual(read.content, [{ type: "text", text: body }]);
      const { structuredContent } = await client.callTool({ name: "list_notes", arguments: {} });
      assert.ok(structuredContent.notes.includes(name), JSON.stringify(structuredContent));
    }));

    promise("names the bad argument and its rule, without its value", connected(TOKEN_ALL, async ({ client }) => {
      const result = await client.callTool({ name: "read_note", arguments: { name: "../escape" } });
      assert.equal(result.isError, true);
      const [violation, ...others] = result.structuredContent.violations;
      assert.deepEqual(others, []);
      assert.equal(violation.pointer, "/name");
      assert.equal(violation.rule, "filename");
      assert.doesNotMatch(JSON.stringify(result), /escape/);
    }));

    promise("publishes a page without its script", connected(TOKEN_ALL, async ({ client }) => {
      const name = `${slug}.md`;
      const body = '<h1>Title</h1><script>steal()</script><b onclick="steal()">bold</b>';
      const result = await client.callTool({ name: "publish_note", arguments: { name, body } });
      assert.deepEqual(result.structuredContent, { page: `${name}.html`, by: "ada" });
      const page = await readFile(join(NOTES_DIRECTORY, "notes", "published", `${name}.html`), "utf8");
      assert.match(page, /<b>bold<\/b>/);
      assert.doesNotMatch(page, /steal|script|onclick/);
    }));

    promise("answers a public tool without a token", connected(undefined, async ({ client }) => {
      const { content } = await client.callTool({ name: "ping", arguments: {} });
      assert.deepEqual(content, [{ type: "text", text: "pong" }]);
    }));

    if (sdk.hasPing) {
      promise("answers `ping`", connected(undefined, async ({ client }) => {
        assert.deepEqual(await client.ping(), {});
      }));
    }

    promise("refuses a caller without a token", connected(undefined, async ({ client, last }) => {
      const error = await refusal(client.callTool({ name: "whoami", arguments: {} }));
      if (kind === "stdio") {
        assert.equal(error.code, -31401, error);
        return;
      }
      assert.equal(sdk.status(error), 401, error);
      const challenge = last().headers.get("www-authenticate");
      const [, metadata] = /^Bearer .*resource_metadata="([^"]+)"/.exec(challenge) ?? [];
      assert.ok(metadata, challenge);
      const { resource } = await (await fetch(metadata)).json();
      assert.equal(resource, NOTES_URL);
    }));

    promise("refuses a token with too few scopes", connected(TOKEN_READ, async ({ client, last }) => {
      const call = { name: "write_note", arguments: { name: "forbidden.md", body: "" } };
      const error = await refusal(client.callTool(call));
      if (kind === "stdio") {
        assert.equal(error.code, -31403, error);
        return;
      }
      assert.equal(sdk.status(error), 403, error);
      const challenge = last().headers.get("www-authenticate");
      assert.match(challenge, /error="insufficient_scope"/);
      assert.match(challenge, /scope="[^"]*notes:write/);
    }));
  }
}

async function connect(sdk, kind, token) {
  const client = sdk.client({ name: "xtask", version: "1.0.0" });
  let last;
  // Hears which responses the server sends to requests of the client.
  const listening = async (url, init) => {
    const response = await fetch(url, init);
    if (init?.method === "POST") last = response;
    return response;
  };
  const transport =
    kind === "http"
      ? sdk.http(new URL(NOTES_URL), token, listening)
      : sdk.stdio({
          command: NOTES_PROGRAM,
          args: ["--stdio"],
          cwd: NOTES_DIRECTORY,
          env: { JWT_SECRET, ...(token && { MCP_TOKEN: token }) },
          stderr: "ignore",
        });
  const heard = hear(transport);
  await client.connect(transport);
  return { client, last: () => last, revision: () => sdk.negotiated(client) ?? heard() };
}

/** Older clients do not tell the revision over stdio; the answer to `initialize` does. */
function hear(transport) {
  let revision;
  let receive;
  Object.defineProperty(transport, "onmessage", {
    configurable: true,
    get: () => receive,
    set: (handler) => {
      receive = handler && ((message, extra) => {
        revision ??= message.result?.protocolVersion;
        return handler(message, extra);
      });
    },
  });
  return () => revision;
}

async function refusal(call) {
  return call.then(
    (result) => assert.fail(`not refused: ${JSON.stringify(result)}`),
    (error) => error,
  );
}
