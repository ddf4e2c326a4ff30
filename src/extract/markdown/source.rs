//! Rewrites extensions of Markdown that the CommonMark parser does not read: [`rewrite_extensions`].
//!
//! 1. Callouts (`> [!tip] Title`, `:::note Title`, `!!! note "Title"`) become quotations that begin with their title.
//! 2. Formulas on lines of their own (`$$`, `\[`, `\begin{align}`) become code blocks, so that no character of them is taken
//!    for Markdown; `\(x\)` becomes `$x$`.
//!
//! Nothing inside code changes.

use std::borrow::Cow;

/// Fence of the code block that a formula becomes. Nobody writes a longer one.
const FORMULA_FENCE: &str = "~~~~~~~~~~~~~~~~~~~~~~~~";

/// Kinds of callouts, in lower case; the name of another container is not shown.
const CALLOUT_KINDS: &[&str] = &[
    "note",
    "tip",
    "info",
    "warning",
    "caution",
    "danger",
    "important",
    "success",
    "question",
    "abstract",
    "summary",
    "example",
    "quote",
    "bug",
    "failure",
    "todo",
    "hint",
    "attention",
    "error",
    "details",
    "spoiler",
    "seealso",
    "help",
    "faq",
    "check",
    "done",
    "cite",
    "missing",
    "fail",
    "tldr",
];

/// Environments of TeX that stand on lines of their own.
const ENVIRONMENTS: &[&str] = &[
    "equation",
    "align",
    "aligned",
    "gather",
    "multline",
    "eqnarray",
    "displaymath",
    "alignat",
];

/// Returns the text with callouts and formulas in CommonMark.
pub(super) fn rewrite_extensions(text: &str) -> Cow<'_, str> {
    let marks = [":::", "[!", "!!! ", "???", "$$", "\\[", "\\(", "\\begin{"];
    if !marks.iter().any(|mark| text.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let containers = match_containers(&lines);
    let mut writer = SourceWriter::default();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at = writer.push_lines(
            &lines,
            at,
            line,
            containers.get(at).copied().unwrap_or_default(),
        );
    }
    Cow::Owned(writer.out)
}

/// Part of a line in a container between `:::` and `:::`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum ContainerLine {
    #[default]
    Other,
    Opening,
    Closing,
}

