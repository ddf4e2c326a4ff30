//! Numbers and times in sentences: [`count`], [`moment`].

use chrono::{DateTime, FixedOffset, TimeDelta};

/// Writes a number with its noun.
pub(super) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    }
}

/// Writes a time: the clock today, else the day, and the year if it is another.
pub(super) fn moment(seconds: i64, now: DateTime<FixedOffset>) -> String {
    let Some(time) = DateTime::from_timestamp(seconds, 0) else {
        return "?".to_owned();
    };
    let time = time.with_timezone(now.offset());
    let distance = (now - time).abs();
    match () {
        () if time.date_naive() == now.date_naive() => time.format("%H:%M"),
        () if distance < TimeDelta::days(6) => time.format("%a %H:%M"),
        () if distance < TimeDelta::days(300) => time.format("%-d %b"),
        () => time.format("%-d %b %Y"),
    }
    .to_string()
}
