//! Forms of the numbers of a list: [`Numbering`].

use serde::{Deserialize, Serialize};

/// Form in which the items of a numbered list show their numbers (HTML standard, 4.4.5: `type`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerAlpha,
    /// A, B, C.
    UpperAlpha,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

/// Largest Roman number, as it is written with letters alone.
const MAX_ROMAN: u64 = 3_999;

impl Numbering {
    /// Returns true for the numbers that lists have without a form of their own.
    pub fn is_decimal(&self) -> bool {
        *self == Self::Decimal
    }

    /// Returns `number` in this form, without a point. Numbers that have no such form stay decimal.
    ///
    /// ```
    /// # use newsprint::model::Numbering;
    /// assert_eq!(Numbering::LowerRoman.label(4), "iv");
    /// assert_eq!(Numbering::UpperAlpha.label(28), "AB");
    /// assert_eq!(Numbering::LowerAlpha.label(0), "0");
    /// ```
    pub fn label(self, number: u64) -> String {
        let lower = match self {
            Self::Decimal => None,
            Self::LowerAlpha | Self::UpperAlpha => alphabetic(number),
            Self::LowerRoman | Self::UpperRoman => roman(number),
        };
        match (lower, self) {
            (None, _) => number.to_string(),
            (Some(label), Self::UpperAlpha | Self::UpperRoman) => label.to_uppercase(),
            (Some(label), _) => label,
        }
    }
}

/// Returns a number as letters: a to z, then aa.
fn alphabetic(number: u64) -> Option<String> {
    let mut letters = Vec::new();
    let mut rest = number;
    while let Some(digit) = rest.checked_sub(1) {
        letters.push(char::from(b'a' + u8::try_from(digit % 26).ok()?));
        rest = digit / 26;
    }
    (!letters.is_empty()).then(|| letters.into_iter().rev().collect())
}

/// Returns a number up to [`MAX_ROMAN`] in Roman numerals.
fn roman(number: u64) -> Option<String> {
    const NUMERALS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..=MAX_ROMAN).contains(&number) {
        return None;
    }
    let mut out = String::new();
    let mut rest = number;
    for (value, numeral) in NUMERALS {
        while rest >= value {
            out.push_str(numeral);
            rest -= value;
        }
    }
    Some(out)
}