/// Finds the lines that open a container that is closed again, and those that close it.
fn match_containers(lines: &[&str]) -> Vec<ContainerLine> {
    let mut found = vec![ContainerLine::Other; lines.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut fence = CodeFence::default();
    for (at, line) in lines.iter().enumerate() {
        if fence.is_code(line) {
            continue;
        }
        let Some(rest) = line.trim().strip_prefix(":::") else {
            continue;
        };
        if !rest.trim_matches([':', ' ']).is_empty() {
            open.push(at);
        } else if let Some(opening) = open.pop() {
            for (line, part) in [
                (opening, ContainerLine::Opening),
                (at, ContainerLine::Closing),
            ] {
                if let Some(entry) = found.get_mut(line) {
                    *entry = part;
                }
            }
        }
    }
    found
}

/// The fence of the open code block, if there is one.
#[derive(Default)]
struct CodeFence(Option<(char, usize)>);

impl CodeFence {
    /// Reads the next line. Returns true if it is a fence or inside a fenced code block.
    fn is_code(&mut self, line: &str) -> bool {
        let line = line.trim_start_matches(|c: char| c == '>' || c.is_whitespace());
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = line.chars().take_while(|c| Some(*c) == mark).count();
        match self.0 {
            None => {
                let opens = length >= 3
                    && !(mark == Some('`') && line.get(length..).is_some_and(|r| r.contains('`')));
                self.0 = mark.filter(|_| opens).map(|mark| (mark, length));
                opens
            }
            Some((open, least)) => {
                let rest = line.trim_start_matches(open);
                if mark == Some(open) && length >= least && rest.trim().is_empty() {
                    self.0 = None;
                }
                true
            }
        }
    }
}

/// The rewritten text so far.
#[derive(Default)]
struct SourceWriter {
    out: String,
    /// For each open container, true if it is a quotation.
    containers: Vec<bool>,
    fence: CodeFence,
}

impl SourceWriter {
    /// Writes the line `at`, or several lines that belong together. Returns the number of the next line.
    fn push_lines(
        &mut self,
        lines: &[&str],
        at: usize,
        line: &str,
        container: ContainerLine,
    ) -> usize {
        if self.fence.is_code(line) {
            self.push(line);
            return at + 1;
        }
        match container {
            ContainerLine::Opening => {
                self.open_container(line);
                return at + 1;
            }
            ContainerLine::Closing => {
                self.containers.pop();
                self.push("");
                return at + 1;
            }
            ContainerLine::Other => {}
        }
        if let Some(next) = self.push_formula(lines, at, line) {
            return next;
        }
        if let Some(next) = self.push_indented_callout(lines, at, line) {
            return next;
        }
        match quoted_callout(line) {
            Some((prefix, title)) => {
                self.push(&format!("{prefix}**{}**", bold_safe(&title)));
                self.push(prefix.trim_end());
            }
            None => self.push(&inline_formulas(line)),
        }
        at + 1
    }

    /// Writes one line inside the open containers.
    fn push(&mut self, line: &str) {
        for _ in self.containers.iter().filter(|is_quote| **is_quote) {
            self.out.push_str("> ");
        }
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// Opens a container from a line such as `:::note Title` or `::: {.callout-tip title="Title"}`.
    fn open_container(&mut self, line: &str) {
        let inside = line.trim().trim_matches(':').trim();
        let (name, rest) = inside.split_once([' ', '[']).unwrap_or((inside, ""));
        let kind = name
            .trim_matches(['{', '}', '.', '#'])
            .trim_start_matches("callout-");
        let is_callout = CALLOUT_KINDS.contains(&kind.to_lowercase().as_str());
        self.push("");
        self.containers.push(is_callout);
        if is_callout {
            let rest = rest.trim_matches([']', '[', '}', ' ']);
            let title = match rest.split_once("title=") {
                Some((_, title)) => title.trim_matches(['"', '\'', ' ']),
                None if rest.contains('=') => "",
                None => rest,
            };
            let title = if title.is_empty() {
                capitalized(kind)
            } else {
                title.to_owned()
            };
            self.push(&format!("**{}**", bold_safe(&title)));
            self.push("");
        }
    }

    /// Writes `!!! note "Title"` and the indented lines below it as a quotation.
    fn push_indented_callout(&mut self, lines: &[&str], at: usize, line: &str) -> Option<usize> {
        let rest = ["!!!", "???+", "???"]
            .iter()
            .find_map(|mark| line.strip_prefix(mark))?;
        let rest = rest.strip_prefix(' ')?.trim();
        let (kind, title) = rest.split_once(' ').unwrap_or((rest, ""));
        if !CALLOUT_KINDS.contains(&kind.to_lowercase().as_str()) {
            return None;
        }
        let next = lines.get(at + 1)?;
        if !next.starts_with("    ") && !next.starts_with('\t') {
            return None;
        }
        let title = title.trim().trim_matches('"');
        let title = if title.is_empty() {
            capitalized(kind)
        } else {
            title.to_owned()
        };
        self.containers.push(true);
        self.push(&format!("**{}**", bold_safe(&title)));
        self.push("");
        let mut next = at + 1;
        while let Some(line) = lines.get(next) {
            let inside = line
                .strip_prefix("    ")
                .or_else(|| line.strip_prefix('\t'));
            match inside {
                Some(inside) => self.push(inside),
                None if line.trim().is_empty() => self.push(""),
                None => break,
            }
            next += 1;
        }
        self.containers.pop();
        self.push("");
        Some(next)
    }

    /// Writes a formula that stands on lines of its own as a code block.
    fn push_formula(&mut self, lines: &[&str], at: usize, line: &str) -> Option<usize> {
        /// Largest number of lines of a formula.
        const MAX_LINES: usize = 200;
        let bare = line.trim();
        let environment = bare
            .strip_prefix("\\begin{")
            .and_then(|rest| rest.split('}').next());
        let (end, shows_marks) = match (bare, environment) {
            ("$$", _) => ("$$".to_owned(), false),
            ("\\[", _) => ("\\]".to_owned(), false),
            (_, Some(name)) if ENVIRONMENTS.contains(&name.trim_end_matches('*')) => {
                (format!("\\end{{{name}}}"), true)
            }
            _ => return None,
        };
        let length = lines
            .iter()
            .skip(at + 1)
            .take(MAX_LINES)
            .take_while(|line| !line.trim().is_empty())
            .position(|line| line.trim() == end)?;
        let indent = line
            .get(..line.len() - line.trim_start().len())
            .unwrap_or_default();
        let last = at + 1 + length;
        let shown = if shows_marks {
            at..last + 1
        } else {
            at + 1..last
        };
        self.push(&format!("{indent}{FORMULA_FENCE}tex"));
        for line in lines.get(shown).unwrap_or_default() {
            self.push(line);
        }
        self.push(&format!("{indent}{FORMULA_FENCE}"));
        Some(last + 1)
    }
}

/// Splits a line such as `> [!tip]- Title` into the marks of the quotation and the title.
fn quoted_callout(line: &str) -> Option<(&str, String)> {
    let start = line.find("[!")?;
    let (prefix, rest) = line.split_at_checked(start)?;
    if !prefix.contains('>') || prefix.contains(|c: char| c != '>' && !c.is_whitespace()) {
        return None;
    }
    let (kind, title) = rest.get(2..)?.split_once(']')?;
    let ends = title.is_empty() || title.starts_with(['-', '+', ' ', '\t']);
    let is_name = ends
        && !kind.is_empty()
        && kind
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '|'));
    let title = title.trim_start_matches(['-', '+']).trim();
    is_name.then(|| {
        let kind = kind.split('|').next().unwrap_or(kind);
        let title = if title.is_empty() {
            capitalized(kind)
        } else {
            title.to_owned()
        };
        (prefix, title)
    })
}

