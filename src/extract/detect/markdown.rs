//! Score of the signs of Markdown in a text: [`markdown_score`].
//!
//! Bare bullets, quotation marks of mail, a stray `*` or `#tag` occur in any text and count for nothing.

/// Score from which a text without a known name is Markdown.
pub(super) const LIKELY_SCORE: usize = 6;

/// Score from which even a `.txt` file is Markdown.
pub(super) const SURE_SCORE: usize = 8;

/// Weighs the marks of Markdown in `head`, the start of a text.
pub(super) fn markdown_score(head: &str) -> usize {
    let lines: Vec<&str> = head.lines().map(str::trim_end).collect();
    let mut score = MarkdownScore {
        front_matter: front_matter(&lines),
        ..MarkdownScore::default()
    };
    let mut fence: Option<&str> = None;
    let blank = |i: Option<usize>| {
        i.and_then(|i| lines.get(i))
            .is_none_or(|line| line.is_empty())
    };
    for (i, line) in lines.iter().enumerate() {
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|m| line.trim_start().starts_with(m));
        match (fence, mark) {
            (None, Some(mark)) => {
                // At most one short word follows the mark.
                let info = line.trim_start().trim_start_matches(['`', '~']).trim();
                fence = (info.len() <= 20 && !info.contains('`')).then_some(mark);
                continue;
            }
            (Some(open), Some(mark)) if open == mark => {
                fence = None;
                score.fences += 1;
                continue;
            }
            (Some(_), _) => continue,
            (None, None) => {}
        }
        let (above, below) = (blank(i.checked_sub(1)), blank(Some(i + 1)));
        if let Some(level) = atx(line) {
            // An image or badge in HTML may precede the title.
            let mut before = lines.iter().take(i);
            let first = before.all(|line| line.is_empty() || line.trim_start().starts_with('<'));
            // A comment of a shell or of Python looks like a heading of the first level.
            let title = !first && level == 1 && above && below && follows_menu(&lines, i);
            score.headings += match (first || title, level, above, below) {
                (true, ..) => 6,
                (_, 1, ..) => 0,
                (_, _, true, true) => 4,
                _ => 2,
            };
            continue;
        }
        if is_underline(line) && !above && i.checked_sub(2).is_none_or(|i| blank(Some(i))) {
            // Markdown would take it for an item of a list over a rule.
            if i > 0 && is_numbered(lines[i - 1]) {
                score.numbered += 1;
            }
            score.underlined += if i <= 2 && line.starts_with('=') {
                4
            } else {
                2
            };
        }
        if is_delimiter_row(line) && !above && i > 0 && lines[i - 1].contains('|') {
            score.tables += 1;
        }
        score.scan_inline(line);
    }
    score.sum()
}

/// Returns true if the lines before line `i` are a few short ones without a sentence, as menus and dates are.
fn follows_menu(lines: &[&str], i: usize) -> bool {
    let menu = |line: &&str| {
        let words = line.split_whitespace().count();
        words <= 8 && !line.ends_with(['.', ';', '{', '}', ')', '\\']) && !line.contains('=')
    };
    i <= MAX_MENU && lines.iter().take(i).all(menu)
}

/// The most lines of a menu above the title.
const MAX_MENU: usize = 40;

#[derive(Default)]
struct MarkdownScore {
    front_matter: bool,
    headings: usize,
    fences: usize,
    underlined: usize,
    /// Underlined headings with a number, as reports have them.
    numbered: usize,
    tables: usize,
    links: usize,
    /// Definitions whose name is a number: `[1]: https://…`, as mails have them too.
    numbered_addresses: usize,
    /// Links by the name of a definition: `[words][1]`.
    references: usize,
    strong: usize,
    code: usize,
    tasks: usize,
}

