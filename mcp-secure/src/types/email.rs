//! A mail address.

use super::judged::judged_text;
use crate::rule::email;

judged_text! {
    /// A mail address, as [`email`](crate::rule::email()) accepts it: one address, without line
    /// breaks, quotes or a leading dash.
    ///
    /// Case is kept, and counts in a comparison, as it may before the `@`.
    ///
    /// ```
    /// use mcp_secure::types::Email;
    ///
    /// assert_eq!("ada@example.com".parse::<Email>()?, "ada@example.com");
    /// assert!("ada@example.com\nBcc: eve@example.com".parse::<Email>().is_err());
    /// # Ok::<(), mcp_secure::Error>(())
    /// ```
    Email: email()
}
