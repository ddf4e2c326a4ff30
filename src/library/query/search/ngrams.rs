//! N-grams of words, up to three letters, by which a filter finds articles without reading them.
//!
//! A text has an n-gram at each letter of a word: the letter and the two after it, or fewer at the end of the word; and
//! each letter alone. So a text that lacks one of the n-grams of a part of a word does not contain the part, and a part
//! of one or two letters occurs in every text that has an n-gram with this beginning. A punctuation mark is an n-gram
//! of its own. Whether the n-grams of a found text are adjacent is checked in the text.

/// Length of an n-gram, in letters.
const LETTERS: usize = 3;
/// Limit of n-grams in a query: more do not make the result smaller.
const MAX_QUERY_GRAMS: usize = 24;
/// The tokenizer of SQLite knows letters, digits and non-ASCII characters. ASCII punctuation is moved to this range,
/// which has no characters.
const PUNCTUATION: u32 = 0xe000;

/// Collects the n-grams of texts in the form of the index: each once, separated by spaces.
#[derive(Debug, Default)]
pub(in crate::library) struct Grams {
    ngrams: Vec<u64>,
    run: Vec<char>,
}

impl Grams {
    /// Adds the n-grams of a folded text.
    pub(in crate::library) fn add(&mut self, folded: &str) {
        let Self { ngrams, run } = self;
        each_run(folded, run, &mut |run| {
            for (at, letter) in run.iter().enumerate() {
                ngrams.push(pack(&[*letter]));
                let ngram = run.get(at..run.len().min(at + LETTERS));
                ngrams.push(pack(ngram.unwrap_or_default()));
            }
        });
    }

    /// Returns the collected n-grams, and clears them.
    pub(in crate::library) fn take_ngrams(&mut self) -> String {
        self.ngrams.sort_unstable();
        self.ngrams.dedup();
        let mut out = String::with_capacity(self.ngrams.len() * 4);
        for ngram in self.ngrams.drain(..) {
            if !out.is_empty() {
                out.push(' ');
            }
            for place in (0..LETTERS as u64).rev() {
                out.extend(
                    char::from_u32((ngram >> (21 * place)) as u32 & 0x1f_ffff)
                        .filter(|c| *c != '\0'),
                );
            }
        }
        out
    }
}

/// Returns the expression that finds texts that may contain a word; `None` if the word has no n-grams. The word is
/// folded.
pub(in crate::library) fn index_expression(word: &str) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    each_run(word, &mut Vec::new(), &mut |run| {
        let ngrams: Vec<String> = match run {
            [first, second] => vec![format!("\"{first}{second}\" *")],
            run if run.len() < LETTERS => {
                run.iter().map(|letter| format!("\"{letter}\"")).collect()
            }
            run => run
                .windows(LETTERS)
                .map(|ngram| format!("\"{}\"", ngram.iter().collect::<String>()))
                .collect(),
        };
        for ngram in ngrams {
            if parts.len() < MAX_QUERY_GRAMS && !parts.contains(&ngram) {
                parts.push(ngram);
            }
        }
    });
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

/// Passes the runs of letters of a text to a callback, and each punctuation mark alone.
fn each_run(folded: &str, run: &mut Vec<char>, take: &mut impl FnMut(&[char])) {
    run.clear();
    for c in folded.chars() {
        if c.is_ascii_alphanumeric() || (!c.is_ascii() && !c.is_whitespace()) {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            take(run);
            run.clear();
        }
        if c.is_ascii_punctuation()
            && let Some(moved) = char::from_u32(PUNCTUATION + u32::from(c))
        {
            take(&[moved]);
        }
    }
    if !run.is_empty() {
        take(run);
        run.clear();
    }
}

/// Packs up to three characters of 21 bits into one number.
fn pack(ngram: &[char]) -> u64 {
    let mut number = 0;
    for place in 0..LETTERS {
        number = number << 21 | ngram.get(place).map_or(0, |c| u64::from(u32::from(*c)));
    }
    number
}
