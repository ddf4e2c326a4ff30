//! Inlines put right: [`finish_inlines`].
//!
//! White space collapses across the joints of inlines, and spaces at the edge of a link or of stress move out of it.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::extract::targets;
use crate::model::{Block, Inline, Metadata, percent_decoded, slug};
use crate::text::clean;

/// Limit of links in an article; further ones become text.
const MAX_LINKS: usize = 10_000;

/// Limit of consecutive line breaks.
const MAX_BREAKS: usize = 2;

/// The links of an article, and the places they lead to.
pub(super) struct Links {
    /// Number of links so far.
    count: usize,
    /// The places that are marked in the article.
    ids: HashSet<String>,
    /// The address of the article itself.
    own: Option<String>,
    /// The places met since the last run that had words: they are where the next words are.
    pending: Vec<String>,
}

impl Links {
    /// No links so far, in an article that is to be finished.
    pub(super) fn new(metadata: &Metadata, blocks: &[Block]) -> Self {
        let mut ids = targets::ids(blocks);
        ids.extend(metadata.title.as_deref().map(slug));
        Self {
            count: 0,
            ids,
            own: metadata.url.clone(),
            pending: Vec::new(),
        }
    }

    /// Returns the target of a link: `#id` for a target in this article, `None` if it has none here.
    fn link_start(&self, url: String) -> Option<String> {
        let own = self.own.as_deref().and_then(|own| url.strip_prefix(own));
        let url = match own.filter(|rest| rest.starts_with('#')) {
            Some(fragment) => fragment.to_owned(),
            None => url,
        };
        let known = |id: &str| self.ids.contains(id) || self.ids.contains(&*percent_decoded(id));
        let leads = leads_somewhere(&url) && url.strip_prefix('#').is_none_or(known);
        leads.then_some(url)
    }

    /// Marks the places before `content`, if it has words.
    fn mark(&mut self, content: &mut Vec<Inline>) {
        if !content.is_empty() {
            let marks = self.pending.drain(..).map(|id| targets::target_mark(&id));
            content.splice(0..0, marks);
        }
    }
}

/// Cleans one run of inlines.
pub(super) fn finish_inlines(content: Vec<Inline>, links: &mut Links) -> Vec<Inline> {
    let mut flow = InlineFlow {
        links,
        pending_space: true,
        breaks: MAX_BREAKS,
    };
    let mut out = flow.level(content, InlineLevel::default());
    trim_end_of_inlines(&mut out, true);
    links.mark(&mut out);
    out
}

/// Finishes inlines that stand on one line, without line breaks.
pub(super) fn finish_line(content: Vec<Inline>, links: &mut Links) -> Vec<Inline> {
    let mut flow = InlineFlow {
        links,
        pending_space: true,
        breaks: 0,
    };
    let level = InlineLevel {
        one_line: true,
        ..InlineLevel::default()
    };
    let mut out = flow.level(content, level);
    trim_end_of_inlines(&mut out, true);
    links.mark(&mut out);
    out
}

/// Inlines that surround the present one. Emphasis within emphasis and a link within a link are merged, so inlines
/// never nest deeper than there are kinds of them.
#[derive(Debug, Clone, Copy, Default)]
struct InlineLevel {
    emphasis: bool,
    strong: bool,
    deletion: bool,
    link: bool,
    one_line: bool,
}

/// State of what was last written, across all levels.
struct InlineFlow<'a> {
    links: &'a mut Links,
    /// White space, a line break or nothing: further white space is too much.
    pending_space: bool,
    /// Line breaks since the last word; at the start, the limit.
    breaks: usize,
}

