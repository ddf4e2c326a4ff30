//! Days in the time zone of the user, as lists, dates of a search, groups and daily tasks count them.
//!
//! Times are seconds since 1970 in UTC. The zone is that of `TZ`, else of the system.

use chrono::{DateTime, Days, Local, NaiveDate, NaiveTime, TimeZone};

/// Returns the day of a time in the user's time zone. Times before the year 1 or after 9999 become the first or last
/// day, since no time zone leads out of the calendar there.
pub fn local_day(time: i64) -> NaiveDate {
    /// Noon on 2 January of the year 1, and on 30 December 9999.
    const CALENDAR: (i64, i64) = (-62_135_467_200, 253_402_171_200);
    let time = DateTime::from_timestamp(time.clamp(CALENDAR.0, CALENDAR.1), 0).unwrap_or_default();
    time.with_timezone(&Local).date_naive()
}

/// Returns the time at which a day begins.
pub(in crate::library) fn midnight_of(day: NaiveDate) -> i64 {
    let midnight = day.and_time(NaiveTime::MIN);
    // On a day when clocks are put forward at midnight, midnight does not exist.
    let time = Local.from_local_datetime(&midnight).earliest();
    time.map_or_else(|| midnight.and_utc().timestamp(), |time| time.timestamp())
}

/// Returns the time at which the next day begins.
pub(in crate::library) fn midnight_after(day: NaiveDate) -> i64 {
    midnight_of(day.checked_add_days(Days::new(1)).unwrap_or(day))
}

/// Returns the noon of a day, which stands for a date without a time.
pub(in crate::library) fn noon_of(day: NaiveDate) -> i64 {
    midnight_of(day) + 12 * 3600
}
