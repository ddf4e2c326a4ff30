//! The reader pane: the visible lines of a story in their column, and the facts in the border.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::{Frame4, Part, Theme, borders, has_keys, put_cursor, put_line};
use crate::app::{App, Area, Overlay, Pane, PromptKind, Reader};
use crate::layout::{Position, TextLine};

/// Draws the reader pane.
pub(super) fn draw(frame: &mut Frame<'_>, pane: Area, app: &App, theme: &Theme) {
    let geometry = app.geometry();
    let article = app.shown().and_then(|id| app.list().get(id));
    let title = article.map_or("", |article| article.title.as_str());
    let column = geometry.column(pane, app.settings().measure);
    let facts = app
        .reader()
        .map(|reader| facts(reader, theme))
        .unwrap_or_default();
    // Where only the lower line is there (zen, or hardly any rows), it still has the facts.
    let facts = Frame4 {
        title,
        lower_left: &facts.0,
        lower_right: &facts.1,
        focused: has_keys(app, Pane::Reader),
    };
    borders(frame, pane, &geometry, theme, &facts);

    if let Some(reader) = app.reader() {
        for (row, (at, line)) in reader.visible().enumerate() {
            put_line(
                frame,
                column.x,
                column.y + row as u16,
                column.width,
                &styled(reader, at, line, theme),
            );
        }
        super::picture::draw(frame, column, app, theme);
        let finding =
            matches!(app.overlay(), Overlay::Prompt(prompt) if prompt.kind == PromptKind::Find);
        if app.focus() == Pane::Reader && !finding {
            put_cursor(frame, column.x, column.y + reader.cursor_row() as u16);
        }
        return;
    }
    let Some(article) = article else {
        if app.scanning() {
            let waiting = format!("reading {}", theme.symbols().ellipsis);
            put_line(
                frame,
                column.x,
                column.y,
                column.width,
                &Line::styled(waiting, theme.part(Part::Dim)),
            );
        }
        return;
    };
    put_line(
        frame,
        column.x,
        column.y,
        column.width,
        &Line::styled(article.title.clone(), theme.part(Part::FactFocused)),
    );
    let said = match &article.problem {
        Some(why) => Line::styled(
            format!("This story can't be read: {why}."),
            theme.part(Part::Error),
        ),
        None => Line::styled(
            format!("reading {}", theme.symbols().ellipsis),
            theme.part(Part::Dim),
        ),
    };
    if column.height > 2 {
        put_line(frame, column.x, column.y + 2, column.width, &said);
    }
    if app.focus() == Pane::Reader {
        put_cursor(frame, column.x, column.y);
    }
}

/// What the lower border says: the section, and how far one has read.
fn facts(reader: &Reader, theme: &Theme) -> (String, String) {
    let count = reader.sections().len();
    let section = match (count, reader.section()) {
        (0, _) => "no sections".to_owned(),
        (_, Some(section)) => {
            format!(
                "{} {}/{count} {}",
                theme.symbols().section,
                reader.section_number(),
                section.title
            )
        }
        (_, None) => format!("{} 0/{count}", theme.symbols().section),
    };
    let mut right = format!("{}%", reader.percent());
    if let Some(find) = reader.find() {
        let (current, found, complete) = find.count();
        let more = if complete { "" } else { "+" };
        right = format!("{current}/{found}{more} {} {right}", theme.symbols().dot);
    }
    (section, right)
}

/// A line with its styles, and what was looked for highlighted.
fn styled<'a>(reader: &Reader, at: Position, line: &'a TextLine, theme: &Theme) -> Line<'a> {
    let hits: Vec<_> = reader
        .find()
        .map(|find| find.in_unit(at.unit).collect())
        .unwrap_or_default();
    let mut spans = Vec::with_capacity(line.spans.len());
    for span in &line.spans {
        let style = theme.text(span.role, span.format, span.link.is_some());
        let Some(start) = span.source.filter(|_| !hits.is_empty()) else {
            spans.push(Span::styled(span.text.as_str(), style));
            continue;
        };
        // The span shows bytes `start..end` of the unit's text; cut it where matches begin and end.
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
            let part = theme.part(if *current {
                Part::CurrentMatch
            } else {
                Part::Match
            });
            push(&mut spans, range.start.max(start), style);
            push(&mut spans, range.end.min(end), style.patch(part));
        }
        push(&mut spans, end, style);
    }
    Line::from(spans)
}
