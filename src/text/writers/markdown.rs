//! Conversion of blocks to CommonMark with GitHub's tables: [`blocks_markdown`]. Parsing the result gives the same
//! blocks.

use crate::model::{Alignment, Block, Heading, Image, Inline, List, ListItem, Table, plain_text};

/// Writes blocks as Markdown, with a line feed at the end.
pub fn blocks_markdown(blocks: &[Block]) -> String {
    let mut out = level_markdown(blocks);
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Escapes one line of text for a heading, after its `#`.
pub(super) fn escape_heading(text: &str) -> String {
    inlines_markdown(&[Inline::Text(text.to_owned())], EscapeContext::Heading)
}

/// Escapes text at the start of a paragraph.
pub(super) fn escape_paragraph(text: &str) -> String {
    inlines_markdown(&[Inline::Text(text.to_owned())], EscapeContext::Paragraph)
}

/// Writes blocks of one level, with an empty line between them.
fn level_markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    // Two consecutive lists of one kind would become one: every second list has the other marker.
    let mut other_marker = false;
    for (i, block) in blocks.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| blocks.get(i));
        if i > 0 {
            out.push_str("\n\n");
        }
        if let Block::List(list) = block {
            other_marker = !other_marker && matches!(before, Some(Block::List(_)));
            out.push_str(&list_markdown(list, other_marker));
        } else {
            out.push_str(&block_markdown(block));
        }
    }
    out
}

fn block_markdown(block: &Block) -> String {
    match block {
        Block::Heading(Heading { level, content }) => {
            let marks = "#".repeat(usize::from((*level).clamp(1, 6)));
            format!(
                "{marks} {}",
                inlines_markdown(content, EscapeContext::Heading)
            )
        }
        Block::Paragraph(content) => inlines_markdown(content, EscapeContext::Paragraph),
        Block::List(list) => list_markdown(list, false),
        Block::BlockQuote(blocks) => prefix_lines(&level_markdown(blocks), "> ", "> "),
        Block::CodeBlock { language, text } => {
            let fence = "`".repeat(longest_run(text).max(2) + 1);
            let language = language.as_deref().unwrap_or_default().replace('`', "");
            format!("{fence}{language}\n{text}\n{fence}")
        }
        Block::Table(table) => table_markdown(table),
        Block::Image(image) => image_markdown(image),
        // Not hyphens: these could underline a heading or begin front matter.
        Block::ThematicBreak => "***".to_owned(),
    }
}

fn list_markdown(list: &List, other_marker: bool) -> String {
    /// Largest number of a list item: CommonMark allows nine digits.
    const LARGEST: u64 = 999_999_999;
    let simple = |item: &ListItem| match item.blocks.as_slice() {
        [Block::Paragraph(_)] => true,
        [Block::Paragraph(_), Block::List(inner)] => inner.start.is_none(),
        _ => false,
    };
    let between = if list.items.iter().all(simple) {
        "\n"
    } else {
        "\n\n"
    };
    let items = list.items.iter().zip(list.numbers()).map(|(item, number)| {
        let marker = match (list.start, other_marker) {
            (Some(_), _) => {
                let number = number.min(LARGEST);
                format!("{number}{} ", if other_marker { ')' } else { '.' })
            }
            (None, false) => "- ".to_owned(),
            (None, true) => "* ".to_owned(),
        };
        let done = match item.checked {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let body = match (simple(item), item.blocks.as_slice()) {
            (true, [first, second]) => {
                format!("{}\n{}", block_markdown(first), block_markdown(second))
            }
            _ => level_markdown(&item.blocks),
        };
        let first = format!("{marker}{done}");
        prefix_lines(&body, &first, &" ".repeat(marker.len()))
    });
    items.collect::<Vec<_>>().join(between)
}

/// Writes `first` before the first line and `rest` before the others; an empty line gets no trailing spaces.
fn prefix_lines(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let prefix = if i == 0 { first } else { rest };
        out.push_str(if line.is_empty() {
            prefix.trim_end()
        } else {
            prefix
        });
        out.push_str(line);
    }
    out
}

fn table_markdown(table: &Table) -> String {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
    let row = |cells: &[Vec<Inline>]| {
        let mut out = String::from("|");
        for i in 0..columns {
            let cell = cells
                .get(i)
                .map(|cell| inlines_markdown(cell, EscapeContext::Cell));
            out.push_str(&format!(" {} |", cell.unwrap_or_default()));
        }
        out
    };
    // A table needs a head row; the parser reads an empty one as none.
    let (head, rest) = match table.rows.split_first() {
        Some((head, rest)) if table.head_rows > 0 => (head.as_slice(), rest),
        _ => (&[][..], table.rows.as_slice()),
    };
    let rule = (0..columns).map(|i| match table.alignment.get(i) {
        Some(Alignment::Center) => " :-: |",
        Some(Alignment::End) => " --: |",
        _ => " --- |",
    });
    let mut lines = vec![row(head), format!("|{}", rule.collect::<String>())];
    lines.extend(rest.iter().map(|cells| row(cells)));
    if !table.caption.is_empty() {
        let caption = inlines_markdown(&table.caption, EscapeContext::Paragraph);
        lines.splice(0..0, [caption, String::new()]);
    }
    lines.join("\n")
}

fn image_markdown(image: &Image) -> String {
    let url = image
        .url
        .as_deref()
        .map(link_destination)
        .unwrap_or_default();
    let mut title = String::new();
    let caption = plain_text(&image.caption).replace('\n', " ");
    if !caption.is_empty() {
        let caption = caption.replace('\\', "\\\\").replace('"', "\\\"");
        title = format!(" \"{}\"", caption.replace('&', "\\&"));
    }
    let url = if url.is_empty() { "<>".to_owned() } else { url };
    let alt = escape(&image.alt, EscapeContext::Cell, ' ');
    format!("![{}]({url}{title})", alt.replace("\\|", "|"))
}

