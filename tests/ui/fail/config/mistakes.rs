use mcp_secure::{config::SecureConfig, secret::Secret};

#[derive(SecureConfig)]
#[config(prefix = "db-")]
struct Names {
    #[config(env = "1HOST")]
    host: String,
    #[config(enw = "PORT")]
    port: u16,
    #[config(env = "USER")]
    a: String,
    #[config(env = "USER")]
    b: String,
}

#[derive(SecureConfig)]
struct Nested {
    #[config(nested, env = "X")]
    #[default(Inner { secret: "x".to_owned().into() })]
    inner: Inner,
    #[input(sanitize(trim))]
    name: String,
}

#[derive(SecureConfig)]
struct Inner {
    #[secret]
    secret: Secret<String>,
}

#[derive(SecureConfig)]
struct Tuple(String);

#[derive(SecureConfig)]
enum Mode {
    Fast,
}

#[derive(SecureConfig)]
struct Generic<T> {
    value: T,
}

fn main() {}
