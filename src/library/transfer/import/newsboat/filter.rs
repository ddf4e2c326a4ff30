//! Translation of newsboat's filter expressions to search queries: [`translate_filter`].
//!
//! A condition is `ATTRIBUTE OPERATOR VALUE`. Conditions are joined by `and` and `or`, which have the same precedence and
//! group to the right, and by parentheses. A query is a conjunction of alternatives, so that the expression is brought
//! into conjunctive normal form.
//!
//! | condition | query |
//! | --- | --- |
//! | `unread = "yes"` | `is:unread` |
//! | `age < 7`, `age between 0:6` | `after:6d` |
//! | `title =~ "ink"` | `title:"ink"`: whole words instead of a part of a word |
//! | `content =~ "ink"` | `"ink"` |
//! | `feedtitle = "Tidewater"` | `source:"Tidewater"` |
//!
//! Regular expressions are translated if they are words, or alternatives of words: `ink|oil`.

use crate::model::SkipReason;

/// Limits of the normal form: clauses, and literals of one.
const MAX_CLAUSES: usize = 16;
/// Limit of nested parentheses and of conditions in a row.
const MAX_DEPTH: usize = 32;

/// Conjunction of alternatives, as words of a query.
type Clauses = Vec<Vec<String>>;

/// Returns the query that finds what a filter expression matches.
///
/// # Errors
/// [`SkipReason::Query`] with the attribute that a search does not have; [`SkipReason::Damaged`] if the expression is
/// malformed or too long.
pub(super) fn translate_filter(expression: &str) -> Result<String, SkipReason> {
    let mut parser = FilterParser { rest: expression };
    let clauses = parser.parse_expression(0)?;
    if !parser.rest.trim().is_empty() {
        return Err(SkipReason::Damaged);
    }
    let clauses: Vec<String> = clauses.iter().map(|clause| clause.join(" OR ")).collect();
    Ok(clauses.join(" "))
}

struct FilterParser<'a> {
    rest: &'a str,
}

/// Value of a condition.
enum FilterValue {
    Text(String),
    Number(i64),
    Range(i64, i64),
}

impl<'a> FilterParser<'a> {
    fn parse_expression(&mut self, depth: usize) -> Result<Clauses, SkipReason> {
        if depth >= MAX_DEPTH {
            return Err(SkipReason::Damaged);
        }
        let left = match self.eat("(") {
            true => {
                let inner = self.parse_expression(depth + 1)?;
                match self.eat(")") {
                    true => inner,
                    false => return Err(SkipReason::Damaged),
                }
            }
            false => self.parse_condition()?,
        };
        if self.eat_word("and") {
            let mut both = left;
            both.extend(self.parse_expression(depth + 1)?);
            return check_size(both);
        }
        if self.eat_word("or") {
            let right = self.parse_expression(depth + 1)?;
            if left.len() * right.len() > MAX_CLAUSES {
                return Err(SkipReason::Damaged);
            }
            let either = left.iter().flat_map(|a| {
                right.iter().map(|b| {
                    let mut clause = a.clone();
                    clause.extend(b.iter().filter(|literal| !a.contains(literal)).cloned());
                    clause
                })
            });
            return check_size(either.collect());
        }
        Ok(left)
    }

