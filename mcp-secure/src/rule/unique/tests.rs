#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;

fn described<T: JsonSchema + Ord>() -> Value {
    let mut schema = Vec::<T>::json_schema(&mut SchemaGenerator::default());
    Rule::<[T]>::describe(&unique(), &mut schema);
    schema.to_value()
}

fn repeated<T: Ord>(items: &[T]) -> Option<String> {
    unique().judge(items).err().map(|violation| violation.pointer().to_owned())
}

#[test]
fn accepts_lists_without_repetition() {
    assert_eq!(repeated::<u8>(&[]), None);
    assert_eq!(repeated(&[1]), None);
    assert_eq!(repeated(&[1, 2, 3]), None);
    assert_eq!(repeated(&[3, 1, 2]), None);
    assert_eq!(repeated(&["a", "A", " a", "a ", ""]), None);
    assert_eq!(repeated(&["\u{e9}", "e\u{301}"]), None);
    assert_eq!(repeated(&[None, Some(0), Some(1)]), None);
    assert_eq!(repeated(&[vec![1], vec![], vec![1, 1]]), None);
}

#[test]
fn names_the_first_item_that_was_there_before() {
    assert_eq!(repeated(&[1, 1]).unwrap(), "/1");
    assert_eq!(repeated(&[2, 1, 3, 1, 2]).unwrap(), "/3");
    assert_eq!(repeated(&[1, 2, 2, 1, 1]).unwrap(), "/2");
    assert_eq!(repeated(&["", "a", ""]).unwrap(), "/2");
    assert_eq!(repeated(&[None, Some(1), None]).unwrap(), "/2");
    assert_eq!(repeated(&[vec![1, 2], vec![1, 2]]).unwrap(), "/1");
}

#[test]
fn a_long_list_is_judged_by_few_comparisons() {
    use std::{cell::Cell, cmp::Ordering};

    thread_local! {
        static COMPARISONS: Cell<usize> = const { Cell::new(0) };
    }

    #[derive(PartialEq, Eq)]
    struct Counted(usize);

    impl Ord for Counted {
        fn cmp(&self, other: &Self) -> Ordering {
            COMPARISONS.set(COMPARISONS.get() + 1);
            self.0.cmp(&other.0)
        }
    }

    impl PartialOrd for Counted {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    let length = 100_000;
    let lists: [fn(usize) -> usize; 4] =
        [|index| index, |index| 100_000 - index, |index| index * 7919 % 100_003, |_| 1];
    for of in lists {
        let items: Vec<Counted> = (0..length).map(|index| Counted(of(index))).collect();
        COMPARISONS.set(0);
        let _ = unique().judge(&items[..]);
        assert!(COMPARISONS.get() < length * 40, "{}", COMPARISONS.get());
    }
}

#[test]
fn the_violation_does_not_hold_the_item() {
    let violation = unique().judge(&["SECRET", "SECRET"][..]).unwrap_err();
    assert_eq!(violation.message(), "must not repeat an item before it");
}

#[test]
fn describes_as_the_keyword() {
    assert_eq!(described::<String>()["uniqueItems"], true);
    assert!(!Rule::<[String]>::bounds_length(&unique()));
}

proptest! {
    #[test]
    fn agrees_with_the_schema(
        texts in prop::collection::vec("[abé]{0,2}", 0..6),
        numbers in prop::collection::vec(prop::option::of(-3..9_i32), 0..6),
    ) {
        prop_assert_eq!(
            unique().judge(&texts[..]).is_ok(),
            jsonschema::is_valid(&described::<String>(), &json!(texts))
        );
        prop_assert_eq!(
            unique().judge(&numbers[..]).is_ok(),
            jsonschema::is_valid(&described::<Option<i32>>(), &json!(numbers))
        );
    }

    #[test]
    fn finds_what_a_plain_search_finds(items in prop::collection::vec(0..12_u8, 0..9)) {
        let plain = (0..items.len()).find(|&index| items[..index].contains(&items[index]));
        prop_assert_eq!(first_repeated(&items), plain);
    }
}
