//! Parser of search queries: [`Query`]. Any text is a valid query; parts that make no sense are ignored and reported.
//!
//! | query | finds |
//! | --- | --- |
//! | `harbour bri` | articles with words that begin with each of these, in any order |
//! | `"harbour bridge"` | these words, whole, in this order; `"harbour bri"*` makes the last one a prefix |
//! | `title:ink` | a word in the title |
//! | `source:tidewater`, `tag:craft` | the source or publisher, or the site; a tag |
//! | `note:ida` | a word in a note of the user |
//! | `is:unread` `is:read` `is:bookmarked` `is:muted` | the state of the article |
//! | `after:2026-03`, `before:7d` | the date: from the beginning of that day on, or before it; also `today`, `yesterday`, `7d`, `2w`, `3m`, `1y` |
//! | `-word`, `-"a phrase"`, `-is:read` | articles without it; also as the only term |
//! | `ink OR oil` | articles with one of the two |

use chrono::{Days, Months, NaiveDate};

use crate::text::clean;
use crate::text::tokenizer::{WordKind, for_each_word};

/// Parsed query: every clause must match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::library) struct Query {
    /// Clauses; each one matches if one of its literals does.
    pub(in crate::library) clauses: Vec<Clause>,
    /// First part of the query that could not be used, in one clean line.
    pub(in crate::library) problem: Option<String>,
}

/// Alternatives of which one must match.
pub(in crate::library) type Clause = Vec<Literal>;

/// Term, or its negation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::library) struct Literal {
    /// True if the term must not match.
    pub(in crate::library) is_negated: bool,
    /// Term to match.
    pub(in crate::library) term: Term,
}

/// Term of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::library) enum Term {
    /// Words in the text, the title or a note.
    Text(Phrase),
    /// Words in the title.
    Title(Phrase),
    /// Words in the name of its source, its publisher or its site.
    Source(Phrase),
    /// A tag, folded, as words.
    Tag(Phrase),
    /// Words in a note of the user.
    Note(Phrase),
    /// Read articles if true, else unread ones.
    Read(bool),
    /// Bookmarked articles.
    Bookmarked,
    /// Muted articles.
    Muted,
    /// Articles of this day or a later one.
    From(QueryDate),
}

/// Sequence of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::library) struct Phrase {
    /// The words, folded. Never empty.
    pub(in crate::library) words: Vec<String>,
    /// True if the last word is a prefix.
    pub(in crate::library) is_prefix: bool,
    /// True if the last word is the first letter of a pair (see the tokenizer).
    pub(in crate::library) is_single_letter: bool,
}

/// Day, or a day counted back from today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum QueryDate {
    /// Calendar day.
    Day(NaiveDate),
    /// Number of days before today.
    DaysAgo(u32),
    /// Number of months before today.
    MonthsAgo(u32),
}

/// Limit of clauses.
const MAX_CLAUSES: usize = 32;
/// Limit of words in a phrase.
const MAX_WORDS: usize = 64;
/// Limit of the message about a query, in characters.
const MAX_PROBLEM_CHARS: usize = 120;
/// States of an article in a query.
const STATES: [&str; 4] = ["unread", "read", "bookmarked", "muted"];
/// Days that have a name.
const DAYS: [&str; 2] = ["today", "yesterday"];

impl Query {
    /// Parses a query as typed.
    pub(in crate::library) fn parse(typed: &str) -> Self {
        let mut reader = QueryReader {
            rest: typed,
            problem: None,
        };
        let mut clauses: Vec<Clause> = Vec::new();
        let mut or = false;
        while clauses.len() < MAX_CLAUSES {
            match reader.next_part() {
                QueryPart::End => break,
                QueryPart::Or => or = !clauses.is_empty(),
                QueryPart::Nothing => {}
                QueryPart::Literal(literal) => {
                    match clauses.last_mut() {
                        Some(clause) if or && clause.len() < MAX_CLAUSES => clause.push(literal),
                        _ => clauses.push(vec![literal]),
                    }
                    or = false;
                }
            }
        }
        Self {
            clauses,
            problem: reader.problem,
        }
    }

    /// Returns true if the query has no terms.
    pub(in crate::library) fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Returns true if the result changes with the day.
    pub(in crate::library) fn is_relative(&self) -> bool {
        self.matches_any(|term| {
            matches!(
                term,
                Term::From(QueryDate::DaysAgo(_) | QueryDate::MonthsAgo(_))
            )
        })
    }

    /// Returns the phrases to highlight in a text.
    pub(in crate::library) fn highlighted(&self) -> impl Iterator<Item = &Phrase> {
        let literals = self.clauses.iter().flatten();
        literals.filter_map(|literal| match &literal.term {
            Term::Text(phrase) if !literal.is_negated => Some(phrase),
            _ => None,
        })
    }

