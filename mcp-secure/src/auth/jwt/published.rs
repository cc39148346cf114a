//! Secrets and keys that attackers try first: those of documentation, tutorials and tools.

/// Secrets that stand in public as they are. Compared without case and without what is neither
/// letter nor digit.
#[rustfmt::skip]
pub(super) const PUBLISHED: &[&str] = &[
    // jwt.io, by algorithm, then and now.
    "your-256-bit-secret", "your-384-bit-secret", "your-512-bit-secret",
    "a-string-secret-at-least-256-bits-long",
    "a-valid-string-secret-that-is-at-least-384-bits-long",
    "a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long",
    // RFC 7515, appendix A.1.
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
    // Guides to securing MCP servers, and libraries' own pages.
    "your-secret-key", "your_secret_key", "your-jwt-secret", "your-super-secret-key",
    "secret", "secret-key", "secretkey", "mysecret", "my-secret-key", "supersecret", "super-secret",
    "super-secret-key", "top-secret", "jwt-secret", "jwtsecret", "jwt_secret_key", "token-secret",
    "shhhhh", "shhhhhhared-secret", "keyboard cat", "some-secret", "shared-secret", "not-so-secret",
    "changeme", "change-me", "changeit", "change-this", "replace-me", "todo",
    "password", "passw0rd", "p@ssw0rd", "letmein", "admin", "root", "default", "example", "test",
    "qwerty", "qwertyuiopasdfghjklzxcvbnm", "asdfghjkl", "hello-world", "foobar", "lorem-ipsum",
    "abcdefghijklmnopqrstuvwxyz", "0123456789abcdef", "abcdef0123456789", "1234567890abcdef",
    "1234567890", "0123456789", "deadbeef", "deadbeefcafebabe", "cafebabe",
    "you-will-never-guess", "dont-tell-anyone",
    // FastAPI's tutorial.
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
    // Supabase on a developer's machine.
    "super-secret-jwt-token-with-at-least-32-characters-long",
    // PostgREST's and Hasura's tutorials.
    "reallyreallyreallyreallyverysafe",
    "3EK6FD+o0+c7tzBNVfjpMkNDi2yARAAKzQlk8O2IKoxQu4nF7EdAh8s3TwpHwrdWT6R",
    // Spring's most copied tutorials.
    "404E635266556A586E3272357538782F413F4428472B4B6250645367566B5970",
    "5367566B59703373367639792F423F4528482B4D6251655468576D5A71347437",
    // .NET's and Node's.
    "THIS IS USED TO SIGN AND VERIFY JWT TOKENS, REPLACE IT WITH YOUR OWN SECRET, IT CAN BE ANY STRING",
    "django-insecure",
];

/// Words of which placeholders are made.
#[rustfmt::skip]
pub(super) const WORDS: &[&str] = &[
    "a", "an", "and", "any", "at", "be", "can", "do", "dont", "for", "here", "in", "into", "is", "it",
    "least", "less", "me", "more", "must", "my", "never", "not", "now", "of", "or", "our", "own",
    "please", "really", "should", "some", "than", "that", "the", "this", "to", "use", "used", "very",
    "which", "with", "you", "your",
    "access", "admin", "api", "app", "application", "auth", "authentication", "authorization",
    "backend", "bearer", "bit", "bits", "byte", "bytes", "change", "changed", "changeme", "char",
    "character", "characters", "chars", "code", "config", "demo", "dev", "development", "encryption",
    "enough", "env", "environment", "fake", "generate", "generated", "hmac", "hs256", "json", "jwt",
    "key", "keys", "length", "live", "local", "localhost", "long", "longer", "mcp", "min", "minimum",
    "new", "openssl", "pass", "passphrase", "passwd", "phrase", "placeholder", "private", "prod",
    "production", "project", "public", "rand", "random", "real", "refresh", "replace", "safe",
    "sample", "secrets", "secure", "security", "server", "service", "session", "set", "sha256",
    "sign", "signature", "signing", "something", "string", "strong", "super", "temp", "temporary",
    "tests", "testing", "text", "token", "tokens", "tool", "tools", "ultra", "unsafe", "user",
    "value", "verify", "web", "xxx",
];

/// Public keys whose private half stands in public: SHA-256 of the `SubjectPublicKeyInfo` (RFC
/// 5280, section 4.1), in base64url.
#[rustfmt::skip]
pub(super) const PUBLISHED_KEYS: &[&str] = &[
    // jwt.io: RSA, P-256, P-384, P-521.
    "9WyLASJ_Yt28FusppqwLMQ4nZ2Cl4GMC-ogaNRRva8c",
    "pA8PLil03HaoLfb_4I7Q15lVx5560MINl66Pkkat4cE",
    "MC4mwJjP3i2xMemjsSzkxBu9sMIeGf2qSkQnNmS8WB4",
    "CatmrLCuBa_kI3VMfembQnugtVauN35XuHIRRGZuXzY",
    // RFC 7515, appendices A.2, A.3 and A.4.
    "b9E8JDWjYefFiM0X9V9a098Bd6ZsFyemogCEX016uIw",
    "K9G7DESol8MKeqCZHN442AYv5EHeUNoPRoJTRPYC6Cc",
    "kUbOc9ar7aXgq2km572bVj8vIli0iNUgU0oLhLpYcd8",
    // RFC 7517, appendix A.2: P-256, RSA.
    "UblEzfpUTUwyc6pr81BiWn3VO7tqcXIydPU4sZogd2A",
    "rTIyDPbFltiEsFOBulc6uo3dV0m03o9KI6efmondrrI",
    // RFC 7520, section 3.2: P-521.
    "xkeaFaUKxM2bZBTifGm_NzRdwQRtxkiHXEiY-9Ncx0s",
    // RFC 8037, appendix A.1.
    "BuP9j9opu2CrWVV95h7bCuzbIxE0vjDnW0Vfjht5L6k",
];
