//! Schemas for a reviewer, which say more than those for clients.

use std::{cell::RefCell, collections::BTreeSet};

use schemars::Schema;
use serde_json::Value;

use super::keywords;

/// Of the schemas that are being made on this thread, if they are for a reviewer: what was told that
/// is dangerous.
type Review = Option<BTreeSet<&'static str>>;

thread_local! {
    static REVIEW: RefCell<Review> = const { RefCell::new(None) };
}

/// Has all bounds told that are [left out](super::keywords) for clients, and
/// [what is declared](crate::parameter) beside them, in the schemas that `describe` makes on this
/// thread; with what their rules have told that is dangerous.
pub(crate) fn for_review<T>(describe: impl FnOnce() -> T) -> (T, BTreeSet<&'static str>) {
    /// Puts it back, also where `describe` panics.
    struct Before(Review);
    impl Drop for Before {
        fn drop(&mut self) {
            REVIEW.set(self.0.take());
        }
    }
    let _before = Before(REVIEW.replace(Some(BTreeSet::new())));
    let described = describe();
    (described, REVIEW.take().unwrap_or_default())
}

/// Whether a schema is made for a reviewer.
pub(crate) fn is_review() -> bool {
    REVIEW.with_borrow(Option::is_some)
}

/// Tells a reviewer that the rule which is described lowers a guarantee, by the name of what was called.
pub(crate) fn tell_danger(name: &'static str) {
    REVIEW.with_borrow_mut(|review| {
        if let Some(dangers) = review {
            dangers.insert(name);
        }
    });
}

/// Tells a reviewer what the rule was given, where no keyword of JSON Schema says it: which extensions,
/// which hosts. It stands beside the keywords, under a name that begins with [`TOLD`].
pub(super) fn tell(schema: &mut Schema, name: &str, value: impl Into<Value>) {
    if is_review() {
        keywords::also(schema, &format!("{TOLD}{name}"), value.into());
    }
}

/// As [`tell`], of what another rule describes that the schema cannot say.
pub(super) fn tell_described(schema: &mut Schema, name: &str, describe: impl FnOnce(&mut Schema)) {
    if !is_review() {
        return;
    }
    let mut described = Schema::default();
    describe(&mut described);
    if described.as_object().is_some_and(|it| !it.is_empty()) {
        tell(schema, name, described);
    }
}

/// How keywords begin that are none of JSON Schema's, in schemas for a reviewer.
pub(crate) const TOLD: &str = "x-mcp-secure-";

#[cfg(test)]
mod tests {
    use schemars::json_schema;
    use serde_json::json;

    use super::*;
    #[cfg(feature = "sql")]
    use crate::rule::sql_read_only;
    use crate::rule::{
        Dialect, Rule, any, check, each, filename, ip, length, not, relative_path, sql_identifier,
        url, when,
    };

    #[test]
    fn bounds_that_clients_are_not_told_are_told_to_a_reviewer_alone() {
        let described = || {
            let mut schema = json_schema!({ "type": "string" });
            Rule::<str>::describe(&length(3000..=100_000), &mut schema);
            schema
        };
        let told = json_schema!({ "type": "string", "minLength": 3000, "maxLength": 100_000 });
        assert_eq!(described(), json_schema!({ "type": "string" }));
        assert_eq!(for_review(described).0, told);
        let _ = std::panic::catch_unwind(|| for_review::<()>(|| panic!("a description")));
        assert_eq!(described(), json_schema!({ "type": "string" }), "also after a panic");
        // `not` says only what it can say exactly, for whomever.
        assert!(!Rule::<str>::describes_exactly(&length(..=100_000)));
    }

