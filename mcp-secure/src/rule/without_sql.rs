//! What stands in the place of `sql_read_only` without the feature `sql`, to say so.

use schemars::Schema;

use super::{Dialect, Rule, Violation};

#[doc(hidden)]
pub fn sql_read_only() -> SqlReadOnly {
    SqlReadOnly(())
}

#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct SqlReadOnly(());

impl SqlReadOnly {
    #[must_use]
    pub fn dialect(self, _: Dialect) -> Self {
        self
    }

    #[must_use]
    pub fn functions<F: Into<String>>(self, _: impl IntoIterator<Item = F>) -> Self {
        self
    }
}

/// No type implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`sql_read_only` needs the feature `sql` of `mcp-secure`",
    label = "the feature `sql` is off",
    note = "in Cargo.toml: `mcp-secure = {{ .., features = [\"sql\"] }}`"
)]
pub trait WithSql {}

impl<T: WithSql + ?Sized> Rule<T> for SqlReadOnly {
    fn judge(&self, _: &T) -> Result<(), Violation> {
        Err(Violation::new("sql_read_only", "cannot be judged without the feature `sql`"))
    }

    fn describe(&self, _: &mut Schema) {}
}
