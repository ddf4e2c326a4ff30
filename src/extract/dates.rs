//! Reads dates as web pages write them, in some forty languages: [`find_date`] in a line, [`parse_date`] of a value.
//!
//! 1. `tokens` splits the line into numbers, words and punctuation. A word may name a month, a day of the week or a
//!    time zone.
//! 2. From each token on, the forms of a date are tried: year first, day first, month first. Each form reads a bounded
//!    number of tokens.
//! 3. A time of day and a time zone beside the date are read with it. With a zone, the result is a moment; without one
//!    it is a day, because no zone is guessed.
//!
//! [`DateOrder`] decides where day and month could be swapped. Relative dates ("yesterday") need the current date and
//! are not read.

mod calendar;
mod compact;
mod names;
mod time;
mod tokens;

use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveTime};

use crate::model::Published;
use calendar::{day_in_any_calendar, day_of_named_month, expand_year, gregorian_day, is_plausible};
use compact::parse_compact;
use names::Month;
use time::{parse_time, published_from};
use tokens::{DateToken, DateTokenKind, is_adjacent_number, lex_date, number_at, punctuation_at};

/// Order of day and month in a date such as `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 3 April, as in most of the world.
    DayFirst,
    /// March 4, as in the United States.
    MonthFirst,
}

impl DateOrder {
    /// Returns the usual order of a language, given as a BCP 47 tag. English without a region counts as that of the
    /// United States.
    pub fn of_language(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        match tag.as_str() {
            "en" | "en-us" | "en-ph" | "es-us" | "fil" | "fil-ph" => Self::MonthFirst,
            _ => Self::DayFirst,
        }
    }
}

/// Facts about a text that decide how its dates are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateReading {
    /// Order of day and month in numbers. Without it, [`find_date`] guesses.
    pub order: Option<DateOrder>,
    /// Last possible day. Of the readings of a number with several, the first that is not later is taken; dates that are
    /// later in every reading are no dates.
    pub latest: Option<NaiveDate>,
}

/// Finds the first date in `line`.
///
/// Returns the range of bytes of the date, with its day of the week and its time, and the date. The date must have a
/// year. [`find_date_in_order`] describes how `03/04/2026` is read.
///
/// # Examples
///
/// ```
/// use newsprint::extract::dates::find_date;
///
/// let (range, date) = find_date("Published Monday, 2 février 2026 | News").ok_or("no date")?;
/// assert_eq!(date.to_string(), "2026-02-02");
/// assert_eq!(range, 10..33);
///
/// let (_, date) = find_date("Feb. 2, 2026, 3:05 p.m. EST").ok_or("no date")?;
/// assert_eq!(date.to_string(), "2026-02-02T15:05:00-05:00");
///
/// assert_eq!(find_date("Version 1.2.2026.5"), None);
/// # Ok::<(), &str>(())
/// ```
pub fn find_date(line: &str) -> Option<(Range<usize>, Published)> {
    find_date_in_order(line, None)
}

/// Finds the first date in `line` like [`find_date`], with a given order of day and month for ambiguous numbers.
///
/// Without an order, the month comes first between slashes if all letters of the line are ASCII; else the day comes
/// first.
pub fn find_date_in_order(
    line: &str,
    order: Option<DateOrder>,
) -> Option<(Range<usize>, Published)> {
    let latest = None;
    find_date_as(line, DateReading { order, latest })
}

