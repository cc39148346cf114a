use proptest::prelude::*;

use super::*;

mod good;
mod secrets;

fn clean(text: &str) -> String {
    redact_secrets().sanitize(text).into_owned()
}
