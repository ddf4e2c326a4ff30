//! Inlines with insertions and deletions in them: [`compare_inlines`], [`mark_inlines`].

use std::ops::Range;
use std::rc::Rc;

use super::change::{Change, ChangeMarks};
use super::hunks::{Hunk, hunks};
use super::words::{Word, words};
use crate::model::Inline;

/// Largest number of equal words between two changes that are shown as one.
const MAX_EQUAL_BETWEEN: usize = 3;

/// Format around a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wrapper {
    Change(Change),
    Emphasis,
    Strong,
    Link(Rc<str>),
    Code,
}

/// Run of text with its formats, the outermost first.
#[derive(Debug, Clone)]
struct Run {
    text: String,
    wrappers: Vec<Wrapper>,
}

/// Text of inlines, and where its formats begin.
#[derive(Debug, Default)]
struct FlatText {
    text: String,
    /// Start of each run with its wrappers; ascending.
    formats: Vec<(usize, Rc<[Wrapper]>)>,
}

impl FlatText {
    fn new(content: &[Inline]) -> Self {
        let mut flat = Self::default();
        flat.push(content, &mut Vec::new());
        flat
    }

    fn push(&mut self, content: &[Inline], wrappers: &mut Vec<Wrapper>) {
        for inline in content {
            let (wrapper, inner) = match inline {
                Inline::Text(text) => {
                    self.push_text(text, wrappers);
                    continue;
                }
                Inline::LineBreak => {
                    self.push_text("\n", wrappers);
                    continue;
                }
                Inline::Code(text) => {
                    wrappers.push(Wrapper::Code);
                    self.push_text(text, wrappers);
                    wrappers.pop();
                    continue;
                }
                Inline::Emphasis(inner) => (Wrapper::Emphasis, inner),
                Inline::Strong(inner) => (Wrapper::Strong, inner),
                Inline::Link { url, content } => (Wrapper::Link(Rc::from(url.as_str())), content),
                // What the article itself has crossed out is no change: it gets signs instead.
                Inline::Deletion(inner) => {
                    self.push_text("~~", wrappers);
                    self.push(inner, wrappers);
                    self.push_text("~~", wrappers);
                    continue;
                }
                Inline::Insertion(inner) => {
                    self.push(inner, wrappers);
                    continue;
                }
            };
            wrappers.push(wrapper);
            self.push(inner, wrappers);
            wrappers.pop();
        }
    }

    fn push_text(&mut self, text: &str, wrappers: &[Wrapper]) {
        if self
            .formats
            .last()
            .is_none_or(|(_, last)| **last != *wrappers)
        {
            self.formats.push((self.text.len(), wrappers.into()));
        }
        self.text.push_str(text);
    }

