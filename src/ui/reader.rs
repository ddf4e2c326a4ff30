//! The reader pane: the visible lines of an article in the text column, and the labels in the border.

use std::ops::Range;

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::pane::{Outline, PaneLabels, draw_borders, has_keys, put_cursor, put_line};
use super::text::isolate;
use super::{ScreenPart, Theme, text};
use crate::app::{
    App, Area, LinkHints, MatchCount, Overlay, Pane, PromptKind, ReaderText, SelectedLink,
};
use crate::config::Cursor;
use crate::layout::{LinePosition, TextLine};
use crate::model::{ArticleRow, ArticleTexts, PageProblem, TextKind};

/// Draws the reader pane.
pub(super) fn draw_reader(frame: &mut Frame<'_>, pane: Area, app: &App, theme: &Theme) {
    let geometry = app.geometry();
    let article = app.shown_article().and_then(|id| app.list().get(id));
    let title = article.map_or("", |article| upper_label(article, app.reader()));
    let tags = article.map(|article| text::note_with_tags(None, &article.state.tags));
    let column = geometry.text_area(pane, app.settings());
    let border = app
        .reader()
        .map(|reader| border_labels(reader, app, theme))
        .unwrap_or_default();
    // If only the lower border is there (zen, or hardly any rows), it still has the labels.
    let labels = PaneLabels {
        title,
        upper_right: &tags.unwrap_or_default(),
        lower_left: &border.left,
        lower_right: &border.right,
        is_focused: has_keys(app, Pane::Reader),
    };
    let upper = geometry.has_upper_border;
    draw_borders(frame, pane, Outline::Rules, upper, theme, &labels);

    if let Some(reader) = app.reader() {
        for (row, (at, line)) in reader.visible().enumerate() {
            // Code, verse and tables may be wider than the text.
            let before = line.columns_before();
            let width = line.wide.map_or(column.width, |wide| wide.room);
            let mut shown = styled_line(reader, at, line, theme);
            if reader.is_selected_line(at, line) {
                let selected = theme.part_style(ScreenPart::Selected);
                shown.spans.push(" ".repeat(usize::from(width)).into());
                shown
                    .spans
                    .iter_mut()
                    .for_each(|span| span.style = selected);
            }
            put_line(
                frame,
                column.x.saturating_sub(before),
                column.y + row as u16,
                width,
                &shown,
            );
        }
        // If the text column has a margin, a star marks each bookmarked place.
        if column.x >= pane.x + 2 && !app.shows_other_text() {
            for row in reader.marked_rows() {
                let star = Line::styled(
                    theme.symbols().bookmarked,
                    theme.part_style(ScreenPart::Mark),
                );
                let before = reader.columns_before(row) + 2;
                let x = column.x.saturating_sub(before);
                put_line(frame, x, column.y + row as u16, 1, &star);
            }
        }
        super::image::draw_images(frame, column, app, theme);
        if reader.document().blocks.is_empty() {
            // Web pages filled by a script have no text.
            let row = column.y + reader.visible().count() as u16 + 1;
            let message = text::fit(
                "This article has no text.",
                usize::from(column.width),
                theme,
            );
            put_line(
                frame,
                column.x,
                row,
                column.width,
                &Line::styled(message, theme.part_style(ScreenPart::Dim)),
            );
        }
        if let Overlay::Hints(hints) = app.overlay() {
            draw_hints(frame, hints, reader, &column, theme);
        }
        let finding =
            matches!(app.overlay(), Overlay::Prompt(prompt) if prompt.kind == PromptKind::Find);
        let shown = app.settings().cursor == Cursor::Line;
        if app.focus() == Pane::Reader && !finding && shown {
            put_cursor(frame, column.x, column.y + reader.cursor_row() as u16);
        }
        return;
    }
    let Some(article) = article else {
        if app.is_scanning() {
            let waiting = format!("loading {}", theme.symbols().ellipsis);
            put_line(
                frame,
                column.x,
                column.y,
                column.width,
                &Line::styled(waiting, theme.part_style(ScreenPart::Dim)),
            );
        }
        return;
    };
    put_line(
        frame,
        column.x,
        column.y,
        column.width,
        &Line::styled(
            article.title.clone(),
            theme.part_style(ScreenPart::BorderLabelFocused),
        ),
    );
    let message = match &article.error {
        Some(error) => Line::styled(
            format!("Can't read this article: {error}."),
            theme.part_style(ScreenPart::Error),
        ),
        None => Line::styled(
            format!("loading {}", theme.symbols().ellipsis),
            theme.part_style(ScreenPart::Dim),
        ),
    };
    if column.height > 2 {
        put_line(frame, column.x, column.y + 2, column.width, &message);
    }
    if app.focus() == Pane::Reader {
        put_cursor(frame, column.x, column.y);
    }
}