    /// Returns the phrases to find in a title.
    pub(in crate::library) fn highlighted_in_title(&self) -> impl Iterator<Item = &Phrase> {
        let literals = self.clauses.iter().flatten();
        literals.filter_map(|literal| match &literal.term {
            Term::Text(phrase) | Term::Title(phrase) if !literal.is_negated => Some(phrase),
            _ => None,
        })
    }

    /// Returns the phrases to highlight in a note.
    pub(in crate::library) fn highlighted_in_notes(&self) -> impl Iterator<Item = &Phrase> {
        let literals = self.clauses.iter().flatten();
        literals.filter_map(|literal| match &literal.term {
            Term::Text(phrase) | Term::Note(phrase) if !literal.is_negated => Some(phrase),
            _ => None,
        })
    }

    /// Leaves muted articles out, unless the query has a term for them.
    pub(in crate::library) fn leave_out_muted(&mut self) {
        if !self.is_empty() && !self.matches_any(|term| *term == Term::Muted) {
            self.clauses.push(vec![Literal {
                is_negated: true,
                term: Term::Muted,
            }]);
        }
    }

    /// Returns true if the query has a term for notes.
    pub(in crate::library) fn searches_notes(&self) -> bool {
        self.matches_any(|term| matches!(term, Term::Note(_)))
    }

    fn matches_any(&self, is: impl Fn(&Term) -> bool) -> bool {
        self.clauses
            .iter()
            .flatten()
            .any(|literal| is(&literal.term))
    }
}

impl QueryDate {
    /// Returns the day, counted back from `today` if it is relative.
    pub(in crate::library) fn day(self, today: NaiveDate) -> NaiveDate {
        let day = match self {
            Self::Day(day) => Some(day),
            Self::DaysAgo(days) => today.checked_sub_days(Days::new(days.into())),
            Self::MonthsAgo(months) => today.checked_sub_months(Months::new(months)),
        };
        day.unwrap_or(NaiveDate::MIN)
    }

    /// Parses `2026`, `2026-03`, `2026-03-01`, `today`, `yesterday`, `7d`, `2w`, `3m`, `1y`.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "today" => return Some(Self::DaysAgo(0)),
            "yesterday" => return Some(Self::DaysAgo(1)),
            _ => {}
        }
        if let Some((at, unit)) = text
            .char_indices()
            .next_back()
            .filter(|(_, c)| c.is_ascii_alphabetic())
        {
            let count: u32 = text
                .get(..at)?
                .parse()
                .ok()
                .filter(|count| *count < 100_000)?;
            return match unit {
                'd' => Some(Self::DaysAgo(count)),
                'w' => Some(Self::DaysAgo(count * 7)),
                'm' => Some(Self::MonthsAgo(count)),
                'y' => Some(Self::MonthsAgo(count * 12)),
                _ => None,
            };
        }
        let mut parts = text.split(['-', '/', '.']);
        let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let mut number = || match parts.next() {
            // A day that is still being typed is the first of its month.
            None | Some("") => Some(1),
            Some(part) => part.parse().ok(),
        };
        let (month, day) = (number()?, number()?);
        NaiveDate::from_ymd_opt(year, month, day).map(Self::Day)
    }
}

impl Phrase {
    /// Returns the phrase of a text; `None` if it has no words. `open`: the last word is a prefix.
    pub(in crate::library) fn new(text: &str, open: bool) -> Option<Self> {
        let mut words: Vec<(String, WordKind)> = Vec::new();
        for_each_word(text, &mut |word, at| {
            if words.len() < MAX_WORDS {
                words.push((word.to_owned(), at.kind));
            }
        });
        let mut letter = false;
        let last_but_one = words
            .len()
            .checked_sub(2)
            .and_then(|at| words.get(at))
            .map(|(_, kind)| *kind);
        if words
            .last()
            .is_some_and(|(_, kind)| *kind == WordKind::Last)
        {
            // The run may continue in the text: two letters are a pair, one letter is the beginning of a pair.
            if last_but_one == Some(WordKind::Pair) {
                words.pop();
                return Some(Self {
                    words: words.into_iter().map(|(word, _)| word).collect(),
                    is_prefix: false,
                    is_single_letter: false,
                });
            }
            letter = true;
        }
        (!words.is_empty()).then(|| Self {
            words: words.into_iter().map(|(word, _)| word).collect(),
            is_prefix: open || letter,
            is_single_letter: letter,
        })
    }

    /// Returns true if the words of a text from index `at` on are this phrase.
    pub(in crate::library) fn matches_at(&self, text: &[String], at: usize) -> bool {
        let Some((last, others)) = self.words.split_last() else {
            return false;
        };
        let same = others
            .iter()
            .enumerate()
            .all(|(i, word)| text.get(at + i) == Some(word));
        same && text
            .get(at + others.len())
            .is_some_and(|word| match self.is_prefix {
                true => word.starts_with(last.as_str()),
                false => word == last,
            })
    }
}

