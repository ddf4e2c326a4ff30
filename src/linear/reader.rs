//! The command loop of linear mode: [`Reader`].

mod changes;
mod lists;
mod navigation;
mod rules;
mod sources;
mod what_changed;

use std::io::{self, BufRead, Read, Write};

use super::article::ArticleText;
use super::background::Background;
use super::command::{ArticleCommand, Command, Towards};
use super::given::GivenList;
use super::list::List;
use super::numbered::{Numbered, NumberedList};
use super::open::OpenArticle;
use super::options::LinearOptions;
use super::output::{Output, PrintedBlocks};
use super::search_results::SearchResults;
use super::session::{Session, StoredState};
use super::spoken_line::SpokenLine;
use super::views::Views;
use super::words::counted;
use crate::config::{MarkRead, StartView};
use crate::messages::{LINEAR_DIFFERENCES, LINEAR_HELP};
use crate::model::{Anchor, ChangeId, Origin};
use crate::terminal;
use crate::text::{clean, io_message};

/// Longest command, in bytes.
const MAX_COMMAND_BYTES: u64 = 4096;

/// A line with Ctrl-r alone, from a terminal that passes it on.
const CTRL_R: &str = "\u{12}";

/// State of linear mode: lists, the open article, and what was found and undone.
pub(super) struct Reader<W> {
    options: LinearOptions,
    output: Output<W>,
    session: Session,
    background: Background,
    list: List,
    views: Views,
    found: SearchResults,
    /// The list that a number chooses from.
    choice: NumberedList,
    open: Option<OpenArticle>,
    /// Words of the last find or search.
    last_find: String,
    /// True while `n` and `N` go to the matches of the last find in the open article.
    is_finding: bool,
    /// Change of another session that the next undo confirms.
    undo_to_confirm: Option<ChangeId>,
    /// Notices that were printed: none is printed twice.
    shown_notices: Vec<String>,
    /// False once an article could not be read or a change not saved.
    is_complete: bool,
}

impl<W: Write> Reader<W> {
    pub(super) fn new(
        options: LinearOptions,
        output: W,
        session: Session,
        background: Background,
        articles: GivenList,
    ) -> Self {
        Self {
            output: Output::new(output, options.measure, options.is_terminal),
            options,
            session,
            background,
            list: List::new(articles),
            views: Views::default(),
            found: SearchResults::default(),
            choice: NumberedList::Articles,
            open: None,
            last_find: String::new(),
            is_finding: false,
            undo_to_confirm: None,
            shown_notices: Vec::new(),
            is_complete: true,
        }
    }

    /// Prints the files and folders that could not be listed at the start. Each of `failures` counts as one of the program.
    pub(super) fn report(&mut self, failures: &[String], warnings: &[String]) -> io::Result<()> {
        self.is_complete &= failures.is_empty();
        failures
            .iter()
            .chain(warnings)
            .try_for_each(|line| self.print_message(&format!("newsprint: {line}")))
    }

    /// Closes the library. Returns false if an article could not be read or a change not saved.
    pub(super) fn finish(mut self) -> bool {
        if self.options.start_view == StartView::Last && self.list.is_of_library() {
            self.session.save_view(self.list.view());
        }
        let is_strict = self.options.strict;
        let is_readable = !(is_strict && self.list.in_memory.has_unreadable());
        self.session.close();
        self.is_complete && is_readable
    }

