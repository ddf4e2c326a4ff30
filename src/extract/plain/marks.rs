//! Structural marks of plain text: bullets, numbers, underlines, rules, fences, quote marks.

/// Returns the level of the heading that a line of `=`, `-`, `~` or `*` underlines.
pub(super) fn underline(text: &str) -> Option<u8> {
    let first = text.chars().next()?;
    let level = match first {
        '=' => 1,
        '-' => 2,
        '~' | '^' => 3,
        _ => return None,
    };
    (text.len() >= 3 && text.chars().all(|c| c == first)).then_some(level)
}

/// Returns true if the line is a rule: three or more of one sign, perhaps with spaces between.
pub(super) fn is_rule(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !c.is_whitespace());
    let Some(first) = signs.next() else {
        return false;
    };
    let sign = matches!(
        first,
        '*' | '-'
            | '_'
            | '='
            | '~'
            | '#'
            | '•'
            | '·'
            | '–'
            | '—'
            | '─'
            | '━'
            | '═'
            | '⁂'
            | '❧'
            | '+'
    );
    if first == '⁂' || first == '❧' {
        return signs.next().is_none();
    }
    let mut count = 1;
    sign && signs.all(|c| {
        count += 1;
        c == first
    }) && count >= 3
}

/// Returns a heading as Markdown marks it, in texts that use nothing else of it: level and text.
pub(super) fn hashes(text: &str) -> Option<(u8, &str)> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    let title = rest
        .strip_prefix(' ')?
        .trim()
        .trim_end_matches('#')
        .trim_end();
    let short = title.len() <= 200 && !title.is_empty();
    (short && (1..=6).contains(&level)).then_some((u8::try_from(level).ok()?, title))
}

/// Returns an item of a list: its number if it has one, and its text.
pub(super) fn item(text: &str) -> Option<(Option<u64>, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    match first {
        // Direct speech: `— Come in, — he said.`
        '–' | '—' if rest.contains([first]) => None,
        '-' | '*' | '+' | '–' | '—' if rest.starts_with([' ', '\t']) => {
            Some((None, filled(rest)?))
        }
        '•' | '◦' | '‣' | '▪' | '●' | '■' | '►' | '▸' | '⁃' | '➢' | '➤' | '✓' | '✔' => {
            Some((None, filled(rest)?))
        }
        // As the RFCs have it.
        'o' if rest.starts_with("  ") => Some((None, filled(rest)?)),
        '(' | '0'..='9' => {
            let digits = if first == '(' { rest } else { text };
            let count = digits.bytes().take_while(u8::is_ascii_digit).count();
            let number = digits.get(..count)?;
            // A year with a point after it ends a sentence more often than it numbers an item.
            if !(1..=3).contains(&count) {
                return None;
            }
            let after = digits.get(count..)?;
            let after = match first {
                '(' => after.strip_prefix(')')?,
                _ => after.strip_prefix(['.', ')'])?,
            };
            after
                .starts_with([' ', '\t'])
                .then_some((Some(number.parse().ok()?), filled(after)?))
        }
        _ => None,
    }
}

fn filled(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

/// Returns true if the text begins with an option of a command: `-l`, `--long`.
pub(super) fn is_option(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| {
        rest.trim_start_matches('-')
            .starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

/// Returns a fence that opens a code block: its characters, and the language after them.
pub(super) fn fence(text: &str) -> Option<(&str, Option<String>)> {
    let sign = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(sign);
    let marks = text.get(..text.len() - rest.len())?;
    if marks.len() < 3 || rest.contains(sign) {
        return None;
    }
    let language = rest.split_whitespace().next().map(str::to_owned);
    (rest.len() <= 40).then_some((marks, language))
}

/// Returns the line without the first of its quote marks.
pub(super) fn unquoted(text: &str) -> &str {
    let rest = text.strip_prefix('>').unwrap_or(text);
    rest.strip_prefix(' ').unwrap_or(rest)
}

/// Returns the depth of the number of a heading: `2.` (1), `2.1` (2), `Chapter IV` (1), `I.` (1).
pub(super) fn numbering(text: &str) -> Option<u8> {
    let (first, rest) = text.split_once(|c: char| c.is_whitespace() || c == '\u{a0}')?;
    let number = first.trim_end_matches(['.', ')', ':']);
    if number.is_empty() || rest.trim().is_empty() {
        return None;
    }
    if number.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        let parts: Vec<&str> = number.split('.').collect();
        let sound = parts.iter().all(|p| (1..=2).contains(&p.len()));
        // `1.5 litres` is an amount.
        let amount = parts.len() > 1 && rest.trim_start().starts_with(char::is_lowercase);
        let marked = (parts.len() > 1 || first.len() > number.len()) && !amount;
        return (sound && marked).then_some(u8::try_from(parts.len().min(5)).ok()?);
    }
    if first.len() > number.len() && is_roman(number) {
        return Some(1);
    }
    is_chapter(text).then_some(1)
}

/// Returns true if the line begins with the word for a chapter and its number.
pub(super) fn is_chapter(text: &str) -> bool {
    let Some((first, rest)) = text.split_once(char::is_whitespace) else {
        return false;
    };
    let counted = rest
        .split_whitespace()
        .next()
        .map(|w| w.trim_end_matches(['.', ':', ',']));
    let counts = counted
        .is_some_and(|w| is_roman(w) || (w.len() <= 4 && w.bytes().all(|b| b.is_ascii_digit())));
    counts && text.len() <= 120 && DIVISIONS.contains(&first.to_lowercase().as_str())
}

/// Words before the number of a chapter.
const DIVISIONS: &[&str] = &[
    "chapter",
    "part",
    "book",
    "section",
    "act",
    "scene",
    "canto",
    "appendix",
    "step",
    "kapitel",
    "teil",
    "abschnitt",
    "chapitre",
    "partie",
    "livre",
    "acte",
    "scène",
    "capítulo",
    "capitulo",
    "parte",
    "capitolo",
    "hoofdstuk",
    "deel",
    "kapittel",
    "del",
    "luku",
    "rozdział",
    "kapitola",
    "глава",
    "часть",
    "розділ",
    "частина",
    "bölüm",
    "κεφάλαιο",
    "الفصل",
    "פרק",
    "bab",
    "chương",
    "fejezet",
    "capitolul",
];

fn is_roman(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 8
        && text
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'))
}

/// Returns true if the line is an entry of a table of contents: dots lead from its words to the number of a page.
pub(super) fn has_leader(text: &str) -> bool {
    text.ends_with(|c: char| c.is_numeric())
        && ["....", ". . . ", "……", "····"]
            .iter()
            .any(|dots| text.contains(dots))
}

/// Returns true if the line ends like a sentence, possibly with a quotation mark.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | ')' | '»' | '“' | '_' | '*')
    });
    text.ends_with(['.', '!', '?', ':', '…', '-', '—', '。', '！', '？'])
}
