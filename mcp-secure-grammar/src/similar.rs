//! Near names, for misspelled ones.

/// The known name that is nearest to the given one, if it is near: by one slip, and one more for each
/// four letters.
pub fn similar<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    let nearest = known.iter().copied().min_by_key(|name| distance(given, name));
    nearest.filter(|name| distance(given, name) <= 1 + given.len() / 4)
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
