//! Order of day and month in the dates of a page: [`date_order`]; dates in addresses: [`date_in_url`].

use crate::extract::dates::{self, DateOrder};
use crate::extract::dom::DomTree;

/// Largest number of texts of a page that are searched for dates in numbers.
const MAX_TEXTS: usize = 4_000;
/// Largest size of such a text, in bytes.
const MAX_BYTES: usize = 120;

/// A date in an address: year, month, and the day if it is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct UrlDate {
    /// Year.
    pub(super) year: u32,
    /// Month, 1 to 12.
    pub(super) month: u32,
    /// Day of the month.
    pub(super) day: Option<u32>,
}

/// Returns the order of day and month on a page, by its address, its other dates, its language and its country; `None` if
/// nothing says it.
pub(super) fn date_order(
    tree: &DomTree,
    lang: Option<&str>,
    url: Option<&str>,
) -> Option<DateOrder> {
    let in_url = url.and_then(date_in_url);
    let (mut days, mut months) = (0_u32, 0_u32);
    let texts = (0..tree.nodes.len()).filter(|i| {
        let text = tree.text(*i);
        (8..=MAX_BYTES).contains(&text.len()) && text.contains('/')
    });
    for text in texts.take(MAX_TEXTS).map(|i| tree.text(i)) {
        let Some([first, second, year]) = slashed_numbers(text) else {
            continue;
        };
        if let Some(known) = in_url.filter(|known| known.year == year && first != second) {
            let day_fits = |day: u32| known.day.is_none_or(|d| d == day);
            if second == known.month && day_fits(first) {
                return Some(DateOrder::DayFirst);
            }
            if first == known.month && day_fits(second) {
                return Some(DateOrder::MonthFirst);
            }
        }
        days += u32::from(first > 12);
        months += u32::from(second > 12);
    }
    match days.cmp(&months) {
        std::cmp::Ordering::Greater => return Some(DateOrder::DayFirst),
        std::cmp::Ordering::Less => return Some(DateOrder::MonthFirst),
        std::cmp::Ordering::Equal => {}
    }
    if let Some(lang) =
        lang.filter(|lang| !lang.eq_ignore_ascii_case("en") && !lang.eq_ignore_ascii_case("en-us"))
    {
        return Some(DateOrder::of_language(lang));
    }
    url.and_then(country_order)
}

/// Returns day first for the addresses of English-speaking countries that write the day first.
fn country_order(url: &str) -> Option<DateOrder> {
    let url = url::Url::parse(url).ok()?;
    let country = url.host_str()?.rsplit('.').next()?.to_owned();
    matches!(
        country.as_str(),
        "uk" | "au"
            | "nz"
            | "ie"
            | "in"
            | "za"
            | "sg"
            | "my"
            | "ng"
            | "ke"
            | "gh"
            | "pk"
            | "hk"
            | "mt"
            | "eu"
    )
    .then_some(DateOrder::DayFirst)
}

/// Returns the first three numbers between slashes in a text, the third of four digits.
fn slashed_numbers(text: &str) -> Option<[u32; 3]> {
    let parts: Vec<&str> = text.split('/').take(8).collect();
    parts.windows(3).find_map(|window| {
        let [a, b, c] = window else { return None };
        let a = a.rsplit(|c: char| !c.is_ascii_digit()).next()?;
        let c = c.split(|c: char| !c.is_ascii_digit()).next()?;
        let short = |n: &str| (1..=2).contains(&n.len()).then(|| n.parse().ok()).flatten();
        let (first, second) = (short(a)?, short(b)?);
        let year = (c.len() == 4).then(|| c.parse().ok()).flatten()?;
        ((1..=31).contains(&first) && (1..=31).contains(&second)).then_some([first, second, year])
    })
}

/// Returns the date in the path of an address: `/2026/02/02/`, `/2026/february/02/`, `/20260202/`, `/2026/0202/`.
pub(super) fn date_in_url(url: &str) -> Option<UrlDate> {
    let (_, rest) = url.split_once("://")?;
    let path = rest.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).skip(1).take(60).collect();
    let year_of = |part: &str| {
        let year: u32 = (part.len() == 4).then(|| part.parse().ok()).flatten()?;
        (1990..=2100).contains(&year).then_some(year)
    };
    let month_of = |part: &str| {
        let number = (1..=2)
            .contains(&part.len())
            .then(|| part.parse().ok())
            .flatten();
        number
            .or_else(|| dates::month_number(part))
            .filter(|m| (1..=12).contains(m))
    };
    let day_of = |part: &str| {
        (1..=2)
            .contains(&part.len())
            .then(|| part.parse().ok())
            .flatten()
            .filter(|d| (1..=31).contains(d))
    };
    let mut of_month = None;
    for (at, part) in parts.iter().enumerate() {
        let next = |n: usize| parts.get(at + n).copied().unwrap_or_default();
        if part.len() == 8 && part.bytes().all(|b| b.is_ascii_digit()) {
            let year = part.get(..4).and_then(year_of);
            let month = part.get(4..6).and_then(month_of);
            let day = part.get(6..).and_then(day_of);
            if let (Some(year), Some(month), Some(day)) = (year, month, day) {
                return Some(UrlDate {
                    year,
                    month,
                    day: Some(day),
                });
            }
        }
        let Some(year) = year_of(part) else { continue };
        if let Some(month) = month_of(next(1)) {
            let day = day_of(next(2));
            let found = UrlDate { year, month, day };
            if day.is_some() {
                return Some(found);
            }
            of_month = of_month.or(Some(found));
        } else if next(1).len() == 4
            && let (Some(month), Some(day)) = (
                next(1).get(..2).and_then(month_of),
                next(1).get(2..).and_then(day_of),
            )
        {
            return Some(UrlDate {
                year,
                month,
                day: Some(day),
            });
        }
    }
    of_month
}