    fn parse_condition(&mut self) -> Result<Clauses, SkipReason> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let (attribute, rest) = rest.split_at(end.unwrap_or(rest.len()));
        self.rest = rest;
        let operators = ["==", "=~", "!=", "!~", "!#", "<=", ">=", "=", "<", ">", "#"];
        let operator = match self.eat_word("between") {
            true => "between",
            false => {
                let found = operators.iter().find(|operator| self.eat(operator));
                found.ok_or(SkipReason::Damaged)?
            }
        };
        let value = self.parse_value()?;
        let translated = translate_condition(attribute, operator, &value);
        translated.ok_or_else(|| SkipReason::Query(format!("{attribute} {operator}")))
    }

    fn parse_value(&mut self) -> Result<FilterValue, SkipReason> {
        if self.eat("\"") {
            let mut text = String::new();
            let mut characters = self.rest.chars();
            loop {
                match characters.next().ok_or(SkipReason::Damaged)? {
                    '"' => break,
                    '\\' => text.push(characters.next().ok_or(SkipReason::Damaged)?),
                    c => text.push(c),
                }
            }
            self.rest = characters.as_str();
            return Ok(FilterValue::Text(text));
        }
        let from = self.parse_number()?;
        match self.rest.strip_prefix(':') {
            Some(rest) => {
                self.rest = rest;
                Ok(FilterValue::Range(from, self.parse_number()?))
            }
            None => Ok(FilterValue::Number(from)),
        }
    }

    fn parse_number(&mut self) -> Result<i64, SkipReason> {
        let rest = self.rest.trim_start();
        let is_part = |(at, c): (usize, char)| c.is_ascii_digit() || (at == 0 && c == '-');
        let end = rest.char_indices().find(|part| !is_part(*part));
        let (digits, rest) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        self.rest = rest;
        digits.parse().map_err(|_| SkipReason::Damaged)
    }

    /// Skips a sign, and white space before it. Returns true if it is there.
    fn eat(&mut self, sign: &str) -> bool {
        let found = self.rest.trim_start().strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// Skips a keyword, which a letter may not follow.
    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.rest.trim_start().strip_prefix(word);
        let found = found.filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }
}

fn check_size(clauses: Clauses) -> Result<Clauses, SkipReason> {
    let fits = clauses.len() <= MAX_CLAUSES && clauses.iter().all(|c| c.len() <= MAX_CLAUSES);
    match fits {
        true => Ok(clauses),
        false => Err(SkipReason::Damaged),
    }
}

/// Translates a condition; `None` if a query can't say it.
fn translate_condition(attribute: &str, operator: &str, value: &FilterValue) -> Option<Clauses> {
    let is_negated = operator.starts_with('!');
    let one = |literal: String| Some(vec![vec![literal]]);
    match (attribute, value) {
        ("unread", FilterValue::Text(text)) => {
            let wants_unread = match text.as_str() {
                "yes" => !is_negated,
                "no" => is_negated,
                _ => return None,
            };
            let is_equality = matches!(operator, "=" | "==" | "!=");
            let state = if wants_unread { "unread" } else { "read" };
            is_equality.then(|| vec![vec![format!("is:{state}")]])
        }
        // The age is in whole days; `after` includes the day that it names.
        ("age", FilterValue::Number(days)) => match operator {
            "<=" => one(days_query("after", *days)?),
            "<" => one(days_query("after", *days - 1)?),
            ">" => one(days_query("before", *days)?),
            ">=" => one(days_query("before", *days - 1)?),
            _ => None,
        },
        ("age", FilterValue::Range(from, to)) => {
            let mut clauses = vec![vec![days_query("after", *to)?]];
            if *from > 0 {
                clauses.push(vec![days_query("before", *from - 1)?]);
            }
            Some(clauses)
        }
        ("title" | "content" | "feedtitle", FilterValue::Text(text)) => {
            // Equality with a whole title or text can't be said; a source is found by the words of its title.
            let is_possible = matches!(operator, "=~" | "!~" | "#" | "!#")
                || (attribute == "feedtitle" && matches!(operator, "=" | "==" | "!="));
            if !is_possible {
                return None;
            }
            let field = match attribute {
                "title" => "title:",
                "feedtitle" => "source:",
                _ => "",
            };
            let words: Vec<&str> = text.split('|').map(str::trim).collect();
            let is_words = |text: &&str| {
                let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'');
                !text.is_empty() && text.chars().all(is_allowed)
            };
            if !words.iter().all(is_words) {
                return None;
            }
            let literals = words.iter().map(|words| format!("{field}\"{words}\""));
            Some(match is_negated {
                true => literals
                    .map(|literal| vec![format!("-{literal}")])
                    .collect(),
                false => vec![literals.collect()],
            })
        }
        _ => None,
    }
}

fn days_query(field: &str, days: i64) -> Option<String> {
    (0..100_000)
        .contains(&days)
        .then(|| format!("{field}:{days}d"))
}