impl MarkdownScore {
    fn sum(&self) -> usize {
        if self.numbered > 0 && self.headings == 0 && self.fences == 0 {
            return 0;
        }
        let strong = self.strong.min(3);
        let links = self.links + self.numbered_addresses.min(self.references);
        usize::from(self.front_matter) * 8
            + self.headings.min(24)
            + (self.fences * 6).min(12)
            + self.underlined.min(6)
            + (self.tables * 6).min(12)
            + (links * 3).min(12)
            + strong
            + self.code.min(2)
            + (self.tasks * 4).min(8)
    }

    fn scan_inline(&mut self, line: &str) {
        if memchr::memchr3(b'[', b'*', b'`', line.as_bytes()).is_none() {
            return;
        }
        for (i, _) in line.match_indices("](") {
            let before = line.get(..i).unwrap_or_default();
            let target = line.get(i + 2..).and_then(|rest| rest.split_once(')'));
            let opened = before
                .rfind('[')
                .is_some_and(|open| open + 1 < i || before.ends_with("!["));
            if let (true, Some((target, _))) = (opened, target) {
                // A text that sets blanks around its addresses is not written for a converter.
                let target = target.split(char::is_whitespace).next().unwrap_or_default();
                let scheme = target.starts_with("http") || target.starts_with("mailto:");
                let path = target.starts_with(['#', '/', '.', '<']) || target.contains('.');
                self.links += usize::from(scheme || path);
            }
        }
        let definition = line
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]: "));
        if let Some((name, target)) = definition {
            let number = name.bytes().all(|b| b.is_ascii_digit());
            let address = target.starts_with("http");
            self.numbered_addresses += usize::from(number && address);
            self.links +=
                usize::from(!name.is_empty() && (name.starts_with('^') || address && !number));
        }
        self.references += line.matches("][").count();
        let item = line.trim_start();
        let item = ["- ", "* ", "+ "]
            .iter()
            .find_map(|bullet| item.strip_prefix(bullet));
        self.tasks += usize::from(
            item.is_some_and(|item| ["[ ] ", "[x] ", "[X] "].iter().any(|t| item.starts_with(t))),
        );
        self.strong += pairs(line, "**");
        self.code += pairs(line, "`");
    }
}

/// Returns how many pairs of `mark` hold something that begins and ends without a space.
fn pairs(line: &str, mark: &str) -> usize {
    if !line.contains(mark) {
        return 0;
    }
    let parts: Vec<&str> = line.split(mark).collect();
    let inner = parts.iter().skip(1).step_by(2);
    let closed = (parts.len() - 1) / 2;
    inner
        .take(closed)
        .filter(|s| !s.is_empty() && s.trim() == **s && s.len() < 200)
        .count()
}

/// Returns the level of an ATX heading. `# 5 on the list` and `#!/bin/sh` are not headings.
fn atx(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let text = rest.strip_prefix(' ')?.trim_start();
    let first = text.chars().next()?;
    let number = level == 1 && first.is_ascii_digit();
    ((1..=6).contains(&level) && first != '#' && !number && text.len() < 200).then_some(level)
}

fn is_underline(line: &str) -> bool {
    line.len() >= 3 && (line.bytes().all(|b| b == b'=') || line.bytes().all(|b| b == b'-'))
}

/// Returns true if the line begins with a number that Markdown takes for that of an item: `1. `.
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    (1..=3).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "))
}

fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim();
    line.contains('|')
        && line.contains("--")
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

/// Returns true if the text begins with YAML or TOML between two lines of `---` or `+++`.
fn front_matter(lines: &[&str]) -> bool {
    let Some(mark @ (&"---" | &"+++")) = lines.first() else {
        return false;
    };
    let inner: Vec<&&str> = lines
        .iter()
        .skip(1)
        .take(100)
        .take_while(|l| l != &mark)
        .collect();
    let closed = lines.get(inner.len() + 1) == Some(mark);
    let separator = if *mark == "---" { ':' } else { '=' };
    let pair = |line: &&&str| {
        line.split_once(separator).is_some_and(|(key, _)| {
            let key = key.trim();
            !key.is_empty()
                && key
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        })
    };
    closed && inner.iter().any(pair)
}
