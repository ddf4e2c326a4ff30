//! Days in the texts of truths and extractions.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use regex::{Captures, Regex};

/// English names of months and their abbreviations, long ones first, with their numbers.
const MONTHS: [(&str, u32); 24] = [
    ("september", 9),
    ("february", 2),
    ("november", 11),
    ("december", 12),
    ("january", 1),
    ("october", 10),
    ("august", 8),
    ("march", 3),
    ("april", 4),
    ("july", 7),
    ("june", 6),
    ("sept", 9),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

/// Order of the parts of a date that a pattern finds.
#[derive(Clone, Copy)]
enum Order {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
    /// Day and month may be exchanged.
    Ambiguous,
}

static ISO: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*([0-9]{4})-?([0-9]{2})-?([0-9]{2})").unwrap());

static PATTERNS: LazyLock<[(Order, Regex); 4]> = LazyLock::new(|| {
    let months = MONTHS.map(|(name, _)| name).join("|");
    let pattern = |pattern: String| Regex::new(&pattern).unwrap();
    [
        (
            Order::DayMonthYear,
            pattern(format!(
                r"(?i)\b([0-9]{{1,2}})(?:st|nd|rd|th)?[\s.\-/]*(?:of\s+)?({months})\b[.,]?[\s\-/]*([0-9]{{4}})"
            )),
        ),
        (
            Order::MonthDayYear,
            pattern(format!(
                r"(?i)\b({months})\b[.,]?\s*([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s*([0-9]{{4}})"
            )),
        ),
        (
            Order::YearMonthDay,
            pattern(r"\b([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})".to_owned()),
        ),
        (
            Order::Ambiguous,
            pattern(r"\b([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})\b".to_owned()),
        ),
    ]
});

/// The day of a text that begins like ISO 8601, else the first date in it.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    if let Some(parts) = ISO.captures(text) {
        return date(&parts[1], &parts[2], &parts[3]);
    }
    let mut hits: Vec<(usize, NaiveDate)> = Vec::new();
    for (order, pattern) in PATTERNS.iter() {
        for parts in pattern.captures_iter(text) {
            let start = parts.get(0).map_or(0, |all| all.start());
            hits.extend(date_of(*order, &parts).map(|date| (start, date)));
        }
    }
    hits.sort();
    hits.first().map(|(_, date)| *date)
}

/// True if both are the same instant, or the same day where one of them has no time zone.
pub(super) fn same_time(found: Option<&str>, truth: &str) -> bool {
    let instant = |text: &str| DateTime::parse_from_rfc3339(text.trim()).ok();
    let Some(found) = found else {
        return false;
    };
    match (instant(found), instant(truth)) {
        (Some(found), Some(truth)) => found == truth,
        _ => same_day(Some(found), truth),
    }
}

/// True if both have a day, and the same one.
pub(super) fn same_day(found: Option<&str>, truth: &str) -> bool {
    let found = found.and_then(day);
    found.is_some() && found == day(truth)
}

fn date_of(order: Order, parts: &Captures<'_>) -> Option<NaiveDate> {
    let month = |name: &str| {
        let name = name.to_lowercase();
        let found = MONTHS.iter().find(|(month, _)| *month == name);
        found.map_or(String::new(), |(_, number)| number.to_string())
    };
    match order {
        Order::DayMonthYear => date(&parts[3], &month(&parts[2]), &parts[1]),
        Order::MonthDayYear => date(&parts[3], &month(&parts[1]), &parts[2]),
        Order::YearMonthDay => date(&parts[1], &parts[2], &parts[3]),
        Order::Ambiguous => {
            date(&parts[3], &parts[1], &parts[2]).or_else(|| date(&parts[3], &parts[2], &parts[1]))
        }
    }
}

/// A date of the years in which pages were written.
fn date(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let year = year
        .parse()
        .ok()
        .filter(|year| (1990..=2035).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}
