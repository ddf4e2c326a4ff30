//! Step 3: features of each unit: its form, its words and its surroundings.
//!
//! A feature is a number, usually between 0 and 1, at a fixed index of a row. To add one, push it in [`own_features`]
//! or [`around`] and fit the weights again.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

mod context;
mod siblings;
mod unit;

pub use context::{AROUND_COUNT, ContextSums, around, around_names};
pub use siblings::{SIBLING_COUNT, SIBLING_NAMES, SiblingScores};
pub use unit::UnitFeatures;

use rustc_hash::FxHasher;

use super::lexicon::{self, CLASSES, PhraseKind, class};
use super::lines::{PlainUnit, PlainUnitKind};
use super::lowercase::{push_lowercase, split_small_letters};
use super::marks;
use crate::extract::dates;
use crate::model::script::is_cjk;

/// Longest unit that can be boilerplate by its words.
pub(super) const SHORT_LINE: usize = 14;

/// Limit of the words of a unit that are looked up; more add nothing.
const LOOKED_UP: usize = 60;

/// Most bytes of a word that are looked up.
const MAX_WORD_BYTES: usize = 48;

/// The longest unit that is compared with the phrases of boilerplate, in characters.
const MAX_PHRASE_CHARS: usize = 320;

/// Computes the features of every unit.
pub fn unit_features(units: &[PlainUnit]) -> Vec<UnitFeatures> {
    let mut word = String::new();
    let mut out: Vec<UnitFeatures> = units
        .iter()
        .map(|unit| UnitFeatures {
            is_item: matches!(unit.kind, PlainUnitKind::Item { .. }),
            is_verbatim: matches!(
                unit.kind,
                PlainUnitKind::Quote | PlainUnitKind::Code(_) | PlainUnitKind::Table
            ),
            ..features_of_unit(&unit.text, &mut word)
        })
        .collect();
    type Counts = HashMap<u64, usize, BuildHasherDefault<FxHasher>>;
    let mut copies = Counts::default();
    let mut openings = Counts::default();
    for line in out
        .iter()
        .filter(|l| l.words <= 16 && l.words > 1 && !l.begins_with_digit)
    {
        *openings.entry(line.first_word).or_default() += 1;
    }
    for line in out.iter_mut().filter(|l| l.words > 0) {
        let count = copies.entry(line.words_hash).or_default();
        line.copy = *count;
        *count += 1;
    }
    for line in out.iter_mut().filter(|l| l.words > 0) {
        line.openings = openings.get(&line.first_word).copied().unwrap_or(0);
        line.copies = copies.get(&line.words_hash).copied().unwrap_or(1);
    }
    out
}