/// Finds the first date in `line` like [`find_date`], with facts about the text.
///
/// # Examples
///
/// ```
/// use chrono::NaiveDate;
/// use newsprint::extract::dates::{DateReading, find_date_as};
///
/// let reading = DateReading { order: None, latest: NaiveDate::from_ymd_opt(2026, 2, 2) };
/// let (_, date) = find_date_as("11-10-28", reading).ok_or("no date")?;
/// assert_eq!(date.to_string(), "2011-10-28");
/// assert_eq!(find_date_as("3 May 2031", reading), None);
/// # Ok::<(), &str>(())
/// ```
pub fn find_date_as(line: &str, reading: DateReading) -> Option<(Range<usize>, Published)> {
    if !line.contains(char::is_numeric) {
        return None;
    }
    let tokens = lex_date(line);
    let order = reading.order.unwrap_or_else(|| guess_order(line));
    let forms = DateForms {
        order,
        latest: reading.latest,
    };
    (0..tokens.len()).find_map(|i| {
        let (end, published) = parse_date_and_time(&tokens, i, forms)?;
        if !forms.is_possible(published.day()) {
            return None;
        }
        let first = start_with_weekday(&tokens, i);
        let range = tokens.get(first)?.start..tokens.get(end.checked_sub(1)?)?.end;
        Some((range, published))
    })
}

/// Returns true if `word` is the name of a month or an abbreviation of it, in any case.
pub fn is_month_name(word: &str) -> bool {
    word.len() <= 48 && names::date_word(&word.to_lowercase()).month.is_some()
}

/// Returns the number of the month of the Gregorian calendar that `word` names, in any case.
pub fn month_number(word: &str) -> Option<u32> {
    let word = (word.len() <= 48).then(|| word.to_lowercase())?;
    match names::date_word(&word).month? {
        Month::Gregorian(number) => Some(u32::from(number)),
        Month::SolarHijri(_) => None,
    }
}

/// Returns true if `text` in lower case has only names of months and of days of the week, numbers and signs.
pub fn is_weekday_or_month(text: &str) -> bool {
    let mut words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    let dated = |word: &str| {
        let meaning = names::date_word(word);
        word.len() <= 48 && (meaning.month.is_some() || meaning.is_weekday)
            || word.chars().all(char::is_numeric)
    };
    words.peek().is_some() && words.all(dated)
}

/// Forms of dates that are read, and the last day that they can name.
#[derive(Clone, Copy)]
struct DateForms {
    /// Order of day and month.
    order: DateOrder,
    /// Last possible day.
    latest: Option<NaiveDate>,
}

impl DateForms {
    /// Returns true if `day` is not after the last possible day.
    fn is_possible(self, day: NaiveDate) -> bool {
        self.latest.is_none_or(|latest| day <= latest)
    }
}

/// Parses a value that is, begins with or contains a date.
///
/// The value may be in RFC 3339, ISO 8601 (also in the basic format `20260202T100000Z`) or RFC 2822, in seconds or
/// milliseconds since 1970-01-01 UTC, or in any form that [`find_date`] reads. Values of more than 400 bytes are no
/// dates.
///
/// # Examples
///
/// ```
/// use newsprint::extract::dates::parse_date;
///
/// let parsed = |value| parse_date(value).map(|date| date.to_string());
/// assert_eq!(parsed("2026-02-02T10:00+0200").as_deref(), Some("2026-02-02T10:00:00+02:00"));
/// assert_eq!(parsed("1770026400").as_deref(), Some("2026-02-02T10:00:00Z"));
/// assert_eq!(parsed("Published 2 February 2026").as_deref(), Some("2026-02-02"));
/// assert_eq!(parsed("yesterday"), None);
/// ```
pub fn parse_date(text: &str) -> Option<Published> {
    let text = text.trim();
    if text.len() > MAX_VALUE_BYTES {
        return None;
    }
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return is_plausible(moment.date_naive()).then_some(Published::DateTime(moment));
    }
    parse_compact(text).or_else(|| find_date(text).map(|(_, published)| published))
}

/// Largest size of a value that is parsed, in bytes.
const MAX_VALUE_BYTES: usize = 400;

/// Returns month first for a line whose letters are all ASCII, else day first: only English puts the month first.
fn guess_order(line: &str) -> DateOrder {
    match line.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
        true => DateOrder::DayFirst,
        false => DateOrder::MonthFirst,
    }
}