impl InlineFlow<'_> {
    /// Finishes the inlines of one level. A stack replaces recursion, so that neither this nor dropping them recurses
    /// deeper than four levels.
    fn level(&mut self, content: Vec<Inline>, level: InlineLevel) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut stack = content;
        stack.reverse();
        while let Some(inline) = stack.pop() {
            match inline {
                Inline::Text(mut text) => {
                    while let Some(Inline::Text(more)) =
                        stack.pop_if(|i| matches!(i, Inline::Text(_)))
                    {
                        text.push_str(&more);
                    }
                    push_text(&mut out, self.collapse(text));
                }
                Inline::Code(code) => {
                    let code = clean::clean_code(&code).replace('\n', " ");
                    if !code.trim().is_empty() {
                        (self.pending_space, self.breaks) = (false, 0);
                        push_merged(&mut out, Inline::Code(code));
                    }
                }
                Inline::LineBreak if level.one_line => stack.push(Inline::Text(" ".to_owned())),
                Inline::LineBreak => self.line_break(&mut out),
                Inline::Emphasis(content) if level.emphasis => {
                    stack.extend(content.into_iter().rev());
                }
                Inline::Strong(content) if level.strong => {
                    stack.extend(content.into_iter().rev());
                }
                // No format of an article: only comparisons have it.
                Inline::Insertion(content) => stack.extend(content.into_iter().rev()),
                Inline::Deletion(content) if level.deletion => {
                    stack.extend(content.into_iter().rev());
                }
                Inline::Deletion(content) => {
                    let inner = InlineLevel {
                        deletion: true,
                        ..level
                    };
                    self.container(content, inner, Inline::Deletion, &mut out);
                }
                Inline::Emphasis(content) => {
                    let inner = InlineLevel {
                        emphasis: true,
                        ..level
                    };
                    self.container(content, inner, Inline::Emphasis, &mut out);
                }
                Inline::Strong(content) => {
                    let inner = InlineLevel {
                        strong: true,
                        ..level
                    };
                    self.container(content, inner, Inline::Strong, &mut out);
                }
                mark if targets::is_mark(&mark) => {
                    self.links
                        .pending
                        .extend(targets::target_id(&mark).map(str::to_owned));
                }
                Inline::Link { url, content } => {
                    let more = !level.link && self.links.count < MAX_LINKS;
                    // A heading that links to its own place leads nowhere new.
                    let more = more && !(level.one_line && url.starts_with('#'));
                    let Some(url) = Some(url)
                        .filter(|_| more)
                        .and_then(|url| self.links.link_start(url))
                    else {
                        stack.extend(content.into_iter().rev());
                        continue;
                    };
                    self.links.count += 1;
                    let inner = InlineLevel {
                        link: true,
                        ..level
                    };
                    let wrap = |content| Inline::Link { url, content };
                    self.container(content, inner, wrap, &mut out);
                }
            }
        }
        out
    }

    fn container(
        &mut self,
        content: Vec<Inline>,
        level: InlineLevel,
        wrap: impl FnOnce(Vec<Inline>) -> Inline,
        out: &mut Vec<Inline>,
    ) {
        let mut content = self.level(content, level);
        let before = trim_edge(&mut content, true);
        let after = trim_edge(&mut content, false);
        push_edge(out, before);
        if !content.is_empty() {
            push_merged(out, wrap(content));
        }
        push_edge(out, after);
    }

    /// Clean words with single spaces; a lone no-break space stays one.
    fn collapse(&mut self, text: String) -> String {
        let before = (self.pending_space, self.breaks);
        if self.plain(&text) == text.len() {
            return text;
        }
        (self.pending_space, self.breaks) = before;
        let text = clean::clean_text(&text);
        let mut out = String::with_capacity(text.len());
        let mut rest = &*text;
        loop {
            let plain;
            (plain, rest) = rest.split_at(self.plain(rest));
            out.push_str(plain);
            let mut chars = rest.chars();
            let Some(c) = chars.next() else {
                return out;
            };
            rest = chars.as_str();
            if !c.is_whitespace() {
                (self.pending_space, self.breaks) = (false, 0);
                out.push(c);
            } else if !self.pending_space {
                let next = rest.chars().next();
                let joins = is_spelled(out.chars().next_back(), c, next);
                out.push(if joins { c } else { ' ' });
                self.pending_space = true;
            }
        }
    }

    /// Returns the length of the unchanged start of `text` in bytes: ASCII words with one space between them, which is
    /// most text.
    fn plain(&mut self, text: &str) -> usize {
        let mut space = self.pending_space;
        let mut stays = |byte: &u8| {
            let stays = byte.is_ascii_graphic() || *byte == b' ' && !space;
            space = *byte == b' ';
            stays
        };
        let length = text
            .as_bytes()
            .iter()
            .copied()
            .take_while(|b| stays(b))
            .count();
        let run = text.as_bytes().get(..length).unwrap_or_default();
        if let Some(last) = run.last() {
            self.pending_space = *last == b' ';
            if run.iter().any(|byte| *byte != b' ') {
                self.breaks = 0;
            }
        }
        length
    }

    fn line_break(&mut self, out: &mut Vec<Inline>) {
        if self.breaks >= MAX_BREAKS {
            return;
        }
        trim_end_of_inlines(out, false);
        out.push(Inline::LineBreak);
        self.breaks += 1;
        self.pending_space = true;
    }
}