    fn get(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// Appends a range of the text to `runs`, with its formats and a change.
    fn append_to(&self, runs: &mut Vec<Run>, range: Range<usize>, change: Option<Change>) {
        let first = self
            .formats
            .partition_point(|(start, _)| *start <= range.start);
        let mut at = range.start;
        for index in first.saturating_sub(1).. {
            if at >= range.end {
                return;
            }
            let next = self
                .formats
                .get(index + 1)
                .map_or(range.end, |(start, _)| *start);
            let end = next.min(range.end);
            let wrappers = self
                .formats
                .get(index)
                .map(|(_, wrappers)| wrappers.iter().cloned());
            let change = change.map(Wrapper::Change);
            if end > at {
                runs.push(Run {
                    text: self.get(at..end).to_owned(),
                    wrappers: change
                        .into_iter()
                        .chain(wrappers.into_iter().flatten())
                        .collect(),
                });
            }
            at = end;
        }
    }
}

/// Returns the new inlines with the words that were inserted and deleted marked in them.
pub(super) fn compare_inlines(old: &[Inline], new: &[Inline], marks: ChangeMarks) -> Vec<Inline> {
    let (old, new) = (FlatText::new(old), FlatText::new(new));
    let (old_words, new_words) = (words(&old.text), words(&new.text));
    let keys = |words: &[Word]| words.iter().map(|word| word.key).collect::<Vec<u64>>();
    let hunks = joined_hunks(hunks(&keys(&old_words), &keys(&new_words)));
    let mut writer = ChangeWriter {
        runs: Vec::new(),
        marks,
        is_blank_due: false,
    };
    let mut reached = 0;
    for hunk in hunks {
        // White space before the next word follows a deletion.
        let end = match hunk.new.is_empty() {
            true => end_of_previous(&new.text, &new_words, hunk.new.start),
            false => start_of(&new.text, &new_words, hunk.new.start),
        };
        writer.push_unchanged(&new, reached..end.max(reached));
        reached = reached.max(end);
        let deleted = span_of(&old.text, &old_words, &hunk.old);
        writer.push_deletion(&old, deleted);
        let inserted = span_of(&new.text, &new_words, &hunk.new);
        if inserted.end > inserted.start {
            writer.push_insertion(&new, inserted.start.max(reached)..inserted.end);
            reached = inserted.end;
        }
    }
    writer.push_unchanged(&new, reached..new.text.len());
    build(&mut writer.runs)
}

/// Returns inlines all of which were inserted, or deleted.
pub(super) fn mark_inlines(content: &[Inline], change: Change, marks: ChangeMarks) -> Vec<Inline> {
    let flat = FlatText::new(content);
    let mut writer = ChangeWriter {
        runs: Vec::new(),
        marks,
        is_blank_due: false,
    };
    if !flat.text.trim().is_empty() {
        writer.push_change(&flat, 0..flat.text.len(), change);
    }
    build(&mut writer.runs)
}

/// Returns inlines without deletions of their own, as [`compare_inlines`] shows them.
pub(super) fn unchanged_inlines(content: &[Inline]) -> Vec<Inline> {
    let flat = FlatText::new(content);
    let mut runs = Vec::new();
    flat.append_to(&mut runs, 0..flat.text.len(), None);
    build(&mut runs)
}

/// Joins hunks with a few equal words between them, where those are fewer than the words that change on either side:
/// "[-the mayor said on Monday-]{+a spokesman said in May+}" is easier to read than a change at every other word.
fn joined_hunks(hunks: Vec<Hunk>) -> Vec<Hunk> {
    let mut joined: Vec<Hunk> = Vec::with_capacity(hunks.len());
    let size = |hunk: &Hunk| hunk.old.len().max(hunk.new.len());
    for hunk in hunks {
        match joined.last_mut() {
            Some(last) => {
                let between = hunk.old.start - last.old.end;
                let is_joined = between <= MAX_EQUAL_BETWEEN.min(size(last)).min(size(&hunk))
                    && size(last) + size(&hunk) > 2 * between;
                if is_joined {
                    last.old.end = hunk.old.end;
                    last.new.end = hunk.new.end;
                } else {
                    joined.push(hunk);
                }
            }
            None => joined.push(hunk),
        }
    }
    joined
}

/// Returns the end of the word before `index`, with the quotes and dashes that directly follow it.
fn end_of_previous(text: &str, words: &[Word], index: usize) -> usize {
    let Some(before) = index.checked_sub(1).and_then(|index| words.get(index)) else {
        return 0;
    };
    let next = words.get(index).map_or(text.len(), |word| word.range.start);
    let gap = text.get(before.range.end..next).unwrap_or_default();
    match gap.find(char::is_whitespace) {
        Some(at) => before.range.end + at,
        None => before.range.end,
    }
}

/// Returns the start of a word with the quotes and dashes directly before it, but no white space.
fn start_of(text: &str, words: &[Word], index: usize) -> usize {
    let Some(word) = words.get(index) else {
        return text.len();
    };
    let after = end_of_previous(text, words, index);
    let gap = text.get(after..word.range.start).unwrap_or_default();
    after + (gap.len() - gap.trim_start().len())
}

/// Returns the bytes of a range of words with the quotes and dashes around them; empty for no words.
fn span_of(text: &str, words: &[Word], range: &Range<usize>) -> Range<usize> {
    if range.is_empty() {
        return 0..0;
    }
    start_of(text, words, range.start)..end_of_previous(text, words, range.end)
}

/// Writer of runs with changes.
struct ChangeWriter {
    runs: Vec<Run>,
    marks: ChangeMarks,
    /// True after a deletion that white space followed.
    is_blank_due: bool,
}

impl ChangeWriter {
    fn push_unchanged(&mut self, text: &FlatText, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.push_blank_due(text.get(range.clone()));
        text.append_to(&mut self.runs, range, None);
    }