    #[test]
    fn rules_tell_what_is_dangerous_wherever_they_are() {
        fn told<T: ?Sized>(rule: impl Rule<T>) -> Vec<&'static str> {
            for_review(|| rule.describe(&mut json_schema!({}))).1.into_iter().collect()
        }
        let any = || filename().dangerous_any_extension();
        assert_eq!(told::<str>(any()), ["dangerous_any_extension"]);
        assert_eq!(told::<[String]>(each(any())), ["dangerous_any_extension"]);
        assert_eq!(told::<str>(when(str::is_empty, any())), ["dangerous_any_extension"]);
        let path = relative_path().dangerous_any_extension();
        assert_eq!(told::<str>(path), ["dangerous_any_extension"]);
        assert_eq!(told::<str>(relative_path()), [""; 0]);
        tell_danger("outside of a review");
    }

    #[test]
    fn what_rules_are_given_is_told_to_a_reviewer_alone() {
        fn described<T: ?Sized>(rule: &impl Rule<T>) -> Schema {
            let mut schema = json_schema!({ "type": "string" });
            rule.describe(&mut schema);
            schema
        }
        fn told<T: ?Sized>(rule: impl Rule<T>, name: &str) -> Value {
            assert!(!described(&rule).to_value().to_string().contains(TOLD));
            let told = for_review(|| described(&rule)).0;
            told.get(&*format!("{TOLD}{name}")).cloned().unwrap_or_default()
        }
        let name = || filename().extensions(["md", "TXT"]).deny_extensions([".html"]);
        assert_eq!(told(name(), "extensions"), json!(["md", "txt"]));
        assert_eq!(told(name(), "deniedExtensions"), json!(["html"]));
        assert_eq!(told(filename(), "extensions"), Value::Null);
        let path = || relative_path().extensions(["md"]).deny_extensions(["a"]).depth(3);
        assert_eq!(told(path(), "extensions"), json!(["md"]));
        assert_eq!(told(path(), "deniedExtensions"), json!(["a"]));
        assert_eq!(told(path(), "maxDepth"), 3);
        let address = || url().schemes(["wss"]).hosts(["*.x.example", "::1"]).port(443).public();
        assert_eq!(told(address(), "schemes"), json!(["wss"]));
        assert_eq!(told(address(), "hosts"), json!(["*.x.example", "::1"]));
        assert_eq!(told(address(), "ports"), json!([443]));
        assert_eq!(told(address(), "public"), true);
        assert_eq!(told(url().hosts([""; 0]), "hosts"), json!([]), "none is not any");
        assert_eq!(told(ip().public(), "public"), true);
        assert_eq!(told(sql_identifier().dialect(Dialect::MySql), "dialect"), "MySql");
        assert_eq!(told(length(2..=4).bytes(), "minBytes"), 2);
        assert_eq!(told(length(2..=4).bytes(), "maxBytes"), 4);
        assert_eq!(told(length(2..=4).graphemes(), "minGraphemes"), 2);
        assert_eq!(told(length(2..=4).graphemes(), "maxGraphemes"), 4);
        assert_eq!(told(when(str::is_empty, length(..=9)), "when"), json!({ "maxLength": 9 }));
        // What is refused or accepted by a rule that the schema cannot say.
        let given = json!({ "x-mcp-secure-deniedExtensions": ["html"] });
        let refused = told(not(filename().deny_extensions(["html"])), "refuses");
        assert_eq!(
            refused["x-mcp-secure-deniedExtensions"],
            given["x-mcp-secure-deniedExtensions"]
        );
        let accepted = told(any((check(|_: &str| Ok(())), length(..=9).bytes())), "accepts");
        assert_eq!(accepted[1]["x-mcp-secure-maxBytes"], 9);
    }

    #[cfg(feature = "sql")]
    #[test]
    fn functions_are_told_to_a_reviewer() {
        let rule = sql_read_only().dialect(Dialect::Postgres).functions(["public.total"]);
        let mut schema = json_schema!({});
        for_review(|| rule.describe(&mut schema));
        assert_eq!(schema.get("x-mcp-secure-functions"), Some(&json!(["public.total"])));
        assert_eq!(schema.get("x-mcp-secure-dialect"), Some(&json!("Postgres")));
    }
}