    /// Runs commands until the input ends or a command quits.
    pub(super) fn run(&mut self, mut input: impl BufRead) -> io::Result<()> {
        if self.options.starts_with_library {
            self.show_start_list()?;
        } else if self.list.in_memory.is_empty() {
            self.print_message("No articles.")?;
            return self.output.flush();
        } else if self.list.is_single() {
            self.open_number(1)?;
        } else {
            self.print_list()?;
        }
        self.print_message("? for help.")?;
        self.output.flush()?;
        if let Err(error) = self.background.start() {
            self.print_message(&format!(
                "Changes of other programs are not shown: {}.",
                io_message(&error)
            ))?;
        }
        self.save_position();
        loop {
            self.print_notices()?;
            self.output.prompt()?;
            let mut line = Vec::new();
            if input
                .by_ref()
                .take(MAX_COMMAND_BYTES)
                .read_until(b'\n', &mut line)?
                == 0
            {
                self.output.echo("")?;
                return self.output.flush();
            }
            let line = String::from_utf8_lossy(&line);
            let is_redo = line.trim_matches([' ', '\r', '\n']) == CTRL_R;
            let line = clean::clean_line(line.trim());
            if !self.options.is_interactive {
                self.output.echo(&line)?;
            }
            let command = match is_redo {
                true => Command::Redo,
                false => Command::parse(&line),
            };
            let goes_on = self.run_command(command)?;
            self.output.flush()?;
            self.save_position();
            if !goes_on {
                return self.output.flush();
            }
        }
    }

    /// Runs a command. Returns false to quit.
    fn run_command(&mut self, command: Command) -> io::Result<bool> {
        match command {
            Command::Quit => return Ok(false),
            Command::Close if self.open.is_none() || self.list.is_single() => return Ok(false),
            Command::Close => self.print_list()?,
            Command::Help => self.print(help_lines())?,
            Command::List => self.print_list()?,
            Command::Open(number) => self.choose(number)?,
            Command::More => self.more()?,
            Command::ReadOn if self.output.has_more() => self.more()?,
            Command::ReadOn if self.open.is_none() => self.open_number(1)?,
            Command::ReadOn => self.read_on()?,
            Command::Section(towards) => self.step(towards)?,
            Command::Article(towards) => self.step_article(towards)?,
            Command::Unread(towards) => self.step_unread(towards)?,
            Command::Find(words) => self.find(words)?,
            Command::Search(words) => self.search(words)?,
            Command::Bookmark(number) => self.bookmark(number)?,
            Command::Note(text) => self.bookmark_place(&text)?,
            Command::Read(number) => self.toggle_read(number)?,
            Command::SwitchText => self.switch_text()?,
            Command::Changes(number) => self.print_changes(number)?,
            Command::ViewRead => self.mark_view_read()?,
            Command::Mute(number) => self.mute(number)?,
            Command::Rule(words) => self.rule(&words)?,
            Command::Delete(number) => self.delete(number)?,
            Command::Undo => self.undo()?,
            Command::Redo => self.redo()?,
            Command::Story(number) => self.print_story(number)?,
            Command::Views => self.print_views()?,
            Command::View(number) => self.show_view(number)?,
            Command::NamedView(name) => self.show_named_view(&name)?,
            Command::Fetch => self.fetch()?,
            Command::Sources => self.print_sources()?,
            Command::Add(word) => self.add(&word)?,
            Command::InArticle(command) => self.run_article_command(command)?,
            Command::Unknown(word) => {
                self.print_message(&format!("Unknown command: {word}. ? for help."))?
            }
        }
        Ok(true)
    }