/// A link to a script leads nowhere here.
fn leads_somewhere(url: &str) -> bool {
    let scripted = ["javascript:", "vbscript:", "data:"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    !scripted && clean::clean_url(url).is_some()
}

fn push_text(out: &mut Vec<Inline>, text: String) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(last)) => last.push_str(&text),
        _ => out.push(Inline::Text(text)),
    }
}

/// Appends a container, to the one before it if both are alike: two halves of one stressed word.
fn push_merged(out: &mut Vec<Inline>, inline: Inline) {
    match (out.last_mut(), inline) {
        (Some(Inline::Code(last)), Inline::Code(more)) => last.push_str(&more),
        (Some(Inline::Emphasis(last)), Inline::Emphasis(more))
        | (Some(Inline::Strong(last)), Inline::Strong(more))
        | (Some(Inline::Deletion(last)), Inline::Deletion(more)) => append(last, more),
        (
            Some(Inline::Link { url, content }),
            Inline::Link {
                url: same,
                content: more,
            },
        ) if *url == same => {
            append(content, more);
        }
        (_, inline) => out.push(inline),
    }
}

fn append(out: &mut Vec<Inline>, more: Vec<Inline>) {
    for inline in more {
        match inline {
            Inline::Text(text) => push_text(out, text),
            other => push_merged(out, other),
        }
    }
}

/// Takes spaces and line breaks from the start or the end of a container's content.
fn trim_edge(content: &mut Vec<Inline>, start: bool) -> Vec<Inline> {
    let mut taken = Vec::new();
    loop {
        let at = if start {
            0
        } else {
            content.len().saturating_sub(1)
        };
        match content.get_mut(at) {
            Some(Inline::LineBreak) => taken.push(content.remove(at)),
            Some(Inline::Text(text)) => {
                let rest = if start {
                    text.trim_start_matches(' ')
                } else {
                    text.trim_end_matches(' ')
                };
                if rest.len() == text.len() {
                    break;
                }
                taken.push(Inline::Text(" ".to_owned()));
                if rest.is_empty() {
                    content.remove(at);
                } else {
                    *text = rest.to_owned();
                }
            }
            _ => break,
        }
    }
    if !start {
        taken.reverse();
    }
    taken
}

fn push_edge(out: &mut Vec<Inline>, edge: Vec<Inline>) {
    for inline in edge {
        match inline {
            Inline::Text(text) => push_text(out, text),
            other => {
                trim_end_of_inlines(out, false);
                out.push(other);
            }
        }
    }
}

/// Takes white space, and line breaks if `breaks`, from the end.
fn trim_end_of_inlines(out: &mut Vec<Inline>, breaks: bool) {
    while let Some(last) = out.last_mut() {
        let empty = match last {
            Inline::Text(text) => {
                text.truncate(text.trim_end().len());
                text.is_empty()
            }
            Inline::LineBreak => breaks,
            Inline::Code(_) => false,
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Deletion(content)
            | Inline::Insertion(content)
            | Inline::Link { content, .. } => {
                trim_end_of_inlines(content, breaks);
                content.is_empty()
            }
        };
        if !empty {
            return;
        }
        out.pop();
    }
}

/// Replaces the no-break spaces of a line that are no part of the spelling.
pub(super) fn with_plain_spaces(line: &str) -> Cow<'_, str> {
    if !line.contains(['\u{a0}', '\u{202f}']) {
        return Cow::Borrowed(line);
    }
    let mut before = None;
    let mut chars = line.chars().peekable();
    let mut out = String::with_capacity(line.len());
    while let Some(c) = chars.next() {
        let is_space = matches!(c, '\u{a0}' | '\u{202f}');
        let shown = match is_space && !is_spelled(before, c, chars.peek().copied()) {
            true => ' ',
            false => c,
        };
        out.push(shown);
        before = Some(shown);
    }
    Cow::Owned(out)
}

/// Returns true if a no-break space is part of the spelling: within a number, and before French punctuation. Editors write
/// others between any two words.
fn is_spelled(before: Option<char>, space: char, next: Option<char>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match space {
        '\u{202f}' => next.is_some_and(|c| !c.is_whitespace()),
        '\u{a0}' => {
            next.is_some_and(|c| matches!(c, ';' | ':' | '!' | '?' | '»' | '%' | '›'))
                || before.is_some_and(|c| matches!(c, '«' | '‹'))
                || digit(before) && digit(next)
        }
        _ => false,
    }
}
