use proptest::prelude::*;

use super::*;
use crate::sanitize::run::assert_linear;

fn clean(text: &str) -> String {
    strip_ansi().sanitize(text).into_owned()
}

#[test]
fn removes_whole_sequences_of_every_family() {
    for sequence in [
        // CSI.
        "\u{1b}[m",
        "\u{1b}[0m",
        "\u{1b}[38;2;255;0;0m",
        "\u{1b}[38:2::255:0:0m",
        "\u{1b}[2J",
        "\u{1b}[?1049h",
        "\u{1b}[>c",
        "\u{1b}[10;20H",
        "\u{1b}[!p",
        "\u{1b}[1 q",
        "\u{1b}[1$r",
        "\u{1b}[200~",
        "\u{9b}31m",
        "\u{9b}?25l",
        // OSC, by each of its ends.
        "\u{1b}]0;a title\u{7}",
        "\u{1b}]0;a title\u{1b}\\",
        "\u{1b}]0;a title\u{9c}",
        "\u{9d}0;a title\u{9c}",
        "\u{9d}52;c;ZXZpbA==\u{7}",
        "\u{1b}]8;id=é;https://evil.example\u{1b}\\",
        "\u{1b}]1337;File=name=eA==:AAAA\u{7}",
        // The other strings; BEL does not end them.
        "\u{1b}P1$r0m\u{1b}\\",
        "\u{1b}Pq#0;2;0;0;0\u{7}~~\u{1b}\\",
        "\u{90}tmux;x\u{9c}",
        "\u{1b}Xany thing\u{1b}\\",
        "\u{98}any thing\u{9c}",
        "\u{1b}^any thing\u{1b}\\",
        "\u{9e}any thing\u{9c}",
        "\u{1b}_Gf=24;AAAA\u{1b}\\",
        "\u{9f}Gf=24;AAAA\u{9c}",
        // Two characters, and three.
        "\u{1b}c",
        "\u{1b}7",
        "\u{1b}8",
        "\u{1b}=",
        "\u{1b}>",
        "\u{1b}M",
        "\u{1b}D",
        "\u{1b}\\",
        "\u{1b}(B",
        "\u{1b})0",
        "\u{1b}#8",
        "\u{1b}%G",
        "\u{1b} F",
        // Single characters of C1.
        "\u{80}",
        "\u{84}",
        "\u{8d}",
        "\u{9c}",
    ] {
        assert_eq!(clean(sequence), "", "{sequence:?}");
        let text = format!("é{sequence}b\n{sequence}{sequence}c{sequence}");
        assert_eq!(clean(&text), "éb\nc", "{sequence:?}");
    }
}

#[test]
fn what_is_broken_off_takes_no_text_away() {
    for (text, kept) in [
        ("\u{1b}", ""),
        ("a\u{1b}", "a"),
        ("\u{1b}é", "é"),
        ("\u{1b}\n", "\n"),
        ("\u{1b}\u{1b}[31mred", "red"),
        ("\u{1b}[", ""),
        ("\u{1b}[31", ""),
        ("\u{1b}[31é", "é"),
        ("\u{1b}[31\nnext", "\nnext"),
        ("\u{1b}[\u{1b}[31mred", "red"),
        ("\u{1b}(", ""),
        ("\u{1b}(é", "é"),
        ("\u{1b}]0;no end", "0;no end"),
        ("\u{9d}0;no end", "0;no end"),
        ("\u{1b}]0;no end\nnext\u{7}", "0;no end\nnext\u{7}"),
        ("\u{1b}Pno end\r\nnext\u{1b}\\", "no end\r\nnext"),
        ("\u{1b}]0;cancelled\u{18}next\u{7}", "0;cancelled\u{18}next\u{7}"),
        ("\u{1b}]0;title\u{1b}[31mred", "red"),
        ("\u{90}a\u{9d}b\u{7}c\nd", "ac\nd"),
        ("\u{9d}\u{9d}\u{9d}a", "a"),
    ] {
        assert_eq!(clean(text), kept, "{text:?}");
    }
}

#[test]
fn leaves_all_other_text() {
    for text in
        ["", "plain [31m", "é\u{a0}«»", "]0;title\u{7}", "\u{8}\t\r\n", "\\x1b[31m", "^[[31m"]
    {
        assert!(matches!(strip_ansi().sanitize(text), Cow::Borrowed(same) if same == text));
    }
}

#[test]
fn no_part_of_a_text_is_searched_again_and_again() {
    for part in [
        "\u{9d}",
        "\u{90}",
        "\u{1b}]\u{18}",
        "\u{9d}\u{90}",
        "\u{90}\u{7}\u{9d}",
        "\u{1b}[0",
        "\u{1b}(",
        "\u{1b}P\u{a0}",
        "\u{1b}",
    ] {
        for end in ["", "\n", "\u{7}", "\u{9c}"] {
            assert_linear(&strip_ansi(), part, end);
        }
    }
}

proptest! {
    #[test]
    fn no_sequence_is_left_and_twice_is_once(
        text in any::<String>(),
        near in "[\u{1b}\u{9b}\u{9d}\u{90}\u{9c}\u{7}\\[\\]\\\\P(;0-9mé\n\u{18} ]{0,16}",
    ) {
        for text in [text, near] {
            let once = clean(&text);
            prop_assert!(!once.contains(|c| matches!(c, '\u{1b}' | '\u{80}'..='\u{9f}')), "{once:?}");
            prop_assert_eq!(clean(&once), once);
        }
    }
}
