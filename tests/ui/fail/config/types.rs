use mcp_secure::config::SecureConfig;

struct Own;

#[derive(SecureConfig)]
struct Config {
    own: Own,
    #[secret]
    shown: String,
    #[validate(range(1..=10))]
    text: String,
    #[config(nested)]
    number: u8,
}

fn main() {}
