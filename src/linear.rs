//! `newsprint --linear`: stories as plain text that scrolls, and prompts between, for screen readers, braille displays and
//! terminals that cannot move a cursor. Nothing is drawn, nothing moves, and no escape is written.
//!
//! 1. A line of standard input is a command (`command`).
//! 2. The stories are those given, or those of the library, told by pages (`list`, `held`); views and searches choose among them
//!    (`choose`).
//! 3. A story is opened where it was left, and where it is left is kept (`open`); bookmarks, read marks and undo are `marks`.
//! 4. What a command asks for becomes spoken lines (`speech`): "Heading 2: …", "List, 3 items:".
//! 5. The lines are printed at the terminal's width, a screen at a time where there is a screen.

mod choose;
mod command;
mod held;
mod list;
mod marks;
mod open;
mod speech;
mod story;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};

use self::choose::Choice;
use self::command::Command;
use self::held::Held;
use self::list::List;
use self::open::Open;
use self::speech::{Line, Spoken};
use self::story::Story;
use crate::cli::print::stories;
use crate::config::{Config, MarkRead};
use crate::model::{ChangeId, Job, Origin, Outcome};
use crate::terminal;
use crate::text::clean;
use crate::worker::{Emit, Store, Worker, explain, perform};

/// The longest command that is read, in bytes.
const LONGEST: u64 = 4096;

const PROMPT: &str = "newsprint> ";

const HELP: &[&str] = &[
    "Commands, each a word or its first letter:",
    "a number: open that story; after v, show that view.",
    "Enter: read on, to the rest or to the next section.",
    "n, next: next section.",
    "p, previous: previous section.",
    "s 3, section 3: go to section 3. s alone: read this section again.",
    "o, outline: the sections of the story.",
    "/words: find words, in the story or in the titles. / alone: find them again.",
    "f words, find words: the same; in the list of the library, find words in all its stories. search words: that from anywhere.",
    "a, all: read all the rest.",
    "m, more: more of what was cut short.",
    "u, links: the links of this section. u 3: open link 3 in the browser.",
    "w, where: where you are.",
    "l, list: the stories.",
    "v, views: unread, bookmarks, history, sources, tags. v 2: show view 2.",
    "b, bookmark: bookmark the story, or take its bookmarks away. b 3: that of story 3.",
    "b note words #tag: bookmark this place with a note and tags.",
    "r, read: mark the story as read or unread. r 3: story 3.",
    "z, undo: take back the newest change. redo: do it again.",
    "h, help: this help.",
    "q, quit: quit.",
];

/// What to read, and how to print.
#[derive(Debug, Clone)]
struct LinearOptions {
    /// The widest line, in columns.
    measure: u16,
    /// Whether a person types the commands at a terminal, which shows them. If not, they are printed behind the prompt.
    typed: bool,
    /// Whether the output is a terminal: it is asked for its width, and long output stops at every screen.
    shown: bool,
    /// Whether nothing was asked for: the library is told, or, where it has nothing to show, the stories given.
    home: bool,
    /// When a story counts as read.
    mark_read: MarkRead,
    /// The data folder; `None` where nothing is kept.
    data: Option<PathBuf>,
}

/// Reads articles by commands, by these settings. The commands come from standard input, unless that is the article: then from the
/// keyboard. False if an article could not be read, or a change not kept.
///
/// # Errors
/// When the input or standard output fails.
pub fn start(origins: Vec<Origin>, home: bool, config: &Config) -> io::Result<bool> {
    let data = config.paths.as_ref().map(|paths| paths.data.clone());
    let store = Store::with_tour();
    let store = Arc::new(match &data {
        Some(folder) => store
            .with_library(folder.clone())
            .with_keep_days(config.settings.keep_days),
        None => store,
    });
    let from_input = origins.contains(&Origin::StandardInput);
    let options = LinearOptions {
        measure: config.settings.measure,
        typed: from_input || io::stdin().is_terminal(),
        shown: io::stdout().is_terminal(),
        home,
        mark_read: config.settings.mark_read,
        data,
    };
    let output = io::BufWriter::new(io::stdout().lock());
    if !from_input {
        return run(origins, &store, options, io::stdin().lock(), output);
    }
    match File::open("/dev/tty") {
        Ok(keyboard) => {
            let keyboard = io::BufReader::new(keyboard);
            run(origins, &store, options, keyboard, output)
        }
        // Nobody can type anything: all of it, then.
        Err(_) => run(origins, &store, options, &b"all\n"[..], output),
    }
}

