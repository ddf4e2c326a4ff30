//! Days of the Gregorian, Buddhist and solar Hijri calendars from their numbers.

use chrono::NaiveDate;

use super::names::Month;

/// Returns the year that two digits mean, from 1969 to 2068, as POSIX `strptime` does.
pub(super) fn expand_year(two_digits: u32) -> u32 {
    two_digits + if two_digits < 69 { 2000 } else { 1900 }
}

/// Returns the day of a date whose month is a name.
pub(super) fn day_of_named_month(year: u32, month: Month, day_: u32) -> Option<NaiveDate> {
    match month {
        Month::Gregorian(month) => gregorian_day(year, u32::from(month), day_),
        Month::SolarHijri(month) => solar_hijri_day(year, u32::from(month), day_),
    }
}

/// Returns the day of a date in numbers. A year from 1300 to 1499 is one of the solar Hijri calendar.
pub(super) fn day_in_any_calendar(year: u32, month: u32, day_: u32) -> Option<NaiveDate> {
    match year {
        1300..=1499 => solar_hijri_day(year, month, day_),
        _ => gregorian_day(year, month, day_),
    }
}

/// Returns the day, if it exists and is plausible. A year of the Buddhist calendar (2480 to 2650) is converted.
pub(super) fn gregorian_day(year: u32, month: u32, day_: u32) -> Option<NaiveDate> {
    let year = if (2480..=2650).contains(&year) {
        year - 543
    } else {
        year
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day_).filter(|d| is_plausible(*d))
}

/// Returns true for years from 1450, the invention of printing, to 2199.
pub(super) fn is_plausible(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1450..=2199).contains(&day.year())
}

/// Returns a day of the solar Hijri calendar, by its cycle of 33 years, which is exact from 1178 to 1633.
fn solar_hijri_day(year: u32, month: u32, day_: u32) -> Option<NaiveDate> {
    if !(1178..=1633).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day_) {
        return None;
    }
    let years = i64::from(year) + 1595;
    let months = i64::from(month - 1) * 30 + i64::from((month - 1).min(6));
    let days = 365 * years + years / 33 * 8 + (years % 33 + 3) / 4 + months + i64::from(day_);
    /// Day number that the formula gives for the first day of the Gregorian calendar.
    const FIRST_DAY: i64 = 355_667 + 366;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days - FIRST_DAY).ok()?)
}
