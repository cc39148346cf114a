// The official SDK before its second version: what most clients in use are built on.

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

import { promises } from "./notes.mjs";

promises({
  name: "legacy sdk",
  revision: "2025-11-25",
  hasPing: true,
  client: (info) => new Client(info),
  negotiated: () => undefined,
  http: (url, token, fetch) =>
    new StreamableHTTPClientTransport(url, {
      fetch,
      ...(token && { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
    }),
  stdio: (command) => new StdioClientTransport(command),
  status: (error) => error.code,
});
