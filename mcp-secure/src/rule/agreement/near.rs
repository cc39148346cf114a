//! Text near a text: what an attacker, a keyboard and a boundary make of it.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

/// The text, mostly with a change or two. `longest` is in characters.
pub(super) fn near_text(
    text: impl Strategy<Value = String> + 'static,
    longest: Option<usize>,
) -> BoxedStrategy<String> {
    (text, vec(change(longest), 0..3))
        .prop_map(|(text, changes)| changes.iter().fold(text, |text, change| change.on(&text)))
        .boxed()
}

/// Every text that is one change away, at the start, in the middle or at the end.
pub(super) fn neighbours(text: &str, longest: Option<usize>) -> impl Iterator<Item = String> {
    let places = [0, usize::MAX / 2, usize::MAX].map(Place::At);
    let odd = places.into_iter().flat_map(|at| {
        ODD.iter().flat_map(move |odd| [Change::Insert(at, odd), Change::Replace(at, odd)])
    });
    let plain =
        places.into_iter().flat_map(|at| [Change::Remove(at), Change::Swap(at), Change::Case(at)]);
    let lengths = longest.into_iter().flat_map(|longest| longest.saturating_sub(1)..=longest + 1);
    let stretched = lengths.flat_map(move |length| places.map(|at| Change::Stretch(at, length)));
    let changes = odd.chain(plain).chain(stretched).chain([Change::Uppercase, Change::Double]);
    changes.map(|change| change.on(text))
}

#[derive(Clone, Debug)]
enum Change {
    Insert(Place, &'static str),
    Replace(Place, &'static str),
    Remove(Place),
    /// Two neighbours, swapped.
    Swap(Place),
    /// Of one character.
    Case(Place),
    /// Of all of it.
    Uppercase,
    /// Repeats one character until the text is about as long as it may be.
    Stretch(Place, usize),
    Double,
}

fn change(longest: Option<usize>) -> BoxedStrategy<Change> {
    let at = || {
        let ends = select(vec![Place::At(0), Place::At(usize::MAX)]);
        prop_oneof![1 => ends, 2 => any::<Index>().prop_map(Place::Any)]
    };
    let odd = || select(ODD.to_vec());
    let changes = prop_oneof![
        3 => (at(), odd()).prop_map(|(at, odd)| Change::Insert(at, odd)),
        3 => (at(), odd()).prop_map(|(at, odd)| Change::Replace(at, odd)),
        2 => at().prop_map(Change::Remove),
        1 => at().prop_map(Change::Swap),
        1 => at().prop_map(Change::Case),
        1 => Just(Change::Uppercase),
        1 => Just(Change::Double),
    ];
    match longest {
        None => changes.boxed(),
        Some(longest) => {
            let lengths = longest.saturating_sub(1)..=longest + 1;
            let stretch = (at(), lengths).prop_map(|(at, length)| Change::Stretch(at, length));
            prop_oneof![8 => changes, 1 => stretch].boxed()
        }
    }
}

/// Where in a text, whatever its length.
#[derive(Clone, Copy, Debug)]
enum Place {
    Any(Index),
    /// A share of the largest number.
    At(usize),
}

impl Place {
    /// One of the first `count` places, of which there is at least one.
    fn of(self, count: usize) -> usize {
        match self {
            Place::Any(index) => index.index(count),
            Place::At(0) => 0,
            Place::At(usize::MAX) => count - 1,
            Place::At(_) => count / 2,
        }
    }
}

impl Change {
    fn on(&self, text: &str) -> String {
        let mut characters: Vec<char> = text.chars().collect();
        let place = |at: &Place| at.of(characters.len());
        match self {
            Change::Insert(at, odd) => {
                let at = at.of(characters.len() + 1);
                characters.splice(at..at, odd.chars());
            }
            Change::Double => characters.extend_from_within(..),
            Change::Uppercase => return text.to_uppercase(),
            _ if characters.is_empty() => {}
            Change::Replace(at, odd) => {
                let at = place(at);
                characters.splice(at..=at, odd.chars());
            }
            Change::Remove(at) => {
                characters.remove(place(at));
            }
            Change::Swap(at) => {
                let (at, next) = (place(at), (place(at) + 1) % characters.len());
                characters.swap(at, next);
            }
            Change::Case(at) => {
                let at = place(at);
                let character = characters[at];
                let lower: Vec<char> = character.to_lowercase().collect();
                let other =
                    if lower == [character] { character.to_uppercase().collect() } else { lower };
                characters.splice(at..=at, other);
            }
            Change::Stretch(at, length) => {
                let at = place(at);
                let more = length.saturating_sub(characters.len());
                characters
                    .splice(at..at, std::iter::repeat_n(characters[at], more).collect::<Vec<_>>());
            }
        }
        characters.into_iter().collect()
    }
}

/// What belongs to the grammars, ends lines and texts, combines, folds, hides, or stands at a
/// boundary of an encoding.
#[rustfmt::skip]
const ODD: &[&str] = &[
    // Grammars.
    "a", "A", "z", "0", "9", "-", "--", "_", ".", "..", "/", "//", "\\", ":", "@", "%", "%2", "%2e", "%2f",
    "%00", "%25", "~", "~0", "~2", "#", "?", "&", "=", "+", "*", "^", "$", "(", ")", "[", "]", "{", "}", "<",
    ">", "|", "'", "\"", "`", ",", ";", "!", "xn--", ".lock", "@{",
    // Ends of lines and texts, and blanks.
    " ", "\t", "\n", "\r", "\r\n", "\0", "\u{b}", "\u{1b}", "\u{1f}", "\u{7f}", "\u{80}", "\u{85}", "\u{a0}",
    "\u{2028}", "\u{2029}", "\u{3000}",
    // Combines, folds, or reads as ASCII.
    "\u{301}", "\u{327}", "é", "ß", "ſ", "\u{212a}", "İ", "ı", "ﬁ", "２", "٢", "²", "．", "。", "／", "−",
    // Hides.
    "\u{ad}", "\u{200b}", "\u{200d}", "\u{202e}", "\u{2066}", "\u{fe0f}", "\u{feff}", "\u{e0041}",
    // Beside surrogates, planes and the ends of an encoding's lengths.
    "\u{7ff}", "\u{800}", "\u{d7ff}", "\u{e000}", "\u{fffd}", "\u{ffff}", "\u{10000}", "\u{1ffff}", "\u{10ffff}",
    "日", "😀",
];
