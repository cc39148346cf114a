//! Near names, for misspelled ones.

/// "did you mean …" without the question: the similar name if there is one, else all of them.
pub(crate) fn or_list(given: &str, known: &[&str]) -> String {
    let nearest = known.iter().min_by_key(|name| distance(given, name));
    match nearest {
        Some(name) if distance(given, name) <= 1 + given.len() / 4 => {
            format!("a similar name exists: `{name}`")
        }
        _ => format!("known are {}", quoted(known)),
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The edit distance (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
