//! What there is at a glance: figures, a row for each tool, the server.

use super::{Index, element::Html};
use crate::posture::{Access, Declared, Direction, Posture, Review, TextBound, Tool, Who, words};

pub(super) fn tiles<'a>(review: &Review, page: &'a mut Html) -> &'a mut Html {
    let tools = &review.posture.tools;
    let count = |is: fn(&Tool) -> bool| tools.iter().filter(|tool| is(tool)).count();
    let dangers = review.posture.server.dangers.len();
    let dangers = dangers + tools.iter().map(|tool| tool.dangers.len()).sum::<usize>();
    let weaker = review.changes.as_ref().map(|changes| {
        changes.iter().filter(|change| change.direction == Direction::Weaker).count()
    });
    let tiles = [
        Some(("tools", tools.len(), false)),
        Some(("for everybody", count(|tool| tool.access.is_for_everybody()), true)),
        Some(("may destroy", count(Tool::may_destroy), false)),
        Some(("dangerous calls", dangers, true)),
        Some(("findings", review.findings.len(), true)),
        weaker.map(|weaker| ("became weaker", weaker, true)),
    ];
    page.with("ul class=\"tiles\"", |page| {
        page.each(tiles.into_iter().flatten(), |page, (what, number, is_bad)| {
            let class = if is_bad && number > 0 { "li class=\"bad\"" } else { "li" };
            page.with(class, |page| {
                page.with("b", |page| page.text(&number.to_string()));
                page.with("span", |page| page.text(what))
            });
        })
    })
}

pub(super) fn tools<'a>(review: &Review, index: &Index<'_>, page: &'a mut Html) -> &'a mut Html {
    page.raw("<h2>Tools</h2>\n").with("section class=\"card\"", |page| {
        page.with("table", |page| {
            page.raw("<thead><tr><th>tool</th><th>who may call</th><th>does</th>");
            page.raw("<th>guards</th><th>time</th><th>texts</th><th>findings</th></tr></thead>");
            page.with("tbody", |page| {
                page.each(review.posture.tools.iter().enumerate(), |page, (card, tool)| {
                    row(index, card, tool, page);
                })
            })
        })
    })
}

fn row(index: &Index<'_>, card: usize, tool: &Tool, page: &mut Html) {
    let found = index.found(&tool.name);
    page.with("tr", |page| {
        page.with("td class=\"name\"", |page| page.link(card, &tool.name));
        page.with("td data-head=\"who may call\"", |page| {
            page.with("span", |page| access(&tool.access, page))
        });
        page.with("td data-head=\"does\"", |page| page.with("span", |page| does(tool, page)));
        page.with("td data-head=\"guards\"", |page| {
            if tool.guards.is_empty() && tool.policies.is_empty() {
                return page;
            }
            page.with("span", |page| {
                page.each(&tool.policies, |page, _| {
                    page.badge("good", "authorize");
                });
                page.each(&tool.guards, |page, guard| {
                    page.badge("", &guard.name);
                })
            })
        });
        page.with("td data-head=\"time\"", |page| time(tool, page));
        page.with("td data-head=\"texts\"", |page| texts(tool, page));
        page.with("td data-head=\"findings\"", |page| match found {
            0 => page,
            found => page.with("span", |page| page.badge("bad", &found.to_string())),
        })
    });
}

/// Who may call, in a word for each scope and role.
pub(super) fn access<'a>(access: &Access, page: &'a mut Html) -> &'a mut Html {
    match access.who {
        Who::Public => page.badge("bad", "everybody"),
        Who::Open => page.badge("bad", "everybody on this machine"),
        Who::Undeclared => page.badge("warn", "any caller, undeclared"),
        Who::Caller if !access.is_restricted() => page.badge("warn", "any caller"),
        Who::Caller => page.badge("good", &access.to_string()),
    };
    if access.hidden && access.who != Who::Caller { page.badge("", "hidden") } else { page }
}

/// What it does to its environment.
pub(super) fn does<'a>(tool: &Tool, page: &'a mut Html) -> &'a mut Html {
    let hints = &tool.annotations;
    match (hints.read_only, hints.destructive) {
        (Some(true), _) => page.badge("calm", "reads"),
        (_, Some(true)) => page.badge("warn", "destroys"),
        (_, Some(false)) => page.badge("calm", "adds"),
        _ => page.badge("warn", "unsaid"),
    };
    if hints.idempotent == Some(true) {
        page.badge("", "idempotent");
    }
    if hints.open_world == Some(true) {
        page.badge("", "open world");
    }
    page.each(&tool.dangers, |page, danger| {
        page.badge("bad", danger);
    })
}

fn time<'a>(tool: &Tool, page: &'a mut Html) -> &'a mut Html {
    page.with("span", |page| match tool.timeout.declared {
        Declared::Default => {
            page.badge("warn", &format!("{}, undeclared", words::duration(tool.timeout.ms)))
        }
        _ => page.text(&words::duration(tool.timeout.ms)),
    })
}

fn texts<'a>(tool: &Tool, page: &'a mut Html) -> &'a mut Html {
    let texts = tool.parameters.iter().filter_map(|place| place.text);
    let unbounded = texts.clone().filter(|bound| *bound == TextBound::Default).count();
    match (texts.count(), unbounded) {
        (0, _) => page,
        (_, 0) => page.with("span", |page| page.badge("good", "bounded")),
        (_, some) => page.with("span", |page| page.badge("warn", &format!("{some} unbounded"))),
    }
}

pub(super) fn server<'a>(posture: &Posture, page: &'a mut Html) -> &'a mut Html {
    let (server, limits) = (&posture.server, &posture.server.limits);
    page.raw("<h2>Server</h2>\n").with("section class=\"card\"", |page| {
        page.with("dl", |page| {
            page.each(words::server(posture), |page, (what, value)| {
                page.with("dt", |page| page.text(what));
                page.with("dd", |page| match what {
                    "dangerous" => page.badge("bad", &value),
                    _ => page.text(&value),
                });
            });
            let rates = [
                ("per address", &server.rates.per_address),
                ("per caller", &server.rates.per_caller),
                ("failed authentication", &server.rates.failed_authentication),
            ];
            page.each(rates, |page, (what, rate)| {
                let default = rate.declared == Declared::Default;
                page.with("dt", |page| page.text(what));
                page.with("dd", |page| {
                    page.text(&rate.says);
                    if default {
                        page.with("span class=\"soft\"", |page| {
                            page.text(", the default beyond this machine")
                        });
                    }
                    page
                });
            });
            page.each(&server.implied_scopes, |page, implied| {
                page.with("dt", |page| page.text("implies"));
                page.with("dd", |page| {
                    page.text(&format!("{}: {}", implied.scope, implied.implies.join(", ")))
                });
            });
            let bounds = [
                ("calls at once", limits.max_calls.to_string()),
                ("a request", words::size(limits.max_body_bytes)),
                ("a result", words::size(limits.max_output_bytes)),
                ("connections", limits.max_connections.to_string()),
                ("declared at", server.source.to_string()),
            ];
            page.each(bounds, |page, (what, value)| {
                page.with("dt", |page| page.text(what));
                page.with("dd", |page| page.text(&value));
            })
        })
    })
}
