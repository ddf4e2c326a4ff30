//! Parses the time of day beside a date, and its time zone: [`parse_time`].

use chrono::{FixedOffset, NaiveDate, NaiveTime, TimeZone};

use super::tokens::{DateToken, DateTokenKind, is_adjacent_number, number_at, punctuation_at};
use crate::model::Published;

/// Parses a time of day at token `i`. Returns the index of the token after it, the time, and the offset from UTC in
/// minutes if it is known.
pub(super) fn parse_time(
    tokens: &[DateToken],
    i: usize,
) -> Option<(usize, NaiveTime, Option<i32>)> {
    let mut hour = number_at(tokens, i, 1..=2)?;
    let mut at = i + 1;
    let mut minute = 0;
    let mut second = 0;
    let separated = match tokens.get(at) {
        Some(DateToken {
            kind: DateTokenKind::Punctuation(':' | '.' | '時' | '时' | '시'),
            ..
        }) => true,
        Some(token) => token.is_hour_word,
        None => false,
    };
    let mut exact = false;
    let minutes = number_at(tokens, at + 1, 2..=2)
        .filter(|_| separated && tokens.get(at + 1).is_some_and(|t| !t.follows_space));
    if let Some(minutes) = minutes {
        exact = true;
        minute = minutes;
        at += 2;
        if punctuation_at(tokens, at) == Some(':')
            && let Some(seconds) = number_at(tokens, at + 1, 2..=2)
        {
            second = seconds.min(59);
            at += 2;
            // A fraction of a second is skipped.
            if matches!(punctuation_at(tokens, at), Some('.' | ','))
                && is_adjacent_number(tokens, at + 1)
            {
                at += 2;
            }
        }
        at += usize::from(matches!(punctuation_at(tokens, at), Some('分' | '분')));
    }
    if let Some((after, afternoon)) = parse_am_pm(tokens, at) {
        exact = true;
        at = after;
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    if !exact {
        return None;
    }
    if tokens.get(at).is_some_and(|t| t.is_hour_word) {
        at += 1;
    }
    let time = NaiveTime::from_hms_opt(hour, minute, second)?;
    Some(match parse_zone(tokens, at) {
        Some((end, minutes)) => (end, time, Some(minutes)),
        None => (at, time, None),
    })
}

/// Parses `am`, `p.m.` and the like. Returns the index of the token after it, and true for the afternoon.
fn parse_am_pm(tokens: &[DateToken], i: usize) -> Option<(usize, bool)> {
    let afternoon = tokens.get(i)?.is_afternoon?;
    match (punctuation_at(tokens, i + 1), tokens.get(i + 2)) {
        (Some('.'), Some(m)) if m.is_letter_m => Some((
            i + 3 + usize::from(punctuation_at(tokens, i + 3) == Some('.')),
            afternoon,
        )),
        _ if tokens.get(i)?.end - tokens.get(i)?.start >= 2 => Some((i + 1, afternoon)),
        _ => None,
    }
}

/// Parses a time zone at token `i`. Returns the index of the token after it, and the minutes east of UTC.
pub(super) fn parse_zone(tokens: &[DateToken], i: usize) -> Option<(usize, i32)> {
    let i = i + usize::from(punctuation_at(tokens, i) == Some('('));
    let (at, base) = match tokens.get(i)?.meaning.zone_minutes {
        Some(minutes) => (i + 1, Some(minutes)),
        None => (i, None),
    };
    let signed = match punctuation_at(tokens, at) {
        Some('+') => parse_offset(tokens, at + 1, 1),
        Some('-' | '−' | '–') => parse_offset(tokens, at + 1, -1),
        _ => None,
    };
    match (signed, base) {
        (Some(found), None | Some(0)) => Some(found),
        (_, Some(minutes)) => Some((
            at + usize::from(punctuation_at(tokens, at) == Some(')')),
            minutes,
        )),
        _ => None,
    }
}

/// Parses an offset after its sign: `05:30`, `0530` or `5`. At most 14 hours.
fn parse_offset(tokens: &[DateToken], i: usize, sign: i32) -> Option<(usize, i32)> {
    let token = tokens.get(i).filter(|t| !t.follows_space)?;
    let (end, minutes) = match token.kind {
        DateTokenKind::Number { digits: 4, value } => (i + 1, value / 100 * 60 + value % 100),
        DateTokenKind::Number {
            digits: 1 | 2,
            value,
        } => match (
            punctuation_at(tokens, i + 1),
            number_at(tokens, i + 2, 2..=2),
        ) {
            (Some(':'), Some(minutes)) => (i + 3, value * 60 + minutes),
            _ => (i + 1, value * 60),
        },
        _ => return None,
    };
    let minutes = i32::try_from(minutes).ok().filter(|m| *m <= 14 * 60)?;
    Some((end, sign * minutes))
}

/// Returns the moment, if time and offset are known, else the day.
pub(super) fn published_from(
    day: NaiveDate,
    time: Option<NaiveTime>,
    offset: Option<i32>,
) -> Published {
    let moment = time.zip(offset).and_then(|(time, minutes)| {
        let zone = FixedOffset::east_opt(minutes * 60)?;
        zone.from_local_datetime(&day.and_time(time)).single()
    });
    moment.map_or(Published::Day(day), Published::DateTime)
}
