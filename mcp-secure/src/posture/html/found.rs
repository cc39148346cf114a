//! What was found, and what has changed.

use super::{FindingKind, Index, element::Html};
use crate::posture::{Direction, Review};

pub(super) fn findings<'a>(review: &Review, index: &Index<'_>, page: &'a mut Html) -> &'a mut Html {
    page.raw("<h2>Findings</h2>\n").with("section class=\"card\"", |page| {
        if review.findings.is_empty() {
            page.badge("good", "none");
        }
        page.with("ul class=\"found\"", |page| {
            page.each(FindingKind::ALL, |page, rule| of_rule(review, index, rule, page))
        });
        match review.accepted {
            0 => page,
            accepted => page.with("p class=\"soft\"", |page| {
                page.text(&format!("{accepted} accepted by name, and not shown."))
            }),
        }
    })
}

fn of_rule(review: &Review, index: &Index<'_>, rule: FindingKind, page: &mut Html) {
    let found: Vec<_> = review.findings.iter().filter(|finding| finding.rule == rule).collect();
    if found.is_empty() {
        return;
    }
    page.with("li", |page| {
        page.with("h3", |page| page.text(rule.about()).raw(" ").code(rule.id()));
        page.with("p class=\"soft\"", |page| {
            page.text("To mend it, ").prose(rule.remedy()).text(".")
        });
        page.with("ul", |page| {
            page.each(found, |page, finding| {
                page.with("li", |page| {
                    match finding.tool.as_deref().and_then(|name| index.card(name)) {
                        Some(card) => page.link(card, finding.tool.as_deref().unwrap_or_default()),
                        None => page.text("the server"),
                    };
                    page.text(": ").text(&finding.message).raw(" ");
                    page.with("span class=\"soft\"", |page| page.text(&finding.source.to_string()))
                });
            })
        })
    });
}

pub(super) fn changes<'a>(review: &Review, index: &Index<'_>, page: &'a mut Html) -> &'a mut Html {
    let Some(changes) = &review.changes else { return page };
    page.raw("<h2>Changes</h2>\n").with("section class=\"card\"", |page| {
        if changes.is_empty() {
            page.badge("good", "none");
        }
        page.with("ul class=\"changes\"", |page| {
            page.each(changes, |page, change| {
                page.with("li", |page| {
                    let kind = match change.direction {
                        Direction::Weaker => "bad",
                        Direction::Stronger => "good",
                        Direction::Neutral => "",
                    };
                    page.with("span", |page| page.badge(kind, &change.direction.to_string()));
                    page.with("span", |page| {
                        match change.tool.as_deref().map(|name| (name, index.card(name))) {
                            Some((name, Some(card))) => page.link(card, name),
                            Some((name, None)) => page.text(name),
                            None => page.text("the server"),
                        };
                        page.text(", ").text(&change.what).text(": ").code(&change.how)
                    })
                });
            })
        })
    })
}