/// Parses a date at token `i` with a time before or after it. Returns the index of the token after it, and the date.
fn parse_date_and_time(
    tokens: &[DateToken],
    i: usize,
    forms: DateForms,
) -> Option<(usize, Published)> {
    if let Some((end, day, inner)) = parse_date_at(tokens, i, forms) {
        if let Some((time, offset)) = inner {
            return Some((end, published_from(day, Some(time), offset)));
        }
        let start = skip_joiners(tokens, end, 3);
        return Some(match parse_time(tokens, start) {
            Some((end, time, offset)) => (end, published_from(day, Some(time), offset)),
            None => (end, Published::Day(day)),
        });
    }
    let (end, time, offset) = parse_time(tokens, i)?;
    let mut start = skip_joiners(tokens, end, 3);
    while tokens.get(start).is_some_and(|t| t.meaning.is_weekday) {
        start = skip_joiners(tokens, start + 1, 2);
    }
    let (end, day, inner) = parse_date_at(tokens, start, forms)?;
    let (time, offset) = inner.unwrap_or((time, offset));
    Some((end, published_from(day, Some(time), offset)))
}

/// A time of day and its offset from UTC in minutes, if it is known.
type TimeAndOffset = (NaiveTime, Option<i32>);

/// Parses a date at token `i`. Returns the index of the token after it, the day, and the time if it stands inside, as
/// in `Feb 2 10:00:00 2026`.
fn parse_date_at(
    tokens: &[DateToken],
    i: usize,
    forms: DateForms,
) -> Option<(usize, NaiveDate, Option<TimeAndOffset>)> {
    let token = tokens.get(i)?;
    if i > 0 && continues_number(tokens, i - 1) {
        return None;
    }
    let plain = |(end, day)| (end, day, None);
    match token.kind {
        DateTokenKind::Number { digits: 3.., .. } => parse_year_first(tokens, i).map(plain),
        DateTokenKind::Number { .. } => parse_day_first(tokens, i)
            .or_else(|| parse_numeric(tokens, i, forms))
            .or_else(|| parse_cjk_short_year(tokens, i))
            .map(plain),
        DateTokenKind::Word => {
            parse_month_first(tokens, i).or_else(|| parse_era(tokens, i).map(plain))
        }
        DateTokenKind::Punctuation(_) => None,
    }
}

/// Parses `2026-02-02`, `2026/2/2`, `2026年2月2日`, `2026 February 2`, `2026. február 2.`
fn parse_year_first(tokens: &[DateToken], i: usize) -> Option<(usize, NaiveDate)> {
    let year = number_at(tokens, i, 3..=4)?;
    let next = tokens.get(i + 1)?;
    match next.kind {
        DateTokenKind::Punctuation(separator @ ('-' | '/' | '.' | '–' | '‑')) => {
            if let (Some(month), Some(day_)) = (
                number_at(tokens, i + 2, 1..=2),
                number_at(tokens, i + 4, 1..=2),
            ) && punctuation_at(tokens, i + 3) == Some(separator)
            {
                if separator == '.' && continues_number(tokens, i + 5) {
                    return None;
                }
                return Some((i + 5, day_in_any_calendar(year, month, day_)?));
            }
        }
        DateTokenKind::Punctuation('年' | '년') => {
            let month = number_at(tokens, i + 2, 1..=2)?;
            if !matches!(punctuation_at(tokens, i + 3), Some('月' | '월')) {
                return None;
            }
            let day_ = number_at(tokens, i + 4, 1..=2)?;
            let end = i
                + 5
                + usize::from(matches!(
                    punctuation_at(tokens, i + 5),
                    Some('日' | '일' | '号' | '號')
                ));
            return Some((end, gregorian_day(year, month, day_)?));
        }
        _ => {}
    }
    // Up to three punctuation marks or joining words may stand before the name of the month ("2026. február", "2026 m. vasario").
    let at = skip_joiners(tokens, i + 1, 3);
    let month = tokens.get(at)?.meaning.month?;
    let at = skip_joiners(tokens, at + 1, 1);
    let day_ = number_at(tokens, at, 1..=2)?;
    if matches!(punctuation_at(tokens, at + 1), Some(':')) {
        return None;
    }
    Some((at + 1, day_of_named_month(year, month, day_)?))
}