fn features_of_unit(text: &str, word: &mut String) -> UnitFeatures {
    let mut line = UnitFeatures::default();
    let (mut letters, mut small, mut large, mut digits, mut capitals, mut alphabetic) =
        (0_usize, 0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    let mut ideographs = 0_usize;
    let mut code = 0_usize;
    let mut key = FxHasher::default();
    let mut inside = false;
    let mut previous = ' ';
    word.clear();
    let mut rest = text.chars();
    loop {
        if inside {
            // Most characters are small letters inside a word.
            let (run, after) = split_small_letters(rest.as_str());
            letters += run.len();
            small += run.len();
            line.chars += run.len();
            run.bytes().for_each(|byte| key.write_u32(byte.into()));
            if line.words <= LOOKED_UP {
                let room = MAX_WORD_BYTES.saturating_sub(word.len()).min(run.len());
                word.push_str(run.get(..room).unwrap_or_default());
            }
            if !run.is_empty() {
                previous = 'a';
            }
            rest = after.chars();
        }
        let Some(c) = rest.next() else { break };
        line.chars += 1;
        if c == ' ' && inside {
            // Most words end with a blank.
            if line.words == 1 {
                line.first_word = key.finish();
            }
            count_words(&mut line, word);
            inside = false;
            previous = c;
            continue;
        }
        if c.is_alphanumeric() {
            if !inside {
                line.words += 1;
                inside = true;
                if c.is_alphabetic() {
                    alphabetic += 1;
                    capitals += usize::from(c.is_uppercase());
                }
                key.write_u32(u32::from(' '));
            }
            if c.is_alphabetic() {
                letters += 1;
                if c.is_lowercase() {
                    small += 1;
                } else if c.is_uppercase() {
                    large += 1;
                    line.has_glued_words |= previous.is_lowercase();
                }
                ideographs += usize::from(!c.is_ascii() && is_cjk(c));
            } else {
                digits += 1;
            }
            let is_after_currency = matches!(previous, '$' | '€' | '£' | '¥' | '₹');
            line.has_price |= is_after_currency && c.is_numeric();
            push_lowercase(c, |lower| {
                key.write_u32(lower.into());
                if line.words <= LOOKED_UP && word.len() < MAX_WORD_BYTES {
                    word.push(lower);
                }
            });
        } else if !(inside
            && matches!(c, '\'' | '’' | '\u{300}'..='\u{36f}' | '\u{93c}'..='\u{94d}' | '\u{200c}'))
        {
            if inside {
                if line.words == 1 {
                    line.first_word = key.finish();
                }
                count_words(&mut line, word);
                inside = false;
            }
            match c {
                ':' | '：' => {
                    line.is_label_and_value |= line.words <= 4 && line.words > 0;
                    let other = line.classes.get(class::RELATED).copied().unwrap_or(0);
                    line.is_pointer |= line.words > 0 && usize::from(other) * 5 >= line.words * 3;
                }
                ',' | '，' | '、' | '،' | ';' => line.commas += 1,
                ' ' => {
                    line.inner_sentence_ends +=
                        usize::from(matches!(previous, '.' | '!' | '?') && line.chars > 3)
                }
                '。' | '！' | '？' | '۔' | '।' => line.inner_sentence_ends += 1,
                '|' | '»' | '›' | '→' | '•' | '·' | '▾' | '▼' | '✕' | '×' | '←' | '↑' | '↓' => {
                    line.menu_marks = true
                }
                '@' => line.has_address = true,
                '©' | '®' | '™' => line.has_copyright = true,
                '{' | '}' | '=' | '<' | '>' | '[' | ']' | '_' | '\\' => code += 1,
                _ => {}
            }
        }
        previous = c;
    }
    if inside {
        count_words(&mut line, word);
    }
    line.words += ideographs / 2;
    line.words_hash = key.finish();
    let trimmed = text.trim_end_matches(|c: char| {
        matches!(
            c,
            '"' | '\'' | '”' | '’' | ')' | ']' | '»' | '“' | '」' | '』' | '）'
        ) || c.is_whitespace()
    });
    let last = trimmed.chars().next_back().unwrap_or(' ');
    line.ends_sentence = matches!(
        last,
        '.' | '!' | '?' | '。' | '！' | '？' | '…' | '؟' | '۔' | '।'
    );
    line.ends_in_colon = matches!(last, ':' | '：');
    line.ends_in_question_mark = matches!(last, '?' | '？' | '؟');
    let first = text.chars().next().unwrap_or(' ');
    line.is_label_and_value &= !line.ends_in_colon && line.words <= 16;
    line.begins_lower = first.is_lowercase();
    line.begins_with_digit = first.is_numeric();
    line.is_quoted = matches!(first, '"' | '“' | '„' | '«' | '‘' | '「');
    line.is_all_caps = large >= 2 && small == 0;
    // Scripts without capitals say nothing by not having them.
    line.capitalized_share = if small + large == 0 {
        0.6
    } else {
        ratio(capitals, alphabetic)
    };
    line.digit_share = ratio(digits, letters + digits);
    line.looks_like_code = code >= 3 || (code >= 1 && code * 8 > line.chars);
    if line.chars <= MAX_PHRASE_CHARS {
        line.phrase = lexicon::phrase_kind(text, line.ends_sentence, word);
        word.clear();
    }
    if line.chars <= 200 {
        line.has_address |= text.contains("://") || text.contains("www.");
        short(&mut line, text, word);
    }
    let function = ratio(
        usize::from(line.classes.get(class::FUNCTION).copied().unwrap_or(0)),
        line.words.min(LOOKED_UP),
    );
    let length = (line.words as f32 / 30.0).min(1.0);
    let form = if line.ends_sentence { 1.0 } else { 0.35 };
    let speech = if ideographs > 0 {
        0.8
    } else {
        (0.3 + 2.0 * function).min(1.0)
    };
    line.prose = length * form * speech;
    line
}

/// Looks the finished word up.
fn count_words(line: &mut UnitFeatures, word: &mut String) {
    if line.words <= LOOKED_UP && !word.is_empty() {
        let bits = lexicon::classes(word);
        if bits != 0 {
            for (class, count) in line.classes.iter_mut().enumerate() {
                *count += (bits >> class) & 1;
            }
        }
    }
    word.clear();
}

/// Returns the range of a date whose year is glued to the minutes of reading: `Mar 27, 20255 min read`.
fn glued_date(text: &str) -> Option<Range<usize>> {
    let at = text.find(" min")?;
    let digits = text
        .get(..at)?
        .bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .count();
    let start = at - digits;
    let year_ends = start + 4;
    ((5..=6).contains(&digits) && text.get(start..)?.starts_with("20")).then_some(())?;
    dates::find_date(text.get(..year_ends)?).map(|(range, _)| range)
}

/// Computes the features of short lines.
fn short(line: &mut UnitFeatures, text: &str, word: &mut String) {
    if line.words <= 30 && text.contains(char::is_numeric) {
        line.date = dates::find_date(text)
            .map(|(range, _)| range)
            .or_else(|| glued_date(text));
    }
    line.numbering = marks::numbering(text);
    if line.words > 8 {
        return;
    }
    word.clear();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    bare.chars()
        .for_each(|c| push_lowercase(c, |lower| word.push(lower)));
    line.is_placeholder = lexicon::is_placeholder(word);
    line.is_section_name = lexicon::is_section_name(word);
    if !word.is_ascii()
        && text
            .chars()
            .next()
            .is_some_and(|c| is_cjk(c) || !c.is_alphanumeric() || u32::from(c) > 0xac00)
    {
        let bits = lexicon::classes(word);
        for (class, count) in line.classes.iter_mut().enumerate() {
            *count =
                (*count).max((bits >> class & 1) * u16::try_from(line.words.max(1)).unwrap_or(1));
        }
    }
    word.clear();
}

fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 {
        0.0
    } else {
        part as f32 / whole as f32
    }
}

