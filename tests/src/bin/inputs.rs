//! A server whose tools take structures, secrets and arguments that are repeated in headers.

use mcp_secure::{Reply, prelude::*, rule::Violation, secret::Secret};

/// Log in, and fail in the way that is asked for.
#[tool]
async fn log_in(
    how: How,
    #[secret]
    #[sanitize(trim)]
    #[validate(length(4..=64), check(tells))]
    password: String,
    #[validate(length(4..=64))] pin: Option<Secret<String>>,
    login: Option<Login>,
) -> Result<Reply> {
    let pin = pin.as_ref().map_or("", |pin| pin.expose());
    let key = login.as_ref().map_or("", |login| &login.key);
    let told = format!("{password} {pin} {key} {password:?}");
    match how {
        How::Well => Ok(Reply::new([mcp_secure::Content::text("welcome")])),
        How::ToolError => Err(ToolError::new(format!("refused: {told}")).into()),
        How::Error => Err(std::io::Error::other(format!("refused: {told}")).into()),
        How::Context => Err(mcp_secure::Error::from(ToolError::new("refused")).context(told)),
        How::Reply => {
            let mut reply = Reply::new([mcp_secure::Content::text(format!("refused: {told}"))]);
            reply.is_error = true;
            reply.structured = Some(serde_json::value::to_raw_value(&[told])?);
            Ok(reply)
        }
        How::Split => {
            let split: String = told.chars().flat_map(|c| [c, '\u{200b}']).collect();
            Err(ToolError::new(format!("refused: {split}")).into())
        }
        How::SplitReply => {
            let split = told.replace("50", "5\u{1b}[31m0");
            let mut reply = Reply::new([mcp_secure::Content::text(split.clone())]);
            reply.is_error = true;
            reply.structured = Some(serde_json::value::to_raw_value(&[split])?);
            Ok(reply)
        }
        How::Panic => std::panic::panic_any(told),
    }
}

#[derive(Input)]
#[serde(rename_all = "snake_case")]
enum How {
    Well,
    ToolError,
    Error,
    Context,
    Reply,
    Split,
    SplitReply,
    Panic,
}

#[derive(Input)]
struct Login {
    #[validate(length(1..))]
    user: String,
    #[secret]
    #[validate(pattern("^k-[a-z0-9-]+$"))]
    key: String,
}

/// A rule that breaks its promise.
fn tells(value: &str) -> Result<(), Violation> {
    if value.contains("forbidden") {
        return Err(Violation::new("tells", format!("must not be {value}")));
    }
    if value.contains("split") {
        let split = value.replace("50", "5\u{2060}0");
        return Err(Violation::new("tells", format!("must not be {split}")));
    }
    Ok(())
}

/// Take what is repeated in headers.
#[tool]
async fn routed(
    /// Where.
    #[header("Region")]
    region: Region,
    #[header("Shard")]
    #[validate(range(0..))]
    shard: Option<i64>,
    #[header("Dry-Run")] dry_run: Option<bool>,
    #[header("Note")] note: Option<String>,
    place: Option<Place>,
) -> String {
    let Region(region) = region;
    let zone = place.and_then(|place| place.zone);
    format!("{region} {shard:?} {dry_run:?} {note:?} {zone:?}")
}

#[derive(Input)]
struct Region(#[validate(length(1..=20))] String);

#[derive(Input)]
struct Place {
    #[header("Zone")]
    zone: Option<u8>,
}

/// Take an order.
#[tool]
async fn order(order: Order) -> String {
    let names: Vec<_> = order.items.into_iter().map(|item| item.name).collect();
    format!("{} for {}", names.join(" "), order.user.user)
}

#[derive(Input)]
struct Order {
    user: Login,
    items: Vec<Item>,
}

#[derive(Input)]
struct Item {
    #[validate(length(1..=10))]
    name: String,
}

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    Server::new("inputs", "0").tools(tools![log_in, routed, order]).run().await
}
