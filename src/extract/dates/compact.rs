//! Values without separators: days in eight digits, and seconds or milliseconds since 1970.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use super::calendar::{gregorian_day, is_plausible};
use super::time::{parse_zone, published_from};
use super::tokens::lex_date;
use crate::model::Published;

/// Parses values without separators: `20260202`, `20260202T100000Z`, and seconds or milliseconds since 1970.
pub(super) fn parse_compact(text: &str) -> Option<Published> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = text.get(..digits)?.parse().ok()?;
    let rest = text.get(digits..)?;
    match (digits, rest) {
        (8, "") => parse_compact_day(number).map(Published::Day),
        (8, _) if rest.starts_with(['T', 't', ' ']) => {
            let day = parse_compact_day(number)?;
            let clock: String = rest.chars().skip(1).filter(|c| *c != ':').collect();
            let hms: u32 = clock.get(..6)?.parse().ok()?;
            let time = NaiveTime::from_hms_opt(hms / 10_000, hms / 100 % 100, hms % 100);
            let zone = lex_date(clock.get(6..)?);
            let offset = parse_zone(&zone, 0).map(|(_, minutes)| minutes);
            Some(published_from(day, time, offset))
        }
        (10, "") => plausible_moment(DateTime::from_timestamp(number, 0)?.fixed_offset()),
        (13, "") => plausible_moment(DateTime::from_timestamp_millis(number)?.fixed_offset()),
        _ => None,
    }
}

/// Returns the day that a number of eight digits names: `20260202`.
fn parse_compact_day(number: i64) -> Option<NaiveDate> {
    let part = |n: i64| u32::try_from(n).ok();
    gregorian_day(
        part(number / 10_000)?,
        part(number / 100 % 100)?,
        part(number % 100)?,
    )
}

/// Returns the moment, if its day is plausible.
fn plausible_moment(moment: DateTime<FixedOffset>) -> Option<Published> {
    is_plausible(moment.date_naive()).then_some(Published::DateTime(moment))
}