fn flag(on: bool) -> f32 {
    f32::from(u8::from(on))
}

/// The upper ends of the classes of length, in words.
const LENGTHS: [usize; 10] = [1, 2, 3, 5, 8, 12, 20, 40, 80, usize::MAX];

/// Number of the features of a unit's own form.
pub const OWN_COUNT: usize = 44 + CLASSES + class::FUNCTION + PHRASE_KINDS.len() + 1;

/// Names of the features of a unit's own form, in the order of [`own_features`], without those of classes and phrases.
const OWN_NAMES: [&str; 44] = [
    "bias",
    "1 word",
    "2 words",
    "3 words",
    "4-5 words",
    "6-8 words",
    "9-12 words",
    "13-20 words",
    "21-40 words",
    "41-80 words",
    "81 words and more",
    "ends a sentence",
    "short sentence",
    "ends in colon",
    "ends in question mark",
    "begins lower",
    "begins with digit",
    "all capitals",
    "share of capitalized words",
    "share of capitalized words, 3-14 words",
    "share of digits",
    "commas",
    "inner sentence ends",
    "menu marks",
    "address",
    "copyright sign",
    "glued words",
    "price",
    "quoted",
    "code signs",
    "date",
    "share of the date",
    "placeholder",
    "section name",
    "numbered",
    "has copies",
    "number of copies",
    "later copy",
    "item",
    "verbatim",
    "marked heading",
    "prose",
    "no letters",
    "short item",
];

/// Names of the word classes.
const CLASS_NAMES: [&str; CLASSES] = [
    "sharing",
    "account",
    "navigation",
    "law",
    "comments",
    "related",
    "shop",
    "byline",
    "images",
    "advertising",
    "function",
];