enum QueryPart {
    End,
    Or,
    Nothing,
    Literal(Literal),
}

struct QueryReader<'a> {
    rest: &'a str,
    problem: Option<String>,
}

impl<'a> QueryReader<'a> {
    fn next_part(&mut self) -> QueryPart {
        self.rest = self
            .rest
            .trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        if self.rest.is_empty() {
            return QueryPart::End;
        }
        let before = self.rest;
        let negated = self.eat('-') && !self.rest.starts_with(char::is_whitespace);
        if let Some(quoted) = self.parse_quoted() {
            return literal_part(negated, quoted.map(Term::Text));
        }
        let run = self.next_word();
        if before.len() == run.len() + self.rest.len() && (run == "OR" || run == "|") {
            return QueryPart::Or;
        }
        let Some((name, value)) = run.split_once(':') else {
            return literal_part(negated, typed_word(run).map(Term::Text));
        };
        let field: fn(Phrase) -> Term = match name.to_ascii_lowercase().as_str() {
            "title" => Term::Title,
            "source" => Term::Source,
            "tag" => Term::Tag,
            "note" => Term::Note,
            "is" => return self.parse_state(negated, value),
            "before" => return self.parse_date(!negated, value),
            "after" => return self.parse_date(negated, value),
            _ => return literal_part(negated, typed_word(run).map(Term::Text)),
        };
        let phrase = if value.starts_with('"') {
            // A quoted phrase after the colon may contain spaces.
            self.rest = before
                .get(before.len() - self.rest.len() - value.len()..)
                .unwrap_or_default();
            self.parse_quoted().flatten()
        } else {
            typed_word(value)
        };
        literal_part(negated, phrase.map(field))
    }

    fn eat(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Reads a quoted phrase, up to the next quote or the end; `None` if there is none.
    fn parse_quoted(&mut self) -> Option<Option<Phrase>> {
        if !self.eat('"') {
            return None;
        }
        let (inside, rest) = self.rest.split_once('"').unwrap_or((self.rest, ""));
        // While the phrase is being typed, its last word is a prefix.
        let unfinished = inside.len() == self.rest.len();
        self.rest = rest;
        let open = self.eat('*') || inside.ends_with('*') || unfinished;
        Some(Phrase::new(inside, open))
    }

    /// Reads up to the next white space.
    fn next_word(&mut self) -> &'a str {
        let end = self
            .rest
            .find(char::is_whitespace)
            .unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }

    fn parse_state(&mut self, negated: bool, value: &str) -> QueryPart {
        let value = value.to_ascii_lowercase();
        let term = match value.as_str() {
            "unread" => Term::Read(false),
            "read" => Term::Read(true),
            "bookmarked" | "bookmark" => Term::Bookmarked,
            "muted" => Term::Muted,
            _ => {
                if !(self.is_being_typed() && STATES.iter().any(|state| state.starts_with(&value)))
                {
                    self.report_problem(format!(
                        "is:{value} is unknown; use is:unread, is:read, is:bookmarked or is:muted"
                    ));
                }
                return QueryPart::Nothing;
            }
        };
        literal_part(negated, Some(term))
    }

    /// Reads the date of `after:`; `before:` is its negation.
    fn parse_date(&mut self, negated: bool, value: &str) -> QueryPart {
        let value = value.to_ascii_lowercase();
        let date = QueryDate::parse(&value);
        if date.is_none() && !(self.is_being_typed() && may_become_a_date(&value)) {
            self.report_problem(format!(
                "{value} is not a date; write 2026-03-01, 2026-03 or 7d"
            ));
        }
        literal_part(negated, date.map(Term::From))
    }

    /// Returns true if the end of the query was read, without white space after it.
    fn is_being_typed(&self) -> bool {
        self.rest.is_empty()
    }

    fn report_problem(&mut self, reason: String) {
        if self.problem.is_none() {
            let short: String = reason.chars().take(MAX_PROBLEM_CHARS).collect();
            self.problem = Some(clean::clean_line(&short).into_owned());
        }
    }
}

/// Returns true if more letters may complete this to a date.
fn may_become_a_date(value: &str) -> bool {
    let ends = ["", "1", "d", "01"];
    let may = |end: &&str| QueryDate::parse(&format!("{value}{end}")).is_some();
    let year = value.len() < 4 && value.bytes().all(|byte| byte.is_ascii_digit());
    year || ends.iter().any(may) || DAYS.iter().any(|day| day.starts_with(value))
}

/// Returns the phrase of a typed word. Its last word is a prefix: the user may still be typing it.
fn typed_word(run: &str) -> Option<Phrase> {
    Phrase::new(run, true)
}

fn literal_part(negated: bool, term: Option<Term>) -> QueryPart {
    term.map_or(QueryPart::Nothing, |term| {
        QueryPart::Literal(Literal {
            is_negated: negated,
            term,
        })
    })
}
