//! [`Index`]: which card is a tool's, and how much was found at it.

use std::collections::BTreeMap;

use super::Review;

/// Made once for a page: to look through all tools for each finding takes a minute where there are ten
/// thousand.
pub(super) struct Index<'a> {
    cards: BTreeMap<&'a str, usize>,
    found: BTreeMap<&'a str, usize>,
}

impl<'a> Index<'a> {
    pub(super) fn of(review: &'a Review) -> Self {
        let tools = review.posture.tools.iter().enumerate();
        let mut found = BTreeMap::new();
        for name in review.findings.iter().filter_map(|finding| finding.tool.as_deref()) {
            *found.entry(name).or_default() += 1;
        }
        Self { cards: tools.map(|(index, tool)| (&*tool.name, index)).collect(), found }
    }

    /// Where the tool of this name stands in the report.
    pub(super) fn card(&self, name: &str) -> Option<usize> {
        self.cards.get(name).copied()
    }

    /// How much was found at it.
    pub(super) fn found(&self, name: &str) -> usize {
        self.found.get(name).copied().unwrap_or_default()
    }
}