/// Reads stories by commands from `input`, until it ends or says so. False if a story could not be read, or a change not kept.
///
/// # Errors
/// When `input` or `output` fails.
fn run(
    origins: Vec<Origin>,
    store: &Arc<Store>,
    options: LinearOptions,
    input: impl BufRead,
    output: impl Write,
) -> io::Result<bool> {
    let mut failures = Vec::new();
    let mut found = Vec::new();
    for origin in origins {
        found.extend(stories(origin, store, &mut failures));
    }
    let (sender, notices) = channel();
    let sender = Mutex::new(sender);
    let emit: Emit = Arc::new(move |outcome| {
        if let Outcome::Trouble(what) = outcome {
            // The receiver is gone only when the program ends.
            let sender = sender.lock().unwrap_or_else(PoisonError::into_inner);
            drop(sender.send(what));
        }
    });
    let worker = Worker::start(store.clone(), emit)?;
    let mut reader = Reader {
        list: List::given(Held::given(found)),
        found: None,
        views: Vec::new(),
        choice: Choice::Stories,
        store: store.clone(),
        options,
        output,
        open: None,
        pending: VecDeque::new(),
        sought: String::new(),
        named: None,
        notices,
        noticed: Vec::new(),
        good: failures.is_empty(),
    };
    for failure in failures {
        reader.say(&format!("newsprint: {failure}"))?;
    }
    reader.run(input, &worker)?;
    worker.finish(false);
    Ok(reader.good)
}

struct Reader<W> {
    /// The stories, those given or those of the library.
    list: List,
    /// What the last search has found.
    found: Option<choose::Finding>,
    /// The views as they were told.
    views: Vec<choose::NamedView>,
    /// What a number means.
    choice: Choice,
    store: Arc<Store>,
    options: LinearOptions,
    output: W,
    open: Option<Open>,
    /// Lines that did not fit on the screen.
    pending: VecDeque<Spoken>,
    /// The words last looked for.
    sought: String,
    /// The change of an earlier session that undo has named.
    named: Option<ChangeId>,
    /// What the threads of the worker have to say.
    notices: Receiver<String>,
    /// What was said of the library: nothing of it is said twice.
    noticed: Vec<String>,
    good: bool,
}

impl<W: Write> Reader<W> {
    fn run(&mut self, mut input: impl BufRead, worker: &Worker) -> io::Result<()> {
        if self.options.home {
            self.go_home()?;
        } else if self.list.is_empty() {
            self.say("There are no stories here.")?;
            return self.output.flush();
        } else if self.list.is_single() {
            self.open_number(1)?;
        } else {
            self.tell_list()?;
        }
        self.say("h for help.")?;
        self.output.flush()?;
        // What comes into folders, and the index of words, follow from here on; nobody waits for them.
        if let Err(error) = worker.settle_in() {
            self.say(&format!(
                "What others change is not seen: {}.",
                explain(&error)
            ))?;
        }
        self.keep_place();
        loop {
            while let Ok(what) = self.notices.try_recv() {
                self.notice(&what)?;
            }
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
            let goes_on = self.carry_out(Command::parse(&line))?;
            self.output.flush()?;
            self.keep_place();
            if !goes_on {
                return self.output.flush();
            }
        }
    }

    /// False to quit.
    fn carry_out(&mut self, command: Command) -> io::Result<bool> {
        match command {
            Command::Quit => return Ok(false),
            Command::Help => self.print(HELP.iter().map(|line| Line::wrapped(line)).collect())?,
            Command::List => self.tell_list()?,
            Command::Open(number) => self.choose(number)?,
            Command::More => self.more()?,
            Command::ReadOn if !self.pending.is_empty() => self.more()?,
            Command::ReadOn if self.open.is_none() => self.open_number(1)?,
            Command::ReadOn => self.read_on()?,
            Command::Next => self.step(true)?,
            Command::Previous => self.step(false)?,
            Command::Find(words) => self.find(words)?,
            Command::Look(words) => match self.open.is_none() && self.list.is_of_library() {
                true => self.search(words)?,
                false => self.find(words)?,
            },
            Command::Search(words) => self.search(words)?,
            Command::Bookmark(number) => self.bookmark(number)?,
            Command::Note(text) => self.bookmark_place(&text)?,
            Command::Read(number) => self.toggle_read(number)?,
            Command::Undo => self.undo()?,
            Command::Redo => self.answer(Job::Redo)?,
            Command::Views => self.tell_views()?,
            Command::View(number) => self.show_view(number)?,
            Command::Unknown(word) => self.say(&format!("No command {word}. h for help."))?,
            in_story => self.in_story(in_story)?,
        }
        Ok(true)
    }

    fn in_story(&mut self, command: Command) -> io::Result<()> {
        let Some(Open { story, .. }) = &mut self.open else {
            return self.no_story();
        };
        let moves = matches!(command, Command::Section(_) | Command::Link(_));
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
        self.print(lines)?;
        match moves {
            true => self.mark_if_end_told(),
            false => Ok(()),
        }
    }

