//! Writes HTML anew, with every element nested as the standard has it.
//!
//! The parser of HTML repairs what is nested wrongly, and its repairs are what an attacker
//! plays with: an unclosed `<a>` is opened again in each following paragraph, so that 64 KiB
//! become 100 MiB; every tag searches all open elements, so that a deep nesting takes
//! quadratic time; and elements that move while they are parsed are how markup mutates. So
//! the tags are closed here, in the places where the parser would do it implicitly, and it
//! finds nothing to repair.
//!
//! Its serializer looks through the whole rest of a text for each `&` in it, so long texts are
//! also broken up, by comments that the cleaner takes out again.

use super::{
    BYTE_ORDER_MARK,
    policy::Policy,
    token::{Attribute, Token, Tokens},
};

/// The kept elements of `text`, each closed before the one around it.
pub(super) fn nest(text: &str, policy: &Policy) -> String {
    let mut writer =
        Writer { policy, written: String::with_capacity(text.len()), open: Vec::new(), escapes: 0 };
    for token in Tokens::new(text) {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Start(name, attributes) => writer.start(name, &attributes),
            Token::End(name) => writer.end(name),
        }
    }
    writer.close_to(0);
    writer.written
}

struct Writer<'a> {
    policy: &'a Policy,
    written: String,
    open: Vec<&'static str>,
    /// Escapes in the text since it was last broken up.
    escapes: usize,
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        let is_space = text.bytes().all(|byte| byte.is_ascii_whitespace());
        if !is_space {
            self.leave_table();
        }
        let text =
            if self.written.is_empty() { text.trim_start_matches(BYTE_ORDER_MARK) } else { text };
        // An angle bracket in text is only ever the first character.
        let rest = match text.strip_prefix('<') {
            Some(rest) => {
                self.written.push_str("&lt;");
                rest
            }
            None => text,
        };
        let mut from = 0;
        for at in memchr::memchr2_iter(b'&', LEAD_OF_NO_BREAK_SPACE, rest.as_bytes()) {
            self.escapes += 1;
            if self.escapes == MOST_ESCAPES {
                self.escapes = 0;
                self.written.push_str(&rest[from..at]);
                self.written.push_str("<!---->");
                from = at;
            }
        }
        self.written.push_str(&rest[from..]);
    }

    fn start(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        let Some(name) = self.policy.tag(name) else {
            return;
        };
        if !self.make_place(name) || self.open.len() >= DEEPEST {
            return;
        }
        self.written.push('<');
        self.written.push_str(name);
        self.attributes(name, attributes);
        self.written.push('>');
        if VOID.contains(&name) {
            return;
        }
        self.open.push(name);
        if name == "pre" {
            // The parser drops a line break here: this one, and not one of the text.
            self.written.push('\n');
        }
    }

    fn attributes(&mut self, tag: &str, attributes: &[Attribute<'_>]) {
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in attributes {
            let Some(name) = self.policy.attribute(tag, name) else {
                continue;
            };
            // The first of its name counts.
            if seen.contains(&name) || count_escapes(value) > MOST_ESCAPES {
                continue;
            }
            seen.push(name);
            self.written.push(' ');
            self.written.push_str(name);
            self.written.push_str("=\"");
            for (index, part) in value.split('"').enumerate() {
                if index > 0 {
                    self.written.push_str("&quot;");
                }
                self.written.push_str(part);
            }
            self.written.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        let Some(name) = self.policy.tag(name) else {
            return;
        };
        let within = if name == "table" || TABLE_PARTS.contains(&name) {
            self.open.iter().rposition(|&open| open == "table")
        } else {
            Some(self.scope())
        };
        if let Some(within) = within
            && let Some(at) = self.last(within, |open| open == name)
        {
            self.close_to(at);
        }
    }

    /// Closes what an element cannot stand in; says whether it can stand here then.
    fn make_place(&mut self, name: &str) -> bool {
        if TABLE_PARTS.contains(&name) {
            return self.make_place_in_table(name);
        }
        self.leave_table();
        if !INLINE.contains(&name) {
            self.close_last(|open| open == "p");
        }
        match name {
            "li" => self
                .close_last_but_not_beyond(|open| open == "li", |open| matches!(open, "ul" | "ol")),
            "dd" | "dt" => {
                self.close_last_but_not_beyond(
                    |open| matches!(open, "dd" | "dt"),
                    |open| open == "dl",
                );
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.close_last(|open| HEADINGS.contains(&open));
            }
            "a" => self.close_last(|open| open == "a"),
            "rp" | "rt" => self.close_in_ruby(),
            _ => {}
        }
        true
    }

    /// An annotation ends the paragraphs and items that stand last in its ruby, and the annotation
    /// before it.
    fn close_in_ruby(&mut self) {
        if self.last(self.scope(), |open| open == "ruby").is_none() {
            return;
        }
        let is_implied = |open: &&str| matches!(*open, "dd" | "dt" | "li" | "p" | "rp" | "rt");
        let stays = self.open.iter().rposition(|open| !is_implied(open));
        self.close_to(stays.map_or(0, |last| last + 1));
    }

    fn make_place_in_table(&mut self, name: &str) -> bool {
        let Some(table) = self.open.iter().rposition(|&open| open == "table") else {
            return false;
        };
        let parents: &[&str] = match name {
            "td" | "th" => &["tr"],
            "tr" => &["tbody", "thead", "tfoot", "table"],
            "col" => &["colgroup", "table"],
            _ => &["table"],
        };
        let Some(parent) = self.last(table, |open| parents.contains(&open)) else {
            return false;
        };
        self.close_to(parent + 1);
        // The parser adds these; written here, they count for the depth.
        let implied = match name {
            "tr" => "tbody",
            "col" => "colgroup",
            _ => return true,
        };
        if self.open.last() == Some(&"table")
            && let Some(implied) = self.policy.tag(implied)
            && self.open.len() < DEEPEST
        {
            self.written.push_str(&format!("<{implied}>"));
            self.open.push(implied);
        }
        true
    }

    /// Closes the table if its parts are open, but no cell: other content cannot stand there.
    fn leave_table(&mut self) {
        let is_between_cells = self.open.last().is_some_and(|&open| {
            open == "table" || (TABLE_PARTS.contains(&open) && !CELLS.contains(&open))
        });
        if is_between_cells && let Some(table) = self.open.iter().rposition(|&open| open == "table")
        {
            self.close_to(table);
        }
    }

    fn close_last(&mut self, is: impl Fn(&str) -> bool) {
        self.close_last_but_not_beyond(is, |_| false);
    }

    fn close_last_but_not_beyond(
        &mut self,
        is: impl Fn(&str) -> bool,
        is_boundary: impl Fn(&str) -> bool,
    ) {
        let boundary = self.last(0, is_boundary).unwrap_or(0);
        if let Some(at) = self.last(self.scope().max(boundary), is) {
            self.close_to(at);
        }
    }

    /// Where the innermost cell starts; what is outside of it cannot be closed from within.
    fn scope(&self) -> usize {
        self.last(0, |open| CELLS.contains(&open)).map_or(0, |cell| cell + 1)
    }

    fn last(&self, from: usize, is: impl Fn(&str) -> bool) -> Option<usize> {
        self.open[from..].iter().rposition(|open| is(open)).map(|at| from + at)
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some(name) = self.open.pop() {
                self.written.push_str("</");
                self.written.push_str(name);
                self.written.push('>');
            }
        }
    }
}

/// How many characters of an attribute the serializer stops at.
fn count_escapes(value: &str) -> usize {
    let is_escape =
        |byte: &u8| matches!(byte, b'&' | b'"' | b'<' | b'>') || *byte == LEAD_OF_NO_BREAK_SPACE;
    value.as_bytes().iter().filter(|byte| is_escape(byte)).count()
}

/// Elements nested deeper lose their tags. No honest page comes near.
const DEEPEST: usize = 100;

/// Escapes in one text, before it is broken up, and in one attribute, before it is dropped.
const MOST_ESCAPES: usize = 256;

/// The serializer stops at this byte too.
const LEAD_OF_NO_BREAK_SPACE: u8 = 0xc2;

const VOID: &[&str] = &["br", "col", "hr", "img", "wbr"];

const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

#[rustfmt::skip]
const TABLE_PARTS: &[&str] = &[
    "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th",
];

/// The parts that hold content.
const CELLS: &[&str] = &["caption", "td", "th"];

/// Elements that may stand in a paragraph. Every other one ends it, be it that the standard
/// says so or to be safe.
#[rustfmt::skip]
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img",
    "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
];
