//! Names of types, as a person writes them.

use std::{any, mem};

/// The name of a type without the modules of its parts: `Alternatives<Jwt, ApiKeys>`.
pub(crate) fn type_name<T: ?Sized>() -> String {
    let mut short = String::new();
    let mut word = String::new();
    for c in any::type_name::<T>().chars() {
        match c {
            ':' => word.clear(),
            c if c.is_alphanumeric() || c == '_' => word.push(c),
            c => {
                short.push_str(&mem::take(&mut word));
                short.push(c);
            }
        }
    }
    short + &word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_without_modules_also_in_its_parts() {
        assert_eq!(type_name::<str>(), "str");
        assert_eq!(type_name::<Vec<Option<String>>>(), "Vec<Option<String>>");
        assert_eq!(type_name::<(std::time::Duration, [u8; 4])>(), "(Duration, [u8; 4])");
    }
}
