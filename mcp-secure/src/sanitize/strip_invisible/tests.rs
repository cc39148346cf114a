use proptest::prelude::*;

use super::*;

#[test]
fn removes_what_hides_or_turns_text() {
    for invisible in [
        "\u{ad}",
        "\u{34f}",
        "\u{61c}",
        "\u{115f}",
        "\u{180e}",
        "\u{200b}",
        "\u{200e}",
        "\u{200f}",
        "\u{202a}",
        "\u{202e}",
        "\u{2060}",
        "\u{2064}",
        "\u{2066}",
        "\u{2069}",
        "\u{206f}",
        "\u{3164}",
        "\u{fe00}",
        "\u{feff}",
        "\u{ffa0}",
        "\u{fff9}",
        "\u{1d173}",
        "\u{e0001}",
        "\u{e0041}\u{e007f}",
        "\u{e0100}",
        "\u{e01ef}",
        "\u{200c}",
        "\u{200d}",
        "\u{fe0f}",
    ] {
        let text = format!("{invisible}é{invisible}b{invisible}");
        assert_eq!(strip_invisible().sanitize(&text), "éb", "{invisible:?}");
    }
}

#[test]
fn keeps_what_scripts_and_emoji_are_spelled_with() {
    for text in [
        "",
        "plain",
        "résumé",
        "日本語",
        "\u{a0}",
        "\u{2800}⠁",
        "\u{fffc}",
        "می\u{200c}خواهم",
        "क्\u{200d}ष",
        "ශ්\u{200d}රී",
        "👩\u{200d}👩\u{200d}👧",
        "❤\u{fe0f}",
        "🏳\u{fe0f}\u{200d}🌈",
        "1\u{fe0f}\u{20e3}",
        "*\u{fe0f}\u{20e3}",
    ] {
        let clean = strip_invisible().sanitize(text);
        assert!(matches!(clean, Cow::Borrowed(same) if same == text), "{text:?}");
    }
}

#[test]
fn what_is_kept_once_is_not_repeated() {
    let clean = |text| strip_invisible().sanitize(text).into_owned();
    assert_eq!(clean("👩\u{200d}\u{200d}\u{200d}🚀"), "👩\u{200d}🚀");
    assert_eq!(clean("❤\u{fe0f}\u{fe0f}\u{fe0f}"), "❤\u{fe0f}");
    assert_eq!(clean("👩\u{200b}\u{200d}\u{e0041}🚀"), "👩\u{200d}🚀");
}

proptest! {
    #[test]
    fn twice_is_once(
        text in any::<String>(),
        near in "[a1#é❤👩🚀می्क\u{200b}\u{200c}\u{200d}\u{fe0f}\u{fe00}\u{20e3}\u{e0041}]{0,12}",
    ) {
        for text in [text, near] {
            let once = strip_invisible().sanitize(&text);
            prop_assert_eq!(strip_invisible().sanitize(&once), once.as_ref());
        }
    }
}