/// Returns the label of the upper border: the title, or, while the title is on the screen below it, the publisher.
fn upper_label<'a>(article: &'a ArticleRow, reader: Option<&ReaderText>) -> &'a str {
    let shows_title = reader.is_some_and(|reader| reader.is_at_start() && reader.has_title());
    match &article.publisher {
        Some(publisher) if shows_title => publisher,
        None if shows_title => article
            .source
            .as_ref()
            .map_or("", |(_, title)| title.as_str()),
        _ => &article.title,
    }
}

/// Draws the letters of link hints before the links, over the text, which does not move.
fn draw_hints(
    frame: &mut Frame<'_>,
    hints: &LinkHints,
    reader: &ReaderText,
    column: &Area,
    theme: &Theme,
) {
    for link in reader.links_in_view() {
        let Some(label) = hints.label(&link.link) else {
            continue;
        };
        let x = usize::from(column.x).saturating_add_signed(link.column);
        let x = x
            .saturating_sub(label.len())
            .max(usize::from(column.x.saturating_sub(1)).saturating_add_signed(link.column.min(0)));
        let (x, y) = (x as u16, column.y + link.row as u16);
        let style = theme.part_style(ScreenPart::CurrentMatch);
        let line = Line::styled(label.to_owned(), style);
        put_line(frame, x, y, label.len() as u16, &line);
    }
}

/// Labels of the lower border: the section on the left, the progress on the right.
#[derive(Debug, Default)]
struct BorderLabels {
    left: String,
    right: String,
}

/// Returns the labels of the lower border.
fn border_labels(reader: &ReaderText, app: &App, theme: &Theme) -> BorderLabels {
    let count = reader.sections().len();
    let left_out = reader.document().left_out.lines;
    let section = match (count, reader.section()) {
        _ if app.shows_source() => {
            let source = source_label(app.article_texts());
            match left_out > 0 {
                true => format!("{source} {} - left out", theme.symbols().dot),
                false => source.to_owned(),
            }
        }
        _ if app.change_number().is_some() => app
            .change_number()
            .map_or_else(String::new, |(current, changes)| {
                format!("change {current}/{changes}")
            }),
        (0, _) => "no sections".to_owned(),
        (_, Some(section)) => {
            format!(
                "{} {}/{count} {}",
                theme.symbols().section,
                reader.section_number(),
                isolate(&section.title)
            )
        }
        (_, None) => format!("{} 0/{count}", theme.symbols().section),
    };
    let mut right = format!("{}%", reader.percent());
    if left_out > 0 {
        right = format!("{left_out} left out {} {right}", theme.symbols().dot);
    }
    if let Some(texts) = app.article_texts().filter(|_| !app.shows_other_text())
        && let Some(label) = text_label(texts)
    {
        right = format!("{label} {} {right}", theme.symbols().dot);
    }
    if let Some(find) = reader.find() {
        let MatchCount {
            current,
            found,
            is_complete,
        } = find.match_count();
        let more = if is_complete { "" } else { "+" };
        right = format!("{current}/{found}{more} {} {right}", theme.symbols().dot);
    }
    if app.is_growing() {
        // More text is loading: the end is not known yet.
        let symbols = theme.symbols();
        right = format!("loading {} {} {right}", symbols.ellipsis, symbols.dot);
    }
    BorderLabels {
        left: section,
        right,
    }
}

