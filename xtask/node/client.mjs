// The official client of today, with the newest revision and as it is by default.

import {
  Client,
  InsufficientScopeError,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

import { promises } from "./notes.mjs";

const sdk = {
  negotiated: (client) => client.getNegotiatedProtocolVersion(),
  http: (url, token, fetch) =>
    new StreamableHTTPClientTransport(url, {
      fetch,
      ...(token && { authProvider: { token: async () => token } }),
    }),
  stdio: (command) => new StdioClientTransport(command),
  status: (error) => (error instanceof InsufficientScopeError ? 403 : error.status),
};

for (const [name, revision, options] of [
  ["client, pinned", "2026-07-28", { versionNegotiation: { mode: { pin: "2026-07-28" } } }],
  ["client, asking", "2026-07-28", { versionNegotiation: { mode: "auto" } }],
  ["client, by default", "2025-11-25", {}],
]) {
  const hasPing = revision < "2026";
  promises({ ...sdk, name, revision, hasPing, client: (info) => new Client(info, options) });
}