/// Returns a title that can stand between `**`.
fn bold_safe(title: &str) -> String {
    title
        .replace("**", "")
        .trim_end_matches('\\')
        .trim()
        .to_owned()
}

fn capitalized(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut chars = lower.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Writes `\(x^2\)` and `\[x^2\]` within a line as `$x^2$`. Escaped brackets around words stay.
fn inline_formulas(line: &str) -> Cow<'_, str> {
    if !line.contains("\\(") && !line.contains("\\[") || line.contains('`') {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((open, mark)) = find_escaped(rest, &['(', '[']) {
        let close = if mark == '(' { ')' } else { ']' };
        let (before, after) = rest.split_at_checked(open + 2).unwrap_or((rest, ""));
        let Some((end, _)) = find_escaped(after, &[close]) else {
            break;
        };
        let (inside, behind) = after.split_at_checked(end).unwrap_or((after, ""));
        let has_power = mark == '(' && inside.contains('^');
        if (has_named_command(inside) || has_power) && !inside.contains('$') {
            out.push_str(before.get(..open).unwrap_or_default());
            out.push_str(&format!("${}$", inside.trim()));
        } else {
            out.push_str(before);
            out.push_str(inside);
            out.push_str(behind.get(..2).unwrap_or_default());
        }
        rest = behind.get(2..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Finds the first of `wanted` after a backslash that is not itself escaped. Returns the offset of the backslash, and the
/// character.
fn find_escaped(text: &str, wanted: &[char]) -> Option<(usize, char)> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let found = is_escaped && wanted.contains(&c);
        is_escaped = c == '\\' && !is_escaped;
        found.then(|| (at - 1, c))
    })
}

/// Returns true if a text has signs of TeX: a command, a script, or a relation.
pub(super) fn is_tex(text: &str) -> bool {
    has_command(text) || text.contains(['^', '_', '=']) || text.trim().chars().count() == 1
}

/// Returns true if a text has a command of TeX (`\frac`, `\,`). Two backslashes are an escaped one.
fn has_command(text: &str) -> bool {
    let signs = |c: char| c.is_ascii_alphabetic() || "{},;!|".contains(c);
    has_escaped(text, signs)
}

/// Returns true if a text has a command of TeX with a name.
fn has_named_command(text: &str) -> bool {
    has_escaped(text, |c| c.is_ascii_alphabetic())
}

fn has_escaped(text: &str, is_wanted: impl Fn(char) -> bool) -> bool {
    let mut is_escaped = false;
    text.chars().any(|c| {
        let found = is_escaped && is_wanted(c);
        is_escaped = c == '\\' && !is_escaped;
        found
    })
}
