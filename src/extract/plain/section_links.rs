//! Between steps 2 and 4: links that stand at the end of a heading in the text of a page, to edit its section (`[edit]`) or
//! to link to it (`¶`, `#`). The line is a heading by its link; the link is no text.
//!
//! 1. [`mark_linked_headings`] makes the lines headings.
//! 2. Their features are taken with the link, since no line of boilerplate has one: `See also[edit]` heads a section.
//! 3. [`remove_section_links`] removes the links.

use super::label;
use super::lines::{PlainUnit, PlainUnitKind};
use super::marks;

/// The longest heading, in words.
const MAX_WORDS: usize = 16;
/// The fewest lines that end in `#`: one alone may be a name.
const MIN_HASHES: usize = 2;

/// Labels of links that edit a section, in lower case.
const EDIT_LABELS: &[&str] = &[
    "edit",
    "edit source",
    "edit section",
    "edit this section",
    "bearbeiten",
    "quelltext bearbeiten",
    "abschnitt bearbeiten",
    "modifier",
    "modifier le code",
    "modifier le wikicode",
    "editar",
    "editar código",
    "editar a fonte",
    "editar código-fonte",
    "edita",
    "modifica el codi",
    "modifica",
    "modifica wikitesto",
    "modifică",
    "modifică sursă",
    "bewerken",
    "brontekst bewerken",
    "redigera",
    "redigera wikitext",
    "rediger",
    "rediger kilde",
    "rediger kildetekst",
    "muokkaa",
    "muokkaa wikitekstiä",
    "edytuj",
    "edytuj kod",
    "editovat",
    "editovat zdroj",
    "upraviť",
    "szerkesztés",
    "forrásszöveg szerkesztése",
    "править",
    "править код",
    "редагувати",
    "редагувати код",
    "редактиране",
    "değiştir",
    "kaynağı değiştir",
    "επεξεργασία",
    "επεξεργασία κώδικα",
    "sunting",
    "sunting sumber",
    "sửa",
    "sửa đổi",
    "sửa mã nguồn",
    "編集",
    "ソースを編集",
    "编辑",
    "编辑源代码",
    "編輯",
    "編輯原始碼",
    "편집",
    "원본 편집",
    "تعديل",
    "عدل",
    "تعديل المصدر",
    "ویرایش",
    "ویرایش مبدأ",
    "עריכה",
    "עריכת קוד מקור",
    "संपादित करें",
    "सम्पादन",
    "সম্পাদনা",
    "แก้ไข",
];

/// Makes lines with a link at their end headings. A link on a line of its own joins the line before it.
pub(super) fn mark_linked_headings(units: &mut Vec<PlainUnit>) {
    let has_links = units
        .iter()
        .any(|unit| unit.text.ends_with([']', '］', '¶', '#']));
    if !has_links {
        return;
    }
    let hashes = units.iter().filter(|unit| is_hash_heading(&unit.text));
    let use_hashes = hashes.count() >= MIN_HASHES;
    let mut out: Vec<PlainUnit> = Vec::with_capacity(units.len());
    for mut unit in units.drain(..) {
        let text = unit.text.trim();
        if unit.kind == PlainUnitKind::Text
            && is_edit_link(text)
            && let Some(heading) = out.last_mut()
            && heading.kind == PlainUnitKind::Text
            && is_heading_text(&heading.text)
        {
            heading.kind = PlainUnitKind::Heading(level_of(&heading.text));
            heading.text.push(' ');
            heading.text.push_str(text);
            heading.lines.end = unit.lines.end;
            continue;
        }
        if unit.kind == PlainUnitKind::Text
            && let Some(heading) = without_link(&unit.text, use_hashes)
        {
            unit.kind = PlainUnitKind::Heading(level_of(heading));
        }
        out.push(unit);
    }
    *units = out;
}

/// Removes the links at the ends of headings.
pub(super) fn remove_section_links(units: &mut [PlainUnit]) {
    for unit in units {
        if matches!(unit.kind, PlainUnitKind::Heading(_))
            && let Some(length) = without_link(&unit.text, true).map(str::len)
        {
            unit.text.truncate(length);
        }
    }
}

/// Returns the level of a heading by its number.
fn level_of(text: &str) -> u8 {
    label::level_of_numbering(marks::numbering(text))
}

/// Returns the heading before a link at the end of its line.
fn without_link(text: &str, use_hashes: bool) -> Option<&str> {
    let heading = match text.chars().next_back()? {
        ']' | '］' => {
            let at = text.rfind(['[', '［'])?;
            let (heading, link) = text.split_at_checked(at)?;
            is_edit_link(link).then_some(heading)?
        }
        '¶' => text.trim_end_matches(['¶', ' ', '\u{a0}']),
        '#' if use_hashes && is_hash_heading(text) => text.trim_end_matches(['#', ' ', '\u{a0}']),
        _ => return None,
    };
    let heading = heading.trim_end();
    is_heading_text(heading).then_some(heading)
}

/// Returns true for links to edit a section in square brackets: `[edit]`, `[edit | edit source]`.
fn is_edit_link(text: &str) -> bool {
    let inside = text
        .strip_prefix(['[', '［'])
        .and_then(|rest| rest.strip_suffix([']', '］']));
    inside.is_some_and(|inside| {
        let lower = inside.to_lowercase();
        let mut labels = lower.split(['|', '/', '·', '｜']).map(str::trim);
        !inside.is_empty() && labels.all(|label| EDIT_LABELS.contains(&label))
    })
}

/// Returns true for a line with a word and `#` at its end. A letter before it is part of a name (`C#`).
fn is_hash_heading(text: &str) -> bool {
    let heading = text.trim_end_matches(['#', ' ', '\u{a0}']);
    let word = heading.rsplit(' ').next().unwrap_or_default();
    text.ends_with('#') && word.chars().nth(2).is_some() && is_heading_text(heading)
}

/// Returns true for a text that may be a heading: one line of few words that is no sentence.
fn is_heading_text(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=MAX_WORDS).contains(&words)
        && !text.contains('\n')
        && !text.ends_with(['.', ':', ',', ';', '。', '：', '，'])
        && text.chars().any(char::is_alphanumeric)
}