/// Kinds of phrases, in the order of their features.
pub const PHRASE_KINDS: [(PhraseKind, &str); 10] = [
    (PhraseKind::Navigation, "navigation"),
    (PhraseKind::Account, "account"),
    (PhraseKind::Sharing, "sharing"),
    (PhraseKind::Tools, "tools"),
    (PhraseKind::Newsletter, "newsletter"),
    (PhraseKind::Advertising, "advertising"),
    (PhraseKind::Pointer, "pointer"),
    (PhraseKind::Related, "related"),
    (PhraseKind::Comments, "comments"),
    (PhraseKind::Legal, "legal"),
];

/// Returns the names of the features of a unit by itself, in the order of [`own_features`].
pub fn own_names() -> Vec<String> {
    let mut names: Vec<String> = OWN_NAMES.iter().map(|n| (*n).to_owned()).collect();
    names.extend(CLASS_NAMES.iter().map(|n| format!("share of words: {n}")));
    let some = CLASS_NAMES.iter().take(class::FUNCTION);
    names.extend(some.map(|n| format!("has word: {n}")));
    names.extend(PHRASE_KINDS.iter().map(|(_, n)| format!("phrase: {n}")));
    names.push("any phrase".to_owned());
    names
}

/// The features of a unit's own form, appended to `row`.
pub fn own_features(unit: &PlainUnit, line: &UnitFeatures, row: &mut Vec<f32>) {
    let length = LENGTHS
        .iter()
        .position(|most| line.words <= *most)
        .unwrap_or(9);
    row.push(1.0);
    row.extend((0..LENGTHS.len()).map(|i| flag(i == length)));
    row.extend([
        flag(line.ends_sentence),
        flag(line.ends_sentence && line.words <= 8),
        flag(line.ends_in_colon),
        flag(line.ends_in_question_mark),
        flag(line.begins_lower),
        flag(line.begins_with_digit),
        flag(line.is_all_caps),
        line.capitalized_share,
        if line.words >= 3 && line.words <= 14 {
            line.capitalized_share
        } else {
            0.0
        },
        line.digit_share,
        line.commas.min(3) as f32 / 3.0,
        line.inner_sentence_ends.min(3) as f32 / 3.0,
        flag(line.menu_marks),
        flag(line.has_address),
        flag(line.has_copyright),
        flag(line.has_glued_words),
        flag(line.has_price),
        flag(line.is_quoted),
        flag(line.looks_like_code),
        flag(line.date.is_some()),
        line.date
            .as_ref()
            .map_or(0.0, |date| ratio(date.len(), unit.text.len())),
        flag(line.is_placeholder),
        flag(line.is_section_name),
        flag(line.numbering.is_some()),
        flag(line.copies > 1),
        (line.copies as f32).log2().min(4.0) / 4.0,
        flag(line.copy > 0),
        flag(matches!(unit.kind, PlainUnitKind::Item { .. })),
        flag(matches!(
            unit.kind,
            PlainUnitKind::Quote | PlainUnitKind::Code(_) | PlainUnitKind::Table
        )),
        flag(matches!(unit.kind, PlainUnitKind::Heading(_))),
        line.prose,
        flag(!has_letters(line)),
        flag(matches!(unit.kind, PlainUnitKind::Item { .. }) && line.words <= 12),
    ]);
    for count in &line.classes {
        row.push(ratio(usize::from(*count), line.words.clamp(1, LOOKED_UP)));
    }
    for count in line.classes.iter().take(class::FUNCTION) {
        row.push(flag(*count > 0 && line.words <= 25));
    }
    for (kind, _) in PHRASE_KINDS {
        row.push(flag(line.phrase == Some(kind)));
    }
    row.push(flag(line.phrase.is_some()));
}

/// Returns true if the unit has a word that is no number.
fn has_letters(line: &UnitFeatures) -> bool {
    line.words > 0 && line.digit_share < 1.0
}

/// Returns true if the line is the credit of an image: `Photograph: Ann Mole`.
pub(super) fn is_credit(unit: &PlainUnit, line: &UnitFeatures) -> bool {
    let Some((what, _)) = unit.text.split_once([':', '：']) else {
        return false;
    };
    let word = what.split_whitespace().next().unwrap_or_default();
    line.is_label_and_value
        && line.words <= SHORT_LINE
        && !line.ends_sentence
        && lexicon::classes(&word.to_lowercase()) & (1 << class::PICTURES) != 0
}