    fn push_insertion(&mut self, text: &FlatText, range: Range<usize>) {
        self.is_blank_due = false;
        // Signs separate an insertion from the deletion before it.
        let is_deletion = |run: &Run| run.wrappers.contains(&Wrapper::Change(Change::Deletion));
        if !self.marks.has_signs() && self.runs.last().is_some_and(is_deletion) {
            self.push_blank();
        }
        self.push_change(text, range, Change::Insertion);
    }

    fn push_deletion(&mut self, text: &FlatText, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let has_blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let last = self
            .runs
            .last()
            .and_then(|run| run.text.chars().next_back());
        let before = text.get(0..range.start).chars().next_back();
        if last.is_some() && !has_blank(last) && has_blank(before) {
            self.push_blank();
        }
        let after = text.get(range.end..text.text.len()).chars().next();
        self.push_change(text, range, Change::Deletion);
        self.is_blank_due = has_blank(after);
    }

    fn push_change(&mut self, text: &FlatText, range: Range<usize>, change: Change) {
        let (open, close) = change.signs();
        let style = self.marks.has_styles().then_some(change);
        let wrappers: Vec<Wrapper> = style.map(Wrapper::Change).into_iter().collect();
        let sign = |text: &str| Run {
            text: text.to_owned(),
            wrappers: wrappers.clone(),
        };
        if self.marks.has_signs() {
            self.runs.push(sign(open));
        }
        text.append_to(&mut self.runs, range, style);
        if self.marks.has_signs() {
            self.runs.push(sign(close));
        }
    }

    /// Appends the white space that followed a deletion, unless `next` begins with some.
    fn push_blank_due(&mut self, next: &str) {
        if std::mem::take(&mut self.is_blank_due) && !next.starts_with(char::is_whitespace) {
            self.push_blank();
        }
    }

    fn push_blank(&mut self) {
        self.runs.push(Run {
            text: " ".to_owned(),
            wrappers: Vec::new(),
        });
    }
}

/// Builds inlines from runs: at each run, the format that reaches furthest is the outermost.
fn build(runs: &mut [Run]) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut start = 0;
    while let Some(run) = runs.get(start) {
        let reach = |wrapper: &Wrapper| {
            let rest = runs.get(start..).unwrap_or_default().iter();
            start
                + rest
                    .take_while(|run| run.wrappers.contains(wrapper))
                    .count()
        };
        // Code contains only text.
        let outer = run
            .wrappers
            .iter()
            .filter(|wrapper| **wrapper != Wrapper::Code);
        let outermost = outer
            .enumerate()
            .map(|(index, wrapper)| (reach(wrapper), index, wrapper.clone()))
            .max_by_key(|(end, index, _)| (*end, usize::MAX - index));
        let Some((end, _, wrapper)) = outermost else {
            push_leaf(&mut out, run);
            start += 1;
            continue;
        };
        let inner = runs.get_mut(start..end).unwrap_or_default();
        for run in inner.iter_mut() {
            run.wrappers.retain(|other| *other != wrapper);
        }
        let content = build(inner);
        out.push(match wrapper {
            Wrapper::Change(Change::Insertion) => Inline::Insertion(content),
            Wrapper::Change(Change::Deletion) => Inline::Deletion(content),
            Wrapper::Emphasis => Inline::Emphasis(content),
            Wrapper::Strong | Wrapper::Code => Inline::Strong(content),
            Wrapper::Link(url) => Inline::Link {
                url: url.to_string(),
                content,
            },
        });
        start = end;
    }
    out
}

fn push_leaf(out: &mut Vec<Inline>, run: &Run) {
    if run.wrappers.contains(&Wrapper::Code) {
        out.push(Inline::Code(run.text.clone()));
        return;
    }
    for (index, line) in run.text.split('\n').enumerate() {
        if index > 0 {
            out.push(Inline::LineBreak);
        }
        match out.last_mut() {
            _ if line.is_empty() => {}
            Some(Inline::Text(last)) => last.push_str(line),
            _ => out.push(Inline::Text(line.to_owned())),
        }
    }
}
