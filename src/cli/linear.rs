//! `newsprint --linear`: stories as plain text that scrolls, and prompts between, for screen readers, braille displays and
//! terminals that cannot move a cursor. Nothing is drawn, nothing moves, and no escape is written.
//!
//! 1. A line of standard input is a command (`command`).
//! 2. What it asks for becomes spoken lines (`speech`): "Heading 2: …", "List, 3 items:".
//! 3. The lines are printed at the terminal's width, a screen at a time where there is a screen.

mod command;
mod speech;
mod story;

use std::collections::VecDeque;
use std::io::{self, BufRead, Read, Write};
use std::sync::Arc;

use self::command::Command;
use self::speech::Line;
use self::story::Story;
use super::print::{read_input, stories};
use crate::model::{Origin, clean, reading_minutes};
use crate::terminal;
use crate::worker::Store;

/// How many stories are told at once.
const STORIES: usize = 20;

/// The longest command that is read, in bytes.
const LONGEST: u64 = 4096;

const PROMPT: &str = "newsprint> ";

const HELP: &[&str] = &[
    "Commands, each a word or its first letter:",
    "a number: open that story.",
    "Enter: read on, to the rest or to the next section.",
    "n, next: next section.",
    "p, previous: previous section.",
    "s 3, section 3: go to section 3. s alone: read this section again.",
    "o, outline: the sections of the story.",
    "/words, find words: find words, in the story or in the titles. / alone: find them again.",
    "a, all: read all the rest.",
    "m, more: more of what was cut short.",
    "u, links: the links of this section. u 3: open link 3 in the browser.",
    "w, where: where you are.",
    "l, list: the stories.",
    "h, help: this help.",
    "q, quit: quit.",
];

/// How to print.
#[derive(Debug, Clone, Copy)]
pub struct LinearOptions {
    /// The widest line, in columns.
    pub measure: u16,
    /// Whether a person types the commands at a terminal, which shows them. If not, they are printed behind the prompt.
    pub typed: bool,
    /// Whether the output is a terminal: it is asked for its width, and long output stops at every screen.
    pub shown: bool,
}

/// Reads stories by commands from `input`, until it ends or says so. False if a story could not be read.
///
/// # Errors
/// When `input` or `output` fails.
pub fn run(
    origins: Vec<Origin>,
    store: &Arc<Store>,
    options: LinearOptions,
    input: impl BufRead,
    output: impl Write,
) -> io::Result<bool> {
    let mut failures = Vec::new();
    let mut rows = Vec::new();
    for origin in origins {
        for (origin, name) in stories(origin, store, &mut failures) {
            rows.push(Row {
                origin,
                name,
                title: None,
                story: None,
            });
        }
    }
    let mut reader = Reader {
        rows,
        store: store.clone(),
        options,
        output,
        open: None,
        pending: VecDeque::new(),
        listed: 0,
        sought: String::new(),
        good: failures.is_empty(),
    };
    for failure in failures {
        reader.say(&failure)?;
    }
    reader.run(input)?;
    Ok(reader.good)
}

/// A story of the list.
struct Row {
    origin: Origin,
    name: String,
    /// What it is called, once it was looked into.
    title: Option<String>,
    /// Kept where it can be read only once.
    story: Option<Story>,
}

struct Reader<W> {
    rows: Vec<Row>,
    store: Arc<Store>,
    options: LinearOptions,
    output: W,
    /// The story that is open, and its index.
    open: Option<(usize, Story)>,
    /// Lines that did not fit on the screen.
    pending: VecDeque<String>,
    /// How many stories have been told.
    listed: usize,
    /// The words last looked for.
    sought: String,
    good: bool,
}

