//! The report as one page of HTML: no script, nothing from elsewhere, and its own policy forbids both.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{FindingKind, Review};

mod element;
mod found;
mod index;
mod overview;
mod tool;

use element::Html;
use index::Index;

/// The page.
pub(super) fn write(review: &Review) -> String {
    let server = &review.posture.server;
    let hash = STANDARD.encode(digest(&SHA256, STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'"
    );
    let title = format!("Posture of {} {}", server.name, server.version);
    let index = Index::of(review);
    let mut page = Html::default();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n"));
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    // An empty icon, so that the browser looks for none.
    page.raw("<link rel=\"icon\" href=\"data:,\">\n");
    page.with("title", |page| page.text(&title))
        .raw("\n<style>")
        .raw(STYLE)
        .raw("</style>\n</head>\n");
    page.raw("<body>\n<a class=\"skip\" href=\"#tools\">To the tools</a>\n");
    page.with("header", |page| {
        page.with("h1", |page| {
            page.text(&server.name).raw(" ").with("small", |page| page.text(&server.version))
        });
        page.raw(
            "<p class=\"soft\">What is declared of this server and of its tools, and enforced.</p>",
        );
        overview::tiles(review, page)
    });
    page.with("main", |page| {
        overview::tools(review, &index, page);
        found::changes(review, &index, page);
        found::findings(review, &index, page);
        overview::server(&review.posture, page);
        tool::all(review, &index, page)
    });
    page.with("footer", |page| {
        page.text("Made by mcp-secure from the declarations of the program, by the command ");
        page.with("code", |page| page.text("posture --format html")).text(".")
    });
    page.raw("</body>\n</html>\n");
    page.finish()
}

const STYLE: &str = include_str!("html/style.css");

#[cfg(test)]
mod tests {
    use super::*;

    /// The policy allows this style and no other: a character more, and it is not used.
    #[test]
    fn nothing_of_the_style_ends_it() {
        assert!(!STYLE.contains("</") && !STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
