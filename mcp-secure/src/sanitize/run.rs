//! Runs of bytes, and, for tests, how many bytes were looked at.

/// How many bytes from the first one on are part of it.
pub(super) fn run(bytes: &[u8], is_part: impl Fn(u8) -> bool) -> usize {
    let length = bytes.iter().take_while(|&&byte| is_part(byte)).count();
    look_at(length + 1);
    length
}

/// Where this stands first.
pub(super) fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    let found = memchr::memmem::find(bytes, part);
    look_at(found.unwrap_or(bytes.len()) + 1);
    found
}

#[cfg(not(test))]
fn look_at(_bytes: usize) {}

#[cfg(test)]
fn look_at(bytes: usize) {
    LOOKED_AT.set(LOOKED_AT.get() + bytes);
}

#[cfg(test)]
thread_local! {
    static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Checks that twice the text is about twice the work, and that there is little for each byte.
#[cfg(test)]
pub(super) fn assert_linear(sanitizer: &dyn super::Sanitizer, part: &str, end: &str) {
    let work = |length: usize| {
        let text = part.repeat(length / part.len()) + end;
        LOOKED_AT.set(0);
        sanitizer.sanitize(&text);
        LOOKED_AT.get()
    };
    let (once, twice) = (work(8_000), work(16_000));
    assert!(twice <= once * 21 / 10 + 2_000, "{part:?} {end:?}: {once}, then {twice}");
    assert!(twice <= 16_000 * 100, "{part:?} {end:?}: {twice}");
}