/// Context of inlines, which decides on the characters that need escaping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EscapeContext {
    Paragraph,
    Heading,
    Cell,
}

fn inlines_markdown(content: &[Inline], context: EscapeContext) -> String {
    let mut out = String::new();
    push_inlines(content, context, ' ', &mut out);
    out
}

/// Appends inlines. `after` is the character after them.
fn push_inlines(content: &[Inline], context: EscapeContext, after: char, out: &mut String) {
    for (i, inline) in content.iter().enumerate() {
        let next = content.get(i + 1).map_or(after, first_char);
        match inline {
            Inline::Text(text) => {
                let before = out.chars().next_back().unwrap_or('\n');
                out.push_str(&escape(text, context, before));
            }
            Inline::Code(code) => push_code(code, context, out),
            Inline::Emphasis(content) => push_stress(content, ("_", "em"), context, next, out),
            Inline::Strong(content) => push_stress(content, ("**", "strong"), context, next, out),
            Inline::Deletion(content) => push_stress(content, ("~~", "del"), context, next, out),
            Inline::Insertion(content) => {
                out.push_str("<ins>");
                push_inlines(content, context, '<', out);
                out.push_str("</ins>");
            }
            // The target of a link within the article may not be in the written part.
            Inline::Link { url, content } if url.starts_with('#') => {
                push_inlines(content, context, next, out);
            }
            Inline::Link { url, content } => {
                if out.ends_with('!') {
                    out.insert(out.len() - 1, '\\');
                }
                out.push('[');
                push_inlines(content, context, ']', out);
                let url = link_destination(url);
                let url = if context == EscapeContext::Cell {
                    url.replace('|', "\\|")
                } else {
                    url
                };
                out.push_str(&format!("]({url})"));
            }
            Inline::LineBreak => out.push_str(match context {
                EscapeContext::Paragraph => "\\\n",
                EscapeContext::Heading => " ",
                EscapeContext::Cell => "<br>",
            }),
        }
    }
}

/// Returns the first character of the Markdown of an inline; for markup, some punctuation.
fn first_char(inline: &Inline) -> char {
    match inline {
        Inline::Text(text) => text.chars().next().unwrap_or(' '),
        _ => '*',
    }
}

/// Writes emphasis with `marks`, or with HTML where the marks would not be parsed as such (CommonMark, "flanking").
fn push_stress(
    content: &[Inline],
    (marks, element): (&str, &str),
    context: EscapeContext,
    after: char,
    out: &mut String,
) {
    let before = out.chars().next_back().unwrap_or(' ');
    let mut inner = String::new();
    // This placeholder stands for the opening marks: the contents are not at the start of a line.
    inner.push('\u{1}');
    push_inlines(content, context, '*', &mut inner);
    inner.remove(0);
    let first = inner.chars().next().unwrap_or(' ');
    let last = inner.chars().next_back().unwrap_or(' ');
    let opens = is_flanking(first, before, marks);
    let closes = is_flanking(last, after, marks);
    // An adjacent mark of the same kind would make a longer run.
    let mark = marks.chars().next().unwrap_or('*');
    let longer_run = [before, first, last].contains(&mark) || mark == '_' && after == '_';
    if opens && closes && !longer_run {
        out.push_str(&format!("{marks}{inner}{marks}"));
    } else {
        out.push_str(&format!("<{element}>{inner}</{element}>"));
    }
}

/// Returns true if a delimiter run between `inside` and `outside` opens or closes emphasis towards the inside.
fn is_flanking(inside: char, outside: char, marks: &str) -> bool {
    let punctuation = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let apart = outside.is_whitespace() || punctuation(outside);
    // Within a word an underscore is a letter.
    !inside.is_whitespace() && (!punctuation(inside) || apart) && (marks != "_" || apart)
}

fn push_code(code: &str, context: EscapeContext, out: &mut String) {
    let run = "`".repeat(longest_run(code) + 1);
    let edge = code.starts_with('`') || code.ends_with('`');
    let spaces = code.starts_with(' ') && code.ends_with(' ');
    let pad = if edge || spaces { " " } else { "" };
    let code = match context {
        EscapeContext::Cell => code.replace('|', "\\|"),
        _ => code.to_owned(),
    };
    out.push_str(&format!("{run}{pad}{code}{pad}{run}"));
}

/// Returns the length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Writes a URL as a link destination.
fn link_destination(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if matches!(c, '\\' | '(' | ')' | '<' | '>' | '&') && (c != '&' || url.contains(';')) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Escapes every character that would be markup in its context with a backslash. `before` is the character before the
/// text.
fn escape(text: &str, context: EscapeContext, mut before: char) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let line_start = before == '\n';
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    for (i, c) in text.char_indices() {
        let rest = text.get(i + c.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next();
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            // Formulas begin with it.
            '$' => next.is_none_or(|c| !c.is_whitespace()),
            '_' => !(before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric)),
            '&' => is_reference(rest),
            '|' => context == EscapeContext::Cell || before == '\n',
            '{' | '}' | '#' if context == EscapeContext::Heading => true,
            '#' | '>' | '+' | '-' | '=' | ':' => {
                before == '\n' && context == EscapeContext::Paragraph
            }
            '.' | ')' => {
                line_start
                    && context == EscapeContext::Paragraph
                    && i == number
                    && (1..10).contains(&number)
            }
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Returns true if `rest`, after an ampersand, could be a character reference.
fn is_reference(rest: &str) -> bool {
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
    end.is_some_and(|end| end > 0 && rest.get(end..).is_some_and(|rest| rest.starts_with(';')))
}