/// Parses `2 February 2026`, `2. Februar 2026`, `2 de febrero de 2026`, `02-Feb-26`, `ngày 2 tháng 2 năm 2026`.
fn parse_day_first(tokens: &[DateToken], i: usize) -> Option<(usize, NaiveDate)> {
    let day_ = number_at(tokens, i, 1..=2)?;
    let mut at = i + 1;
    if tokens
        .get(at)
        .is_some_and(|t| t.meaning.is_ordinal_ending && t.meaning.month.is_none())
    {
        at += 1;
    }
    at = skip_joiners(tokens, at, 2);
    let token = tokens.get(at)?;
    if let Some(month) = token.meaning.month {
        at = skip_joiners(tokens, at + 1, 3);
        return Some((
            at + 1,
            day_of_named_month(parse_year(tokens, at)?, month, day_)?,
        ));
    }
    if token.is_month_word {
        let month = number_at(tokens, at + 1, 1..=2)?;
        at = skip_joiners(tokens, at + 2, 2);
        return Some((at + 1, gregorian_day(parse_year(tokens, at)?, month, day_)?));
    }
    None
}

/// Parses `02/03/2026`, `2.3.2026`, `02-03-26`. Numbers whose day would be too late are read with the year first:
/// `11-10-28`.
fn parse_numeric(tokens: &[DateToken], i: usize, forms: DateForms) -> Option<(usize, NaiveDate)> {
    let first = number_at(tokens, i, 1..=2)?;
    let separator = punctuation_at(tokens, i + 1).filter(|c| matches!(c, '/' | '.' | '-' | '‑'))?;
    let second = number_at(tokens, i + 2, 1..=2)?;
    if punctuation_at(tokens, i + 3) != Some(separator) || continues_number(tokens, i + 5) {
        return None;
    }
    let mut year_first = None;
    let year = match tokens.get(i + 4)?.kind {
        DateTokenKind::Number { digits: 4, value } => value,
        // Two digits are a year only if all three numbers have two: 1.2.26 may be the number of a section.
        DateTokenKind::Number { digits: 2, value }
            if tokens
                .get(i..i + 4)?
                .iter()
                .all(|t| !matches!(t.kind, DateTokenKind::Number { digits: 1, .. })) =>
        {
            year_first = gregorian_day(expand_year(first), second, value);
            expand_year(value)
        }
        _ => return None,
    };
    let month_first = separator == '/' && forms.order == DateOrder::MonthFirst;
    let (a, b) = if month_first {
        (first, second)
    } else {
        (second, first)
    };
    let possible = |day: &NaiveDate| forms.is_possible(*day);
    let day = gregorian_day(year, a, b)
        .or_else(|| gregorian_day(year, b, a))
        .filter(possible)
        .or_else(|| year_first.filter(|_| forms.latest.is_some()));
    Some((i + 5, day?))
}

/// Parses `February 2, 2026`, `Feb. 2nd 2026`, `Mon Feb 2 10:00:00 UTC 2026`.
fn parse_month_first(
    tokens: &[DateToken],
    i: usize,
) -> Option<(usize, NaiveDate, Option<TimeAndOffset>)> {
    let month = tokens.get(i)?.meaning.month?;
    let mut at = skip_joiners(tokens, i + 1, 2);
    let day_ = number_at(tokens, at, 1..=2)?;
    at += 1;
    if tokens.get(at).is_some_and(|t| t.meaning.is_ordinal_ending) {
        at += 1;
    }
    at = skip_joiners(tokens, at, 2);
    if let Some(year) = parse_year(tokens, at) {
        return Some((at + 1, day_of_named_month(year, month, day_)?, None));
    }
    let (after, time, offset) = parse_time(tokens, at)?;
    let year = number_at(tokens, after, 4..=4)?;
    Some((
        after + 1,
        day_of_named_month(year, month, day_)?,
        Some((time, offset)),
    ))
}

