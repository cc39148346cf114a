//! Figures in what guards say of themselves.

/// The text with `{}` in the place of its figures, and those, in seconds where they are times.
pub(super) fn figures(text: &str) -> (String, Vec<f64>) {
    let (mut frame, mut figures) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        // Digits within a word, as in a path, are a part of it.
        let is_own = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
        let digits = rest[at..].find(|c: char| !c.is_ascii_digit() && c != '.');
        let end = digits.map_or(rest.len(), |end| at + end);
        frame.push_str(&rest[..at]);
        match rest[at..end].parse::<f64>() {
            Ok(figure) if is_own => {
                let letters = rest[end..].find(|c: char| !c.is_alphabetic() && c != '%');
                let unit = &rest[end..letters.map_or(rest.len(), |letters| end + letters)];
                let in_seconds = match unit {
                    "s" => Some(1.0),
                    "ms" => Some(1e-3),
                    "µs" => Some(1e-6),
                    "ns" => Some(1e-9),
                    _ => None,
                };
                frame.push_str("{}");
                figures.push(figure * in_seconds.unwrap_or(1.0));
                rest = &rest[end + in_seconds.map_or(0, |_| unit.len())..];
            }
            _ => {
                frame.push_str(&rest[at..end]);
                rest = &rest[end..];
            }
        }
    }
    frame.push_str(rest);
    (frame, figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_with_their_units() {
        for (text, frame, expected) in [
            (
                "600/60s per caller, burst 100",
                "{}/{} per caller, burst {}",
                &[600.0, 60.0, 100.0][..],
            ),
            ("2/1.5s, burst 2", "{}/{}, burst {}", &[2.0, 1.5, 2.0]),
            ("opens after 5 failures, for 500ms", "opens after {} failures, for {}", &[5.0, 0.5]),
            ("disk 90% of /srv/data1", "disk {}% of /srv/data1", &[90.0]),
            ("1000/day per caller", "{}/day per caller", &[1000.0]),
            ("v1.2.3 and 1.2.3", "v1.2.3 and 1.2.3", &[]),
            ("", "", &[]),
        ] {
            assert_eq!(figures(text), (frame.to_owned(), expected.to_vec()), "{text}");
        }
    }
}