    fn run_article_command(&mut self, command: ArticleCommand) -> io::Result<()> {
        let Some(OpenArticle { text, .. }) = &mut self.open else {
            return self.print_nothing_open();
        };
        let (lines, moves) = match command {
            ArticleCommand::Section(None) => (text.section_lines(), true),
            ArticleCommand::Section(Some(number)) if text.go_to(number) => {
                (text.section_lines(), true)
            }
            ArticleCommand::Section(Some(number)) => {
                let line = format!("No section {number}. {}", text.section_count_text());
                (vec![SpokenLine::wrapped(&line)], true)
            }
            ArticleCommand::Start => {
                text.go_to_start();
                (text.section_lines(), true)
            }
            ArticleCommand::End => {
                text.go_to_end();
                (text.section_lines(), true)
            }
            ArticleCommand::Browser => (vec![SpokenLine::wrapped(&open_address(text))], false),
            ArticleCommand::Address => (vec![SpokenLine::wrapped(address_of(text))], false),
            ArticleCommand::Outline => (text.outline(), false),
            ArticleCommand::Position => (vec![SpokenLine::wrapped(&text.position_text())], false),
            ArticleCommand::Links => (text.link_lines(), false),
            ArticleCommand::Link(number) => match text.follow_link(number) {
                Some(lines) => (lines, true),
                None => (vec![SpokenLine::wrapped(&open_link(text, number))], true),
            },
            ArticleCommand::All => {
                let lines = text.rest_of_article();
                self.output.print_all(lines)?;
                text.mark_all_printed();
                return self.mark_if_end_shown();
            }
        };
        self.print(lines)?;
        match moves {
            true => self.mark_if_end_shown(),
            false => Ok(()),
        }
    }

    /// Prints the rest of the section if only a part was printed, else the next section.
    fn read_on(&mut self) -> io::Result<()> {
        let rest = self
            .open
            .as_ref()
            .and_then(|open| open.text.rest_of_section());
        let Some(lines) = rest else {
            return self.step(Towards::Next);
        };
        self.print(lines)?;
        self.mark_if_end_shown()
    }

    fn more(&mut self) -> io::Result<()> {
        if self.output.has_more() {
            let printed = self.output.print_more()?;
            self.mark_printed(printed);
            return self.mark_if_end_shown();
        }
        match self.choice {
            NumberedList::Articles if self.open.is_none() && self.list.has_more() => {
                self.more_of_list()
            }
            NumberedList::SearchResults if self.found.has_more() => self.more_found(),
            NumberedList::Articles | NumberedList::SearchResults | NumberedList::Views => {
                self.print_message("No more lines.")
            }
        }
    }

    fn print_nothing_open(&mut self) -> io::Result<()> {
        self.print_message("No article is open. A number opens one, l lists them.")
    }

    /// Opens an article at an anchor, or at its saved position.
    fn open(
        &mut self,
        numbered: &Numbered,
        at: (NumberedList, usize),
        anchor: Option<&Anchor>,
    ) -> io::Result<()> {
        self.close_article();
        let (text, known) = match self.load(numbered) {
            Ok(loaded) => loaded,
            Err(reason) => {
                self.is_complete = false;
                return self.print_message(&format!("Can't be read: {}: {reason}.", numbered.name));
            }
        };
        let single = self.list.is_single();
        let (open, lines) = OpenArticle::new(numbered, at, anchor, text, known, single);
        self.open = Some(open);
        self.print(lines)?;
        match self.options.mark_read {
            MarkRead::OnOpen => self.mark_read(),
            MarkRead::AtEnd | MarkRead::Never => Ok(()),
        }
    }

    /// Returns the text of an article and its stored state; or the reason why it can't be read.
    fn load(&mut self, numbered: &Numbered) -> Result<(ArticleText, StoredState), String> {
        let article = &numbered.article;
        let text = if article.origin == Origin::StandardInput {
            let given = self.list.in_memory.find(article.id);
            match given.and_then(|given| given.text.take()) {
                Some(text) => text,
                None => ArticleText::new(
                    self.session
                        .load_input()
                        .map_err(|error| error.to_string())?,
                ),
            }
        } else {
            let loaded = self.session.load(article);
            let document = loaded.map_err(|error| error.to_string())?;
            let known = self.session.stored_state(article, &document);
            let corrected = self.session.corrected(article, document);
            return Ok((ArticleText::new(corrected), known));
        };
        let known = self.session.stored_state(article, text.document());
        Ok((text, known))
    }