/// Returns the label of the source of an article, with the text that it is of where the article has two.
fn source_label(texts: Option<&ArticleTexts>) -> &'static str {
    match texts.filter(|texts| texts.has_page) {
        None => "source",
        Some(texts) => match texts.shown {
            TextKind::Page => "source of the page's text",
            TextKind::Feed => "source of the feed's text",
        },
    }
}

/// Returns the label of the text that is shown of an article that has two; `None` for an article with one.
fn text_label(texts: &ArticleTexts) -> Option<&'static str> {
    if !texts.has_page {
        return None;
    }
    Some(match (texts.shown, texts.problem) {
        (TextKind::Page, _) => "page",
        (TextKind::Feed, None) => "feed",
        (TextKind::Feed, Some(problem)) => match problem {
            PageProblem::ShorterThanFeed => "feed (page is shorter)",
            PageProblem::OtherText => "feed (page has another text)",
            PageProblem::ConsentWall => "feed (page asks for consent)",
            PageProblem::Paywall => "feed (page is for subscribers)",
            PageProblem::SignIn => "feed (page is a sign-in page)",
            PageProblem::NeedsScript => "feed (page needs JavaScript)",
            PageProblem::Challenge => "feed (page is for browsers only)",
            PageProblem::HomePage => "feed (page is the home page)",
            PageProblem::NoText => "feed (page has no text)",
        },
    })
}

/// Returns a line with its styles, and the matches of the last find highlighted.
fn styled_line<'a>(
    reader: &ReaderText,
    at: LinePosition,
    line: &'a TextLine,
    theme: &Theme,
) -> Line<'a> {
    let shown = &line.source;
    let in_line =
        |(range, _): &(&Range<usize>, bool)| range.start < shown.end && range.end > shown.start;
    let hits: Vec<_> = reader
        .find()
        .map(|find| find.matches_in_unit(at.unit).filter(in_line).collect())
        .unwrap_or_default();
    let selected = reader.selected_link();
    let mut spans = Vec::with_capacity(line.spans.len());
    // The match at the end of the last span, and true if it is the current one.
    let mut open = None;
    let match_at = |byte: usize| hits.iter().find(|(range, _)| range.contains(&byte));
    let match_style = |current: bool| {
        theme.part_style(if current {
            ScreenPart::CurrentMatch
        } else {
            ScreenPart::Match
        })
    };
    for (index, span) in line.spans.iter().enumerate() {
        let mut style = theme.text_style(span.role, span.format, span.link.is_some());
        let is_selected = |link: &&SelectedLink| {
            let source = span.source.filter(|_| span.link.is_some());
            link.unit == at.unit && source.is_some_and(|source| link.range.contains(&source))
        };
        if selected.filter(is_selected).is_some() {
            style = style.patch(theme.part_style(ScreenPart::Selected));
        }
        let Some(start) = span.source.filter(|_| !hits.is_empty()) else {
            // White space that justification added inside a match is highlighted with it.
            let next = || line.spans.get(index + 1..)?.iter().find_map(|s| s.source);
            let within = open.filter(|open| next().and_then(match_at).as_ref() == Some(open));
            let style = within.map_or(style, |(_, current)| style.patch(match_style(*current)));
            spans.push(Span::styled(span.text.as_str(), style));
            continue;
        };
        // The span shows bytes `start..end` of the unit's text; it is split where matches begin and end.
        let end = start + span.text.len();
        let mut done = start;
        let mut push = |spans: &mut Vec<Span<'a>>, to: usize, style| {
            if let Some(text) = span
                .text
                .get(done - start..to - start)
                .filter(|text| !text.is_empty())
            {
                spans.push(Span::styled(text, style));
                done = to;
            }
        };
        for (range, current) in hits
            .iter()
            .filter(|(range, _)| range.start < end && range.end > start)
        {
            push(&mut spans, range.start.max(start), style);
            push(
                &mut spans,
                range.end.min(end),
                style.patch(match_style(*current)),
            );
        }
        push(&mut spans, end, style);
        open = end.checked_sub(1).and_then(match_at);
    }
    Line::from(spans)
}
