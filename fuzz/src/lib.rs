//! What the targets share.

mod judged;

pub use judged::{Judged, check_one, chosen};
