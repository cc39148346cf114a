//! Which elements and attributes are kept, and which could be.

use std::collections::{HashMap, HashSet};

/// What one [`Html`](super::Html) keeps.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    tags: Vec<&'static str>,
    /// Element, or `*` for all, and attribute.
    attributes: Vec<(&'static str, &'static str)>,
}

impl Policy {
    /// Formatted text.
    pub(super) fn formatted() -> Self {
        let attributes = ATTRIBUTES.iter().copied().filter(|&(_, attribute)| attribute != "class");
        Self { tags: FORMATTED.to_vec(), attributes: attributes.collect() }
    }

    /// What comments need.
    pub(super) fn basic() -> Self {
        Self {
            tags: vec!["p", "br", "strong", "em", "ul", "ol", "li", "a"],
            attributes: vec![("a", "href")],
        }
    }

    #[track_caller]
    pub(super) fn set_tags<N: AsRef<str>>(&mut self, names: impl IntoIterator<Item = N>) {
        self.tags.clear();
        for name in names {
            let name = name.as_ref();
            let known = FORMATTED.iter().chain(OTHER).find(|known| **known == name);
            match known {
                Some(known) => self.tags.push(known),
                None => panic!("the element `{name}` cannot be kept safely; leave it out"),
            }
        }
    }

    #[track_caller]
    pub(super) fn set_attributes<T: AsRef<str>, A: AsRef<str>>(
        &mut self,
        attributes: impl IntoIterator<Item = (T, A)>,
    ) {
        self.attributes.clear();
        for (tag, name) in attributes {
            let (tag, name) = (tag.as_ref(), name.as_ref());
            let known = ATTRIBUTES.iter().find(|(known_tag, known_name)| {
                *known_name == name && (*known_tag == tag || *known_tag == "*")
            });
            let known_tag =
                FORMATTED.iter().chain(OTHER).chain(&["*"]).find(|known| **known == tag);
            match (known_tag, known) {
                (Some(tag), Some((_, name))) => self.attributes.push((tag, name)),
                _ => {
                    panic!("the attribute `{name}` of `{tag}` cannot be kept safely; leave it out")
                }
            }
        }
    }

    pub(super) fn set_links(&mut self, allow: bool) {
        self.tags.retain(|&tag| tag != "a");
        if allow {
            self.tags.push("a");
        }
    }

    /// The element of this name, if it is kept.
    pub(super) fn tag(&self, name: &str) -> Option<&'static str> {
        self.tags.iter().copied().find(|kept| kept.eq_ignore_ascii_case(name))
    }

    /// The attribute of this name, if it is kept on the element.
    pub(super) fn attribute(&self, tag: &str, name: &str) -> Option<&'static str> {
        self.attributes
            .iter()
            .find(|(on, kept)| (*on == tag || *on == "*") && kept.eq_ignore_ascii_case(name))
            .map(|&(_, kept)| kept)
    }

    /// The cleaner that has the last word.
    pub(super) fn cleaner(&self) -> ammonia::Builder<'static> {
        let mut generic = HashSet::new();
        let mut of_tags: HashMap<_, HashSet<_>> = HashMap::new();
        for &(tag, attribute) in &self.attributes {
            if tag == "*" {
                generic.insert(attribute);
            } else {
                of_tags.entry(tag).or_default().insert(attribute);
            }
        }
        let mut cleaner = ammonia::Builder::empty();
        cleaner
            .tags(self.tags.iter().copied().collect())
            .clean_content_tags(HashSet::from(["script", "style"]))
            .generic_attributes(generic)
            .tag_attributes(of_tags)
            .url_schemes(HashSet::from(["http", "https", "mailto"]))
            .url_relative(ammonia::UrlRelative::PassThrough)
            .link_rel(Some("noopener noreferrer nofollow"))
            .strip_comments(true);
        cleaner
    }
}

/// Kept by default.
#[rustfmt::skip]
const FORMATTED: &[&str] = &[
    "p", "a", "li", "br", "em", "strong", "b", "i", "code", "ul", "ol", "span", "div",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "dl", "dt", "dd",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
    "abbr", "bdi", "bdo", "cite", "del", "dfn", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "sub", "sup", "time", "u", "var", "wbr", "rp", "rt", "ruby",
    "details", "summary", "figcaption", "figure",
];

/// Kept if they are asked for. [`nesting`](super::nesting) knows how these and those above
/// nest; an element that is added here must be looked up there.
#[rustfmt::skip]
const OTHER: &[&str] = &[
    "img", "address", "article", "aside", "center", "data", "footer", "header", "hgroup", "main",
    "nav", "section", "strike", "tt",
];

/// All that can be kept. None runs anything, and the cleaner checks the addresses in `href`
/// and `src`; those in `cite` it does not, so they are left out.
#[rustfmt::skip]
const ATTRIBUTES: &[(&str, &str)] = &[
    ("*", "title"), ("*", "lang"), ("*", "dir"), ("*", "class"),
    ("a", "href"), ("a", "hreflang"),
    ("del", "datetime"), ("ins", "datetime"), ("time", "datetime"),
    ("col", "span"), ("colgroup", "span"), ("data", "value"), ("details", "open"),
    ("ol", "start"), ("ol", "reversed"), ("ol", "type"), ("li", "value"),
    ("td", "colspan"), ("td", "rowspan"), ("th", "colspan"), ("th", "rowspan"),
    ("th", "scope"), ("th", "abbr"),
    ("img", "src"), ("img", "alt"), ("img", "width"), ("img", "height"),
];
