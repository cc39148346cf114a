// Clients of 2025 through nginx: they begin with `initialize`, and each of their requests may go to another
// replica. None of them has a session, and none is missed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const { CLUSTER_URL: url, CLUSTER_TOKEN: token } = process.env;
const REPLICAS = 3;

async function connected(headers = {}) {
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { authorization: `Bearer ${token}`, ...headers } },
  });
  const client = new Client({ name: "cluster", version: "0" });
  await client.connect(transport);
  return { client, transport };
}

async function which(client) {
  return (await client.callTool({ name: "which", arguments: {} })).content[0].text;
}

test("a client needs no session and no affinity", async () => {
  const { client, transport } = await connected();
  assert.equal(transport.sessionId, undefined);
  const replicas = new Set();
  // Two requests in turn, of three replicas: each of them gets both.
  for (let call = 0; call < 30; call += 1) {
    replicas.add(await which(client));
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name).sort(), ["by_address", "by_caller", "record", "which"]);
  }
  await client.ping();
  assert.equal(replicas.size, REPLICAS);
  await client.close();
});

test("many clients at once", async () => {
  const clients = await Promise.all(Array.from({ length: 20 }, () => connected()));
  const replicas = await Promise.all(
    clients.flatMap(({ client }) => Array.from({ length: 5 }, () => which(client))),
  );
  assert.equal(new Set(replicas).size, REPLICAS);
  await Promise.all(clients.map(({ client }) => client.close()));
});

test("a session that is made up is nobody's: it is of no use, and does no harm", async () => {
  const { client } = await connected({ "mcp-session-id": "of somebody else" });
  const { content } = await client.callTool({ name: "by_caller", arguments: {} });
  assert.equal(content[0].text, "admitted");
  await client.close();
});
