//! Whether a secret can be guessed.
//!
//! Refused is what a list or a few rules find at once. That a secret passes is no measure of
//! its entropy, which cannot be told from one sample.

use std::{collections::BTreeSet, fmt, str};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use super::published::{PUBLISHED, WORDS};

/// The first reason why the secret is not taken. `min` is how many bytes its algorithm asks for.
pub(in crate::auth) fn check(secret: &[u8], min: usize) -> Result<(), Weakness> {
    // White space is a mistake in a text; in random bytes it is chance.
    let text = str::from_utf8(secret).ok();
    if secret.is_empty() || text.is_some_and(|text| text.trim().is_empty()) {
        return Err(Weakness::Empty);
    }
    // First of all, since the remedy of a published secret is not to lengthen it.
    if is_published(secret) {
        return Err(Weakness::Published);
    }
    if text.is_some_and(|text| text.trim().len() != text.len()) {
        return Err(Weakness::Surrounded);
    }
    if secret.len() < min {
        return Err(Weakness::Short { min });
    }
    if has_low_variety(secret) {
        return Err(Weakness::Monotonous);
    }
    Ok(())
}

/// Why a secret is not taken: what follows its name in a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::auth) enum Weakness {
    Empty,
    Published,
    Surrounded,
    Short { min: usize },
    Monotonous,
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self {
            Self::Empty => "is empty",
            Self::Published => {
                "is published: it, or what it is made of, stands in documentation and word lists"
            }
            Self::Surrounded => {
                return f.write_str(
                    "begins or ends with white space, such as the line feed of a file; remove it, \
                     for example with `tr -d '\\n'`",
                );
            }
            Self::Short { min } => {
                return write!(
                    f,
                    "is shorter than {min} bytes; make a random one with `openssl rand -base64 {}`",
                    min * 3 / 2
                );
            }
            Self::Monotonous => "repeats a few characters or counts them up, and can be guessed",
        };
        write!(f, "{why}; make a random one with `openssl rand -base64 48`")
    }
}

fn is_published(secret: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(secret) else {
        // A tutorial's key may have been decoded before it came here.
        return is_listed(&URL_SAFE_NO_PAD.encode(secret));
    };
    let text = letters_and_digits(text);
    is_listed(&text) || is_made_of_words(&text)
}

fn is_listed(text: &str) -> bool {
    let text = letters_and_digits(text);
    let text = block(text.as_bytes());
    PUBLISHED.iter().any(|published| letters_and_digits(published).as_bytes() == text)
}

/// Whether nothing but published words, whole and one after the other, and digits between
/// them make up the text. So `Your_JWT_Secret-key_2024!` is found without being listed.
fn is_made_of_words(text: &str) -> bool {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let words: Vec<_> =
        WORDS.iter().chain(PUBLISHED).map(|word| letters_and_digits(word)).collect();
    let text = text.as_bytes();
    // `reached[end]`: the text up to there is made of words and digits.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for end in 1..=text.len() {
        let after_digit = text[end - 1].is_ascii_digit() && reached[end - 1];
        reached[end] = after_digit
            || words
                .iter()
                .any(|word| text[..end].ends_with(word.as_bytes()) && reached[end - word.len()]);
    }
    reached[text.len()]
}

/// Lower case, without what stands between words.
fn letters_and_digits(text: &str) -> Zeroizing<String> {
    let kept = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    // Longer than it may become, so that no outgrown copy is left behind.
    let mut normal = Zeroizing::new(String::with_capacity(3 * text.len()));
    normal.extend(kept);
    normal
}

fn has_low_variety(secret: &[u8]) -> bool {
    let distinct = secret.iter().collect::<BTreeSet<_>>().len();
    let steps = secret.len() - 1;
    let small_steps = secret.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) <= 1).count();
    distinct < MIN_DISTINCT || block(secret).len() < MIN_BYTES || 4 * small_steps > 3 * steps
}

/// The block that the bytes repeat, at least twice and the last time perhaps not to its end;
/// all of them if they repeat none.
fn block(bytes: &[u8]) -> &[u8] {
    (1..=bytes.len() / 2)
        .find(|&length| bytes[length..] == bytes[..bytes.len() - length])
        .map_or(bytes, |length| &bytes[..length])
}

/// What a repetition is made of must be as long as a secret for HS256.
pub(super) const MIN_BYTES: usize = 32;

/// 32 random hexadecimal digits have fewer than eight distinct ones once in 20 million times.
const MIN_DISTINCT: usize = 8;
