//! Reading of dates in many forms and languages.

use newsprint::extract::dates::{DateOrder, find_date, find_date_in_order, parse_date};
use proptest::prelude::*;

/// Returns the date that `find_date` finds in a line, and the text it covers.
fn found(line: &str) -> Option<(String, String)> {
    let (range, published) = find_date(line)?;
    Some((published.to_string(), line[range].to_owned()))
}

#[test]
fn a_day_is_found_in_many_languages() {
    let second_of_february = [
        "February 02, 2026",
        "Feb. 2nd, 2026",
        "2 February 2026",
        "2nd of February, 2026",
        "02-Feb-2026",
        "2 Feb '26",
        "2. Februar 2026",
        "2 février 2026",
        "2 de febrero de 2026",
        "2 de fevereiro de 2026",
        "2 febbraio 2026",
        "2 februari 2026",
        "2. februar 2026",
        "2. helmikuuta 2026",
        "2 lutego 2026 r.",
        "2. února 2026",
        "2 февраля 2026 г.",
        "2 лютого 2026",
        "2 Şubat 2026",
        "2 Φεβρουαρίου 2026",
        "2026. február 2.",
        "2026 m. vasario 2 d.",
        "2026年2月2日",
        "令和8年2月2日",
        "2026년 2월 2일",
        "2 فبراير 2026",
        "٢ فبراير ٢٠٢٦",
        "2 בפברואר 2026",
        "۱۳ بهمن ۱۴۰۴",
        "2 फ़रवरी 2026",
        "2 Februari 2026",
        "ngày 2 tháng 2 năm 2026",
        "2 กุมภาพันธ์ 2569",
        "2026-02-02",
        "2026/2/2",
        "02.02.2026",
        "02/02/2026",
    ];
    for line in second_of_february {
        let date = found(line).map(|(date, _)| date);
        assert_eq!(date.as_deref(), Some("2026-02-02"), "{line}");
    }
}

#[test]
fn a_date_joined_to_other_words_is_found_with_its_exact_range() {
    let both = |line| found(line).unwrap();
    assert_eq!(
        both("February 02, 2026The Tidewater Post").1,
        "February 02, 2026"
    );
    assert_eq!(both("By Ann MoleFeb 2, 2026").1, "Feb 2, 2026");
    assert_eq!(
        both("Monday, 2 February 2026 | News").1,
        "Monday, 2 February 2026"
    );
    assert_eq!(
        both("Updated: 2 Feb 2026 at 10:15 am.").1,
        "2 Feb 2026 at 10:15 am"
    );
}

#[test]
fn a_time_with_a_zone_gives_a_date_and_time_and_one_without_gives_a_day() {
    for (line, expected) in [
        ("2026-02-02T10:00:00Z", "2026-02-02T10:00:00Z"),
        ("2026-02-02 10:00:00.250 +0100", "2026-02-02T10:00:00+01:00"),
        (
            "Mon, 02 Feb 2026 10:00:00 +0530",
            "2026-02-02T10:00:00+05:30",
        ),
        ("Mon Feb  2 10:00:00 UTC 2026", "2026-02-02T10:00:00Z"),
        ("Feb. 2, 2026, 3:05 p.m. EST", "2026-02-02T15:05:00-05:00"),
        (
            "2. Februar 2026 um 10:00 Uhr MEZ",
            "2026-02-02T10:00:00+01:00",
        ),
        ("10:00 GMT, 2 February 2026", "2026-02-02T10:00:00Z"),
        ("2 February 2026 10:00", "2026-02-02"),
        ("2 février 2026 à 10h30", "2026-02-02"),
    ] {
        assert_eq!(found(line).unwrap().0, expected, "{line}");
    }
}

#[test]
fn day_and_month_are_distinguished_by_value_then_by_the_given_order() {
    let day = |line, order| find_date_in_order(line, order).unwrap().1.to_string();
    assert_eq!(day("03/25/2026", Some(DateOrder::DayFirst)), "2026-03-25");
    assert_eq!(day("25/03/2026", Some(DateOrder::MonthFirst)), "2026-03-25");
    assert_eq!(day("03/04/2026", Some(DateOrder::DayFirst)), "2026-04-03");
    assert_eq!(day("03/04/2026", Some(DateOrder::MonthFirst)), "2026-03-04");
    assert_eq!(day("03.04.2026", Some(DateOrder::MonthFirst)), "2026-04-03");
    assert_eq!(day("03/04/2026", None), "2026-03-04");
    assert_eq!(day("publié le 03/04/2026", None), "2026-04-03");
    assert_eq!(DateOrder::of_language("en-US"), DateOrder::MonthFirst);
    assert_eq!(DateOrder::of_language("en_GB"), DateOrder::DayFirst);
    assert_eq!(DateOrder::of_language("pt-BR"), DateOrder::DayFirst);
}

#[test]
fn numbers_that_are_not_dates_are_ignored() {
    for line in [
        "",
        "Version 1.2.2026.5",
        "Call 555-01-2026",
        "2026-13-45",
        "30 February 2026",
        "In February 2026",
        "February 2",
        "Section 1.2.26",
        "May 10:30",
        "99999999999999999999 February 2026",
        "The vote was 12 to 3.",
    ] {
        assert_eq!(found(line), None, "{line}");
    }
}

#[test]
fn values_of_attributes_and_metadata_are_parsed() {
    let parsed = |text| parse_date(text).map(|p| p.to_string());
    for (text, expected) in [
        ("2026-02-02T10:00:00.000+00:00", "2026-02-02T10:00:00Z"),
        (" 2026-02-02T10:00:00-05:00 ", "2026-02-02T10:00:00-05:00"),
        ("2026-02-02T10:00+0200", "2026-02-02T10:00:00+02:00"),
        ("2026-02-02T10:00:00", "2026-02-02"),
        ("Mon, 02 Feb 2026 10:00:00 GMT", "2026-02-02T10:00:00Z"),
        ("20260202", "2026-02-02"),
        ("20260202T100000Z", "2026-02-02T10:00:00Z"),
        ("1770026400", "2026-02-02T10:00:00Z"),
        ("1770026400000", "2026-02-02T10:00:00Z"),
        ("Published 2 February 2026", "2026-02-02"),
    ] {
        assert_eq!(parsed(text).as_deref(), Some(expected), "{text}");
    }
    assert_eq!(parsed("yesterday"), None);
    assert_eq!(parsed("0001-01-01T00:00:00Z"), None);
}

proptest! {
    #[test]
    fn no_line_panics_and_ranges_are_inside_the_line(
        line in "([0-9]{1,5}|[-/.,:T+ ]|Feb|am|p\\.m\\.|年|月|日|令|和|٢|İ|tháng|fév|GMT|\\PC){0,14}"
    ) {
        let _ = parse_date(&line);
        if let Some((range, _)) = find_date(&line) {
            prop_assert!(line.get(range).is_some_and(|text| !text.is_empty()));
        }
    }
}