    /// The rest of a section that was cut short, else the next one.
    fn read_on(&mut self) -> io::Result<()> {
        let rest = self.open.as_ref().and_then(|open| open.story.cut_short());
        let Some(lines) = rest else {
            return self.step(true);
        };
        self.print(lines)?;
        self.mark_if_end_told()
    }

    /// To the next or previous section.
    fn step(&mut self, forward: bool) -> io::Result<()> {
        let Some(Open { story, .. }) = &mut self.open else {
            return self.no_story();
        };
        if story.step(forward) {
            let lines = story.section_lines();
            self.print(lines)?;
            return self.mark_if_end_told();
        }
        if !forward {
            return self.say("Start of the story.");
        }
        self.mark_if_end_told()?;
        match self.next_number()? {
            Some(next) => self.say(&format!(
                "End of the story. {next} for the next story, l for the list."
            )),
            None => self.say("End of the story, the last one."),
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
        let Some(Open { story, .. }) = &mut self.open else {
            return self.find_titles(&sought);
        };
        let lines = story.find(&sought);
        self.print(lines)?;
        self.mark_if_end_told()
    }

    fn more(&mut self) -> io::Result<()> {
        if !self.pending.is_empty() {
            self.print_pending()?;
            return self.mark_if_end_told();
        }
        match self.choice {
            Choice::Stories if self.open.is_none() && self.list.has_more() => self.more_of_list(),
            Choice::Found if self.has_more_found() => self.more_found(),
            _ => self.say("There is no more of this."),
        }
    }

    fn no_story(&mut self) -> io::Result<()> {
        self.say("No story is open. A number opens one, l lists them.")
    }

    /// Does a job of the library, and gives what it came to. Troubles are said.
    fn ask(&mut self, job: Job) -> io::Result<Vec<Outcome>> {
        let outcomes = ask(job, &self.store);
        let mut rest = Vec::new();
        for outcome in outcomes {
            match outcome {
                Outcome::Trouble(what) => self.notice(&what)?,
                outcome => rest.push(outcome),
            }
        }
        Ok(rest)
    }

    /// Says what is wrong beside what was asked for, once.
    fn notice(&mut self, what: &str) -> io::Result<()> {
        if self.noticed.iter().any(|noticed| noticed == what) {
            return Ok(());
        }
        self.noticed.push(what.to_owned());
        self.say(&format!("newsprint: {what}"))
    }

    /// Says something, which may hold what others have written.
    fn say(&mut self, text: &str) -> io::Result<()> {
        let text = clean::line(text);
        for line in speech::wrap(vec![Line::wrapped(&text)], self.width()) {
            writeln!(self.output, "{}", line.text)?;
        }
        Ok(())
    }

    /// Prints the lines, a screen of them where there is a screen; the rest waits for [`Command::More`].
    fn print(&mut self, lines: Vec<Line>) -> io::Result<()> {
        self.pending = speech::wrap(lines, self.width()).into();
        self.print_pending()
    }

    /// Prints what waits, and the lines, without a stop: the story to its end.
    fn print_all(&mut self, lines: Vec<Line>) -> io::Result<()> {
        let width = self.width();
        self.pending.extend(speech::wrap(lines, width));
        for line in std::mem::take(&mut self.pending) {
            writeln!(self.output, "{}", line.text)?;
        }
        if let Some(Open { story, .. }) = &mut self.open {
            story.told_all();
        }
        self.mark_if_end_told()
    }

    fn print_pending(&mut self) -> io::Result<()> {
        // A line stays for the note that there is more, and one for the prompt.
        let room = match self.options.shown {
            true => usize::from(terminal::screen_size().1).max(10) - 2,
            false => usize::MAX,
        };
        let count = self.pending.len().min(room);
        let (mut first, mut last) = (None, None);
        for line in self.pending.drain(..count) {
            writeln!(self.output, "{}", line.text)?;
            first = first.or(line.block);
            last = line.block.or(last);
        }
        if let (Some(first), Some(last), Some(Open { story, .. })) = (first, last, &mut self.open) {
            let next = self.pending.front().and_then(|line| line.block);
            story.told(first..next.unwrap_or(last + 1));
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

/// Does a job here and now.
fn ask(job: Job, store: &Arc<Store>) -> Vec<Outcome> {
    gather(store, |store, emit| perform(job, store, emit))
}

/// What comes out of some work, in order.
fn gather(store: &Arc<Store>, work: impl FnOnce(&Arc<Store>, &Emit)) -> Vec<Outcome> {
    let outcomes: Arc<Mutex<Vec<Outcome>>> = Arc::default();
    let into = outcomes.clone();
    let emit: Emit = Arc::new(move |outcome| {
        let mut outcomes = into.lock().unwrap_or_else(PoisonError::into_inner);
        outcomes.push(outcome);
    });
    work(store, &emit);
    let mut outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *outcomes)
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
