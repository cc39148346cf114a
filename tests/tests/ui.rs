//! The compiler is the first reviewer: what does not compile, and what it says.
//!
//! A message that has changed is read before it is taken over:
//! `TRYBUILD=overwrite cargo test -p tests --test ui`.

#[test]
fn every_mistake_has_a_message_that_helps() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/fail/**/*.rs");
    cases.pass("ui/pass/*.rs");
}