    /// Closes the open article and saves its position.
    fn close_article(&mut self) {
        self.save_position();
        self.is_finding = false;
        self.output.drop_rest();
        // Standard input can't be read again, so its text stays in memory.
        if let Some(open) = self.open.take()
            && open.article.origin == Origin::StandardInput
            && let Some(given) = self.list.in_memory.find(open.article.id)
        {
            given.text = Some(open.text);
        }
    }

    /// Saves the position in the open article if it has changed. A failure is reported only when a change of the user
    /// is lost.
    fn save_position(&mut self) {
        let Some(open) = &mut self.open else {
            return;
        };
        if let Some((place, progress)) = open.position_to_save() {
            let document = open.text.document();
            self.session
                .save_position(&open.article, document, place.as_ref(), progress);
            self.refresh_open();
        }
    }

    /// Reloads state and bookmarks of the open article.
    fn refresh_open(&mut self) {
        if let Some(open) = &mut self.open
            && let Some((state, bookmarks)) = self.session.state_and_bookmarks(&open.article)
        {
            (open.state, open.bookmarks) = (state, bookmarks);
        }
    }

    /// Prints new notices of library and background thread, each once.
    fn print_notices(&mut self) -> io::Result<()> {
        let mut notices = self.session.take_notices();
        notices.extend(self.background.notices());
        for notice in notices {
            if !self.shown_notices.contains(&notice) {
                self.output.print_message(&format!("newsprint: {notice}"))?;
                self.shown_notices.push(notice);
            }
        }
        Ok(())
    }

    /// Prints new notices, then a sentence.
    fn print_message(&mut self, text: &str) -> io::Result<()> {
        self.print_notices()?;
        self.output.print_message(text)
    }

    fn print_messages(&mut self, lines: &[String]) -> io::Result<()> {
        lines.iter().try_for_each(|line| self.print_message(line))
    }

    /// Prints new notices, then the lines; on a terminal one screen of them.
    fn print(&mut self, lines: Vec<SpokenLine>) -> io::Result<()> {
        self.print_notices()?;
        let printed = self.output.print(lines)?;
        self.mark_printed(printed);
        Ok(())
    }

    /// Records that these blocks of the article were printed.
    fn mark_printed(&mut self, printed: PrintedBlocks) {
        if let (Some(blocks), Some(open)) = (printed, &mut self.open) {
            open.text.mark_printed(blocks);
        }
    }
}

/// Returns the help, a line for each command, and what is different from the screen.
fn help_lines() -> Vec<SpokenLine> {
    let mut lines = vec![SpokenLine::wrapped("Commands, each a letter or a word:")];
    let line =
        |(command, meaning): &(&str, &str)| SpokenLine::wrapped(&format!("{command}: {meaning}"));
    lines.extend(LINEAR_HELP.iter().map(line));
    lines.push(SpokenLine::wrapped(LINEAR_DIFFERENCES));
    lines
}

/// Returns the address of the article, or that it has none.
fn address_of(text: &ArticleText) -> &str {
    let url = text.document().metadata.url.as_deref();
    url.unwrap_or("The article has no address.")
}

/// Opens the address of the article in the browser, and returns the sentence to print.
fn open_address(text: &ArticleText) -> String {
    match &text.document().metadata.url {
        Some(url) => open_url(url),
        None => address_of(text).to_owned(),
    }
}

/// Opens an address in the browser, and returns the sentence to print.
fn open_url(url: &str) -> String {
    match terminal::open_link(url) {
        Ok(()) => format!("Opening {url}"),
        Err(error) => format!("Not opened: {error}: {url}"),
    }
}

/// Opens a link of the article in the browser, and returns the sentence to print.
fn open_link(text: &ArticleText, number: usize) -> String {
    let Some(link) = text.link(number) else {
        return format!(
            "No link {number}. {}",
            match text.link_count() {
                0 => "The article has none.".to_owned(),
                count => format!("The article has {}.", counted(count, "link", "links")),
            }
        );
    };
    open_url(&link.url)
}