/// Parses a year of a Japanese era: `令和8年2月2日`.
fn parse_era(tokens: &[DateToken], i: usize) -> Option<(usize, NaiveDate)> {
    let before = tokens.get(i)?.era?;
    let years = number_at(tokens, i + 1, 1..=2)?;
    if punctuation_at(tokens, i + 2) != Some('年') || punctuation_at(tokens, i + 4) != Some('月')
    {
        return None;
    }
    let (month, day_) = (
        number_at(tokens, i + 3, 1..=2)?,
        number_at(tokens, i + 5, 1..=2)?,
    );
    let end = i + 6 + usize::from(punctuation_at(tokens, i + 6) == Some('日'));
    Some((end, gregorian_day(before + years, month, day_)?))
}

/// Parses a Chinese or Japanese date with a year of two digits: `26年2月2日`.
fn parse_cjk_short_year(tokens: &[DateToken], i: usize) -> Option<(usize, NaiveDate)> {
    let year = number_at(tokens, i, 2..=2)?;
    if punctuation_at(tokens, i + 1) != Some('年') || punctuation_at(tokens, i + 3) != Some('月')
    {
        return None;
    }
    let (month, day_) = (
        number_at(tokens, i + 2, 1..=2)?,
        number_at(tokens, i + 4, 1..=2)?,
    );
    let end = i + 5 + usize::from(punctuation_at(tokens, i + 5) == Some('日'));
    Some((end, gregorian_day(expand_year(year), month, day_)?))
}

/// Returns the index of the first token of the date at `i`, with the day of the week before it.
fn start_with_weekday(tokens: &[DateToken], i: usize) -> usize {
    for back in 1..=3_usize.min(i) {
        let Some(token) = tokens.get(i - back) else {
            break;
        };
        if token.meaning.is_weekday {
            return i - back;
        }
        if !(matches!(token.kind, DateTokenKind::Punctuation(',' | '.')) || token.meaning.is_joiner)
        {
            break;
        }
    }
    i
}

/// Skips up to `most` punctuation marks and joining words, but no token that begins another date or a time.
fn skip_joiners(tokens: &[DateToken], mut i: usize, most: usize) -> usize {
    for _ in 0..most {
        let Some(token) = tokens.get(i) else { break };
        let skip = match token.kind {
            DateTokenKind::Punctuation(c) => matches!(
                c,
                ',' | '.' | '-' | '–' | '—' | '/' | '|' | '•' | '·' | '@' | '(' | '\'' | '’' | '،'
            ),
            DateTokenKind::Word => token.meaning.is_joiner && token.meaning.month.is_none(),
            DateTokenKind::Number { .. } => false,
        };
        if !skip {
            break;
        }
        i += 1;
    }
    i
}

/// Returns the year at token `i`: four digits, or two after an apostrophe, a hyphen or a slash.
fn parse_year(tokens: &[DateToken], i: usize) -> Option<u32> {
    if let Some(year) = number_at(tokens, i, 4..=4) {
        return Some(year);
    }
    let short = number_at(tokens, i, 2..=2)?;
    matches!(
        punctuation_at(tokens, i.checked_sub(1)?)?,
        '\'' | '’' | '-' | '/'
    )
    .then(|| expand_year(short))
    .filter(|_| punctuation_at(tokens, i + 1) != Some(':'))
}

/// Returns true if tokens `i` and `i + 1` continue the number before them without space (`2.2026.5`), so that it is no
/// date.
fn continues_number(tokens: &[DateToken], i: usize) -> bool {
    matches!(punctuation_at(tokens, i), Some('.' | '/'))
        && tokens.get(i).is_some_and(|t| !t.follows_space)
        && is_adjacent_number(tokens, i + 1)
        && i.checked_sub(1)
            .and_then(|k| tokens.get(k))
            .is_some_and(DateToken::is_number)
}