impl<W: Write> Reader<W> {
    fn run(&mut self, mut input: impl BufRead) -> io::Result<()> {
        if self.rows.is_empty() {
            self.say("There are no stories here.")?;
            return self.output.flush();
        }
        if self.rows.len() == 1 {
            self.open(0)?;
        } else {
            self.list(0)?;
        }
        self.say("h for help.")?;
        loop {
            write!(self.output, "{PROMPT}")?;
            self.output.flush()?;
            let mut line = Vec::new();
            if input.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
                writeln!(self.output)?;
                return self.output.flush();
            }
            let line = String::from_utf8_lossy(&line);
            let line = clean::line(line.trim());
            if !self.options.typed {
                writeln!(self.output, "{line}")?;
            }
            if !self.carry_out(Command::parse(&line))? {
                return self.output.flush();
            }
        }
    }

    /// False to quit.
    fn carry_out(&mut self, command: Command) -> io::Result<bool> {
        match command {
            Command::Quit => return Ok(false),
            Command::Help => self.print(HELP.iter().map(|line| Line::wrapped(line)).collect())?,
            Command::List => self.list(0)?,
            Command::Open(number) => match number.checked_sub(1).filter(|i| *i < self.rows.len()) {
                Some(index) => self.open(index)?,
                None => {
                    let count = self.rows.len();
                    self.say(&format!(
                        "No story {number}. There are {}.",
                        counted(count, "story", "stories")
                    ))?;
                }
            },
            Command::More => self.more()?,
            Command::ReadOn if !self.pending.is_empty() => self.more()?,
            Command::ReadOn if self.open.is_none() => self.open(0)?,
            Command::ReadOn | Command::Next => self.step(true)?,
            Command::Previous => self.step(false)?,
            Command::Find(words) => self.find(words)?,
            Command::Unknown(word) => self.say(&format!("No command {word}. h for help."))?,
            in_story => self.in_story(in_story)?,
        }
        Ok(true)
    }

    fn in_story(&mut self, command: Command) -> io::Result<()> {
        let Some((_, story)) = &mut self.open else {
            return self.no_story();
        };
        let lines = match command {
            Command::Section(None) => story.section_lines(),
            Command::Section(Some(number)) => {
                if story.go_to(number) {
                    story.section_lines()
                } else {
                    vec![Line::wrapped(&format!(
                        "No section {number}. {}",
                        story.count()
                    ))]
                }
            }
            Command::Outline => story.outline(),
            Command::Where => vec![Line::wrapped(&story.place())],
            Command::Links => story.link_lines(),
            Command::Link(number) => match story.follow(number) {
                Some(lines) => lines,
                None => vec![Line::wrapped(&open_link(story, number))],
            },
            Command::All => {
                let lines = story.rest();
                return self.print_all(lines);
            }
            _ => Vec::new(),
        };
        self.print(lines)
    }

    /// To the next or previous section.
    fn step(&mut self, forward: bool) -> io::Result<()> {
        let Some((index, story)) = &mut self.open else {
            return self.no_story();
        };
        if story.step(forward) {
            let lines = story.section_lines();
            return self.print(lines);
        }
        let next = *index + 2;
        if !forward {
            return self.say("Start of the story.");
        }
        if next <= self.rows.len() {
            self.say(&format!(
                "End of the story. {next} for the next story, l for the list."
            ))
        } else {
            self.say("End of the story, the last one.")
        }
    }

    fn find(&mut self, words: String) -> io::Result<()> {
        if !words.is_empty() {
            self.sought = words;
        }
        if self.sought.is_empty() {
            return self.say("Nothing to find: type / and words.");
        }
        let sought = self.sought.clone();
        if let Some((_, story)) = &mut self.open {
            let lines = story.find(&sought);
            return self.print(lines);
        }
        let small = sought.to_lowercase();
        let mut lines = Vec::new();
        for index in 0..self.rows.len() {
            let title = self.title(index);
            if title.to_lowercase().contains(&small) {
                lines.push(Line::wrapped(&format!("{}. {title}", index + 1)));
            }
        }
        if lines.is_empty() {
            lines.push(Line::wrapped(&format!("Not found: {sought}.")));
        }
        self.print(lines)
    }

    /// The stories from this one on, numbered, as many as are told at once.
    fn list(&mut self, from: usize) -> io::Result<()> {
        self.open = None;
        self.pending.clear();
        let count = self.rows.len();
        if from == 0 {
            self.say(&format!("{}.", counted(count, "story", "stories")))?;
        }
        let end = (from + STORIES).min(count);
        for index in from..end {
            let title = self.title(index);
            self.say(&format!("{}. {title}", index + 1))?;
        }
        self.listed = end;
        if end < count {
            self.say(&format!("m for more: {} to {count}.", end + 1))?;
        }
        self.say("A number opens a story.")
    }

    /// What a story is called; it is read for it, once.
    fn title(&mut self, index: usize) -> String {
        let Some(row) = self.rows.get_mut(index) else {
            return String::new();
        };
        if row.title.is_none() {
            let said = match &row.origin {
                Origin::StandardInput => row.name.clone(),
                origin => match self.store.document(origin) {
                    Ok(document) => document.metadata.title.unwrap_or_else(|| row.name.clone()),
                    Err(why) => format!("{}, can't be read: {why}", row.name),
                },
            };
            row.title = Some(said);
        }
        row.title.clone().unwrap_or_default()
    }

    fn open(&mut self, index: usize) -> io::Result<()> {
        self.keep();
        let Some(row) = self.rows.get_mut(index) else {
            return Ok(());
        };
        let found = match (row.story.take(), &row.origin) {
            (Some(story), _) => Ok(story),
            (None, Origin::StandardInput) => read_input(&self.store).map(Story::new),
            (None, origin) => self.store.document(origin).map(Story::new),
        };
        match found {
            Ok(story) => {
                let mut lines = Vec::new();
                if self.rows.len() > 1 {
                    lines.push(Line::wrapped(&format!("Story {}.", index + 1)));
                }
                let name = self.rows.get(index).map(|row| row.name.clone());
                lines.extend(story.head(&name.unwrap_or_default(), reading_minutes));
                lines.extend(story.section_lines());
                self.open = Some((index, story));
                self.print(lines)
            }
            Err(why) => {
                self.good = false;
                let name = self.rows.get(index).map(|row| row.name.clone());
                self.say(&format!(
                    "Can't be read: {}: {why}.",
                    name.unwrap_or_default()
                ))
            }
        }
    }

    /// Keeps the open story where it could not be read again.
    fn keep(&mut self) {
        if let Some((index, story)) = self.open.take()
            && let Some(row) = self.rows.get_mut(index)
            && row.origin == Origin::StandardInput
        {
            row.story = Some(story);
        }
    }

    fn more(&mut self) -> io::Result<()> {
        if self.open.is_none() && self.pending.is_empty() && self.listed < self.rows.len() {
            return self.list(self.listed);
        }
        if self.pending.is_empty() {
            return self.say("There is no more of this.");
        }
        self.print_pending()
    }

    fn no_story(&mut self) -> io::Result<()> {
        self.say("No story is open. A number opens one, l lists them.")
    }

    fn say(&mut self, text: &str) -> io::Result<()> {
        let width = self.width();
        for line in speech::wrap(vec![Line::wrapped(text)], width) {
            writeln!(self.output, "{line}")?;
        }
        Ok(())
    }

    /// Prints the lines, a screen of them where there is a screen; the rest waits for [`Command::More`].
    fn print(&mut self, lines: Vec<Line>) -> io::Result<()> {
        self.pending = speech::wrap(lines, self.width()).into();
        self.print_pending()
    }

    /// Prints what waits, and the lines, without a stop.
    fn print_all(&mut self, lines: Vec<Line>) -> io::Result<()> {
        self.pending.extend(speech::wrap(lines, self.width()));
        for line in std::mem::take(&mut self.pending) {
            writeln!(self.output, "{line}")?;
        }
        Ok(())
    }

    fn print_pending(&mut self) -> io::Result<()> {
        // A line stays for the note that there is more, and one for the prompt.
        let room = match self.options.shown {
            true => usize::from(terminal::screen_size().1).max(10) - 2,
            false => usize::MAX,
        };
        let count = self.pending.len().min(room);
        for line in self.pending.drain(..count) {
            writeln!(self.output, "{line}")?;
        }
        match self.pending.len() {
            0 => Ok(()),
            left => writeln!(
                self.output,
                "Enter for more: {}.",
                counted(left, "line", "lines")
            ),
        }
    }

    fn width(&self) -> u16 {
        if self.options.shown {
            terminal::screen_size().0.min(self.options.measure).max(1)
        } else {
            self.options.measure
        }
    }
}

/// Opens a link of the story, and says so.
fn open_link(story: &Story, number: usize) -> String {
    let Some(link) = story.link(number) else {
        return format!(
            "No link {number}. {}",
            match story.link_count() {
                0 => "The story has none.".to_owned(),
                count => format!("The story has {}.", counted(count, "link", "links")),
            }
        );
    };
    match terminal::open_link(&link.url) {
        Ok(()) => format!("Opening {}", link.url),
        Err(error) => format!("Not opened: {error}: {}", link.url),
    }
}

/// A number and what it counts.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
