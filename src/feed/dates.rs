//! Dates of feeds: RFC 822 and 2822, RFC 3339 and W3CDTF, and the forms seen in real feeds: [`parse_feed_date`].

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::extract::dates::parse_date;
use crate::model::Published;

/// Largest size of a date, in bytes.
const MAX_DATE_BYTES: usize = 200;

/// Parses the date of a feed. A time without a zone is in UTC, and a day begins at midnight UTC.
pub(super) fn parse_feed_date(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_DATE_BYTES {
        return None;
    }
    parse_iso(text)
        .or_else(|| parse_mail(text))
        .or_else(|| parse_other(text))
}

/// Parses the usual form of RFC 3339: `2026-02-02T10:00:00Z`, with a space for the `T`, a fraction or an offset.
fn parse_iso(text: &str) -> Option<DateTime<Utc>> {
    let bytes = text.as_bytes();
    if bytes.len() < 16 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let year = i32::try_from(number(text, 0, 4)?).ok()?;
    if !matches!(bytes.get(10), Some(b'T' | b't' | b' ')) {
        return None;
    }
    let date = day_of(year, number(text, 5, 7)?, number(text, 8, 10)?)?;
    let (seconds, rest) = clock(text.get(11..)?)?;
    moment(date, seconds, zone(rest)?)
}

/// Parses the usual form of RFC 2822: `Mon, 02 Feb 2026 10:00:00 +0100`, with names in English.
fn parse_mail(text: &str) -> Option<DateTime<Utc>> {
    let text = match text.split_once(',') {
        Some((weekday, rest))
            if weekday.len() <= 12 && !weekday.contains(|c: char| c.is_ascii_digit()) =>
        {
            rest.trim_start()
        }
        _ => text,
    };
    let mut parts = text.splitn(4, ' ');
    let day: u32 = parts.next()?.parse().ok()?;
    let month = month(parts.next()?)?;
    let year = parts.next()?;
    let year: i32 = match year.len() {
        4 => year.parse().ok()?,
        2 => match year.parse::<i32>().ok()? {
            year @ 70.. => 1900 + year,
            year => 2000 + year,
        },
        _ => return None,
    };
    let (time, rest) = clock(parts.next()?.trim_start())?;
    moment(
        NaiveDate::from_ymd_opt(year, month, day)?,
        time,
        zone(rest)?,
    )
}

/// Parses any other form that pages use, in some forty languages.
fn parse_other(text: &str) -> Option<DateTime<Utc>> {
    let day = match parse_date(text)? {
        Published::DateTime(moment) => return Some(moment.to_utc()),
        Published::Day(day) => day,
    };
    if let Some(Published::DateTime(moment)) = parse_date(&format!("{text} UTC")) {
        return Some(moment.to_utc());
    }
    // The time stands inside the date, as in the form of asctime.
    let colon = text.find(':').unwrap_or(0);
    let digits = text
        .bytes()
        .take(colon)
        .rev()
        .take_while(u8::is_ascii_digit)
        .count();
    // Digits after a sign are a zone.
    let is_time = text
        .get(..colon - digits)
        .is_some_and(|before| before.ends_with([' ', 'T']));
    let time = text
        .get(colon - digits..)
        .filter(|_| is_time)
        .and_then(clock);
    moment(day, time.map_or(0, |(seconds, _)| seconds), 0)
}

/// Returns the moment `seconds` after midnight of a day in a zone.
fn moment(date: NaiveDate, seconds: u32, offset_seconds: i64) -> Option<DateTime<Utc>> {
    let after_midnight = TimeDelta::try_seconds(i64::from(seconds) - offset_seconds)?;
    date.and_time(NaiveTime::MIN)
        .and_utc()
        .checked_add_signed(after_midnight)
}

/// Returns the day of a date. Months and days that are too large run into the next year and month.
fn day_of(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let months = month.checked_sub(1)?;
    let first = NaiveDate::from_ymd_opt(year, 1, 1)?.checked_add_months(Months::new(months))?;
    let days = u64::from(day.checked_sub(1)?);
    first.checked_add_days(Days::new(days))
}

/// Parses `10:00` or `10:00:00.5` at the start of `text`. Returns the seconds since midnight, and the rest. Hours and
/// seconds that are too large run into the next day and minute.
fn clock(text: &str) -> Option<(u32, &str)> {
    let bytes = text.as_bytes();
    let colon = bytes.iter().take(3).position(|b| *b == b':')?;
    let (hour, minute) = (number(text, 0, colon)?, number(text, colon + 1, colon + 3)?);
    let (mut second, mut end) = (0, colon + 3);
    if bytes.get(end) == Some(&b':') {
        second = number(text, end + 1, end + 3)?;
        end += 3;
        if bytes.get(end) == Some(&b'.') {
            let digits = bytes.get(end + 1..)?.iter();
            end += 1 + digits.take_while(|b| b.is_ascii_digit()).count();
        }
    }
    Some((hour * 3600 + minute * 60 + second, text.get(end..)?))
}

/// Parses a time zone that is all of `text` and returns its offset from UTC in seconds; an absent one is UTC. `None` for
/// one that is not among the usual forms.
fn zone(text: &str) -> Option<i64> {
    let text = text.trim();
    let hours = match text {
        "" | "Z" | "z" | "GMT" | "UTC" | "UT" => 0,
        "EST" | "CDT" => -5,
        "EDT" => -4,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        "CET" => 1,
        "CEST" => 2,
        _ => return numeric_zone(text),
    };
    Some(hours * 3600)
}

/// Parses `+0100` or `+01:00`.
fn numeric_zone(text: &str) -> Option<i64> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = match text.len() {
        5 => (number(text, 1, 3)?, number(text, 3, 5)?),
        6 if text.as_bytes().get(3) == Some(&b':') => (number(text, 1, 3)?, number(text, 4, 6)?),
        _ => return None,
    };
    (hours <= 15 && minutes < 60)
        .then(|| sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
}

/// Returns the month of an English name of at least three letters.
fn month(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.trim_end_matches('.');
    let is_month = |month: &&str| {
        name.len() >= 3
            && month
                .get(..name.len())
                .is_some_and(|m| m.eq_ignore_ascii_case(name))
    };
    let index = MONTHS.iter().position(is_month)?;
    u32::try_from(index + 1).ok()
}

/// Returns the number of the ASCII digits in a range of bytes.
fn number(text: &str, from: usize, to: usize) -> Option<u32> {
    let digits = text.get(from..to)?;
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}
