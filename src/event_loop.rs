//! The main loop: reads events, applies actions, runs effects and draws frames ([`run`]). [`Session`] is the loop
//! without a terminal.
//!
//! 1. Sleep in one wait: for the terminal, the worker, signals and the next deadline.
//! 2. Handle all waiting events: outcomes, then keys in the order typed, each on the state that its predecessors
//!    produce.
//! 3. Carry out the effects of the app.
//! 4. Draw one frame.

mod programs;
mod session;
mod start;
mod themes;

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use chrono::{DateTime, FixedOffset, Local};

use crate::app::{App, Effect, Size};
use crate::config::ThemeError;
use crate::model::{Job, Outcome};
use crate::terminal::{self, Hangup, Terminal, Waiter, Wake};
use crate::text::{clean, io_message};
use crate::ui;
use crate::worker::Worker;

pub use session::{Event, Session};
pub use start::Start;

use programs::{edit_text, reenter_terminal, run_command};
use themes::Themes;

/// Reason why the event loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitReason {
    /// The user quit.
    Quit,
    /// A signal asked for it.
    Terminated,
    /// The terminal went away.
    Hangup,
}

impl ExitReason {
    /// Returns the exit status. A program ended by a signal returns 128 plus the number of the signal, as shells do.
    pub fn exit_status(self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::Hangup => 128 + 1,
            Self::Terminated => 128 + 15,
        }
    }
}

/// Longest delay of the first frame for the first rows, or for the only article: most are there by then, and nothing
/// flickers.
const FIRST_FRAME_TIMEOUT: Duration = Duration::from_millis(40);

/// Longest further delay of the first frame for the article beside the rows.
const FIRST_ARTICLE_TIMEOUT: Duration = Duration::from_millis(2);

/// Length of one step of idle work, while no key is waiting.
const IDLE_WORK_TIME: Duration = Duration::from_millis(4);

/// Runs the program on the terminal until the user quits or the terminal is gone.
///
/// # Errors
/// No terminal, or an error of the system.
pub fn run(start: Start) -> anyhow::Result<ExitReason> {
    let start = start.prepare();
    terminal::install_panic_hook();
    let mut terminal = Terminal::enter(&start.terminal)?;
    let mut waiter =
        Waiter::new().context("no keyboard: newsprint needs a terminal to read keys from")?;
    let (sender, outcomes) = channel();
    let waker = waiter.waker();
    let emit = Arc::new(move |outcome| {
        // The loop is gone only when the program ends.
        if sender.send(outcome).is_ok() {
            waker.wake();
        }
    });
    let worker = Worker::new(start.store, emit);
    tracing::info!("the screen is open");
    worker.submit(match start.starts_with_library {
        true => Job::LoadStart,
        false => Job::Scan(start.origins),
    });

    let size = terminal.size()?;
    let mut session = Session::new(
        App::new(
            start.settings,
            Size {
                columns: size.columns,
                rows: size.rows,
            },
            local_now(),
            start.is_single,
        ),
        start.keymap,
    );
    if let Ok(folder) = std::env::current_dir() {
        session.app_mut().set_working_folder(folder);
    }
    session.app_mut().set_image_form(start.images);
    session.app_mut().set_cell_size(terminal.cell_pixels());
    if let Some(message) = start.message {
        session.app_mut().report_error(message);
    }
    wait_for_rows(&mut session, &outcomes, &worker, start.is_single);
    let ended = run_loop(
        &mut terminal,
        &mut waiter,
        &mut session,
        &outcomes,
        &worker,
        start.themes,
    );
    terminal.leave();
    tracing::info!("the screen is closed");
    // Also where a signal has ended it.
    session.app_mut().save_before_quit();
    let last = session.take_jobs();
    last.into_iter().for_each(|job| worker.submit(job));
    worker.finish(session.app().has_pending_changes());
    // Errors that the screen can no longer show.
    let lost = outcomes.try_iter().find_map(|outcome| match outcome {
        Outcome::SaveFailed(reason) => Some(reason),
        _ => None,
    });
    match lost {
        Some(reason) => Err(anyhow::anyhow!("not saved: {}", clean::clean_line(&reason))),
        None => ended,
    }
}

fn run_loop(
    terminal: &mut Terminal,
    waiter: &mut Waiter,
    session: &mut Session,
    outcomes: &Receiver<Outcome>,
    worker: &Worker,
    mut themes: Themes,
) -> anyhow::Result<ExitReason> {
    let mut has_background = false;
    loop {
        if carry_out_effects(terminal, session, worker, &mut themes)? {
            return Ok(ExitReason::Quit);
        }
        let (app, keymap, theme) = (session.app(), session.keymap(), themes.theme());
        terminal.set_images(ui::placed_images(app));
        match terminal.draw(|frame| ui::draw(frame, app, keymap, theme)) {
            Ok(()) => {}
            // The terminal is gone: nothing can be shown.
            Err(error) if is_disconnected(&error) => return Ok(ExitReason::Hangup),
            Err(error) => return Err(error).context("can't write to the terminal"),
        }
        if !has_background {
            has_background = true;
            let (names, current) = themes.names();
            session.app_mut().receive_themes(names, current);
            if let Err(error) = worker.start_background() {
                session.app_mut().report_error(format!(
                    "Changes of other programs are not shown: {}",
                    io_message(&error)
                ));
            }
        }
        // After the frame. Errors of this query are ignored.
        drop(terminal.ask_background());
        let wake = wait(waiter, session)?;
        if wake.has_hung_up {
            return Ok(ExitReason::Hangup);
        }
        if wake.must_terminate {
            return Ok(ExitReason::Terminated);
        }
        session.handle(Event::Now(local_now()));
        session.app_mut().tick();
        if wake.was_continued {
            terminal
                .resume()
                .context("can't set up the terminal again")?;
            terminal.redraw()?;
        }
        for outcome in outcomes.try_iter() {
            session.handle(Event::Outcome(outcome));
        }
        let events = match waiter.read_events() {
            Ok(events) => events,
            Err(error) if error.get_ref().is_some_and(|inner| inner.is::<Hangup>()) => {
                return Ok(ExitReason::Hangup);
            }
            Err(error) => return Err(error).context("can't read keys from the terminal"),
        };
        themes.background = waiter.take_background().unwrap_or(themes.background);
        for event in events {
            session.handle(Event::Terminal(event));
        }
        session.app_mut().set_cell_size(terminal.cell_pixels());
    }
}

/// Sleeps until an event comes; if a search has more text to scan, it does a step of that instead.
fn wait(waiter: &mut Waiter, session: &mut Session) -> anyhow::Result<Wake> {
    let began = Instant::now();
    let mut worked = false;
    while began.elapsed() < IDLE_WORK_TIME && session.work() {
        worked = true;
    }
    // Idle work was done: only poll, so that its result is drawn at once.
    let place = session.app().deadline().map(instant_of);
    let deadline = match worked {
        true => Instant::now(),
        false => place.map_or_else(next_midnight, |place| place.min(next_midnight())),
    };
    waiter
        .wait_for_events(Some(deadline))
        .context("can't wait for keys")
}

/// Waits for the first rows and their first article, and handles them.
fn wait_for_rows(
    session: &mut Session,
    outcomes: &Receiver<Outcome>,
    worker: &Worker,
    single: bool,
) {
    let mut deadline = Instant::now() + FIRST_FRAME_TIMEOUT;
    let mut listed = false;
    while session.app().reader().is_none() {
        if !single && !listed && !session.app().list().articles().is_empty() {
            listed = true;
            deadline = deadline.min(Instant::now() + FIRST_ARTICLE_TIMEOUT);
        }
        let Ok(outcome) = outcomes.recv_timeout(deadline.saturating_duration_since(Instant::now()))
        else {
            return;
        };
        session.handle(Event::Outcome(outcome));
        // Only jobs so far: the screen is not open yet, and other effects can wait.
        session
            .take_jobs()
            .into_iter()
            .for_each(|job| worker.submit(job));
    }
}

/// Carries out an effect of the app. Returns true if it asks to end.
fn carry_out_effects(
    terminal: &mut Terminal,
    session: &mut Session,
    worker: &Worker,
    themes: &mut Themes,
) -> anyhow::Result<bool> {
    let mut effects = VecDeque::from(session.app_mut().take_effects());
    while let Some(effect) = effects.pop_front() {
        match effect {
            Effect::Job(job) => worker.submit(job),
            Effect::Copy { text, message } => match terminal.copy(&text) {
                Ok(()) => session
                    .app_mut()
                    .report(clean::clean_line(&message).into_owned()),
                Err(error) => session
                    .app_mut()
                    .report_error(format!("Not copied: {error}")),
            },
            Effect::OpenLink(url) => match terminal::open_link(&url) {
                Ok(()) => session
                    .app_mut()
                    .report(format!("Opening {}", clean::clean_line(&url))),
                Err(error) => session
                    .app_mut()
                    .report_error(format!("Not opened: {error}")),
            },
            Effect::RunCommand(line) => run_command(terminal, session, line)?,
            Effect::EditText(text) => edit_text(terminal, session, &text)?,
            // A window without a name is no reason to stop.
            Effect::SetTitle(title) => drop(terminal.set_title(&title)),
            Effect::ListThemes => {
                let (names, current) = themes.names();
                session.app_mut().receive_themes(names, current);
            }
            Effect::PreviewTheme(name) => report_theme(session, themes.preview(&name)),
            Effect::SetTheme(name) => match themes.set(&name) {
                Ok(()) => session.app_mut().report(format!(
                    "Theme {name}, for this session · theme = \"{name}\" in config.toml makes it stay"
                )),
                failed => report_theme(session, failed),
            },
            Effect::RestoreTheme => themes.restore(),
            Effect::ToggleMouse => {
                let ours = terminal
                    .toggle_mouse()
                    .context("can't write to the terminal")?;
                let said = match ours {
                    true => "Mouse on: Shift-drag selects text",
                    false => "Mouse off: drag selects text",
                };
                session.app_mut().report(said.to_owned());
            }
            Effect::Redraw => terminal.redraw()?,
            Effect::Suspend => {
                terminal
                    .suspend()
                    .context("can't set up the terminal again")?;
                reenter_terminal(terminal, session)?;
            }
            Effect::Quit => return Ok(true),
        }
        // What an editor has saved is a further effect, which must not wait for the next key.
        effects.extend(session.app_mut().take_effects());
    }
    Ok(false)
}

/// Reports a theme that can't be used.
fn report_theme(session: &mut Session, changed: Result<(), ThemeError>) {
    if let Err(error) = changed {
        let text = clean::clean_line(&error.to_string()).into_owned();
        session.app_mut().report_error(text);
    }
}

fn local_now() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

/// Returns the next midnight: the day in the header changes.
fn next_midnight() -> Instant {
    let now = Local::now();
    let next = now
        .date_naive()
        .succ_opt()
        .and_then(|day| day.and_hms_opt(0, 0, 1));
    let left = next
        .map(|next| next - now.naive_local())
        .and_then(|left| left.to_std().ok());
    Instant::now() + left.unwrap_or(Duration::from_secs(3600))
}

/// Converts a date and time to an `Instant`.
fn instant_of(moment: DateTime<FixedOffset>) -> Instant {
    let left = (moment - local_now()).to_std();
    Instant::now() + left.unwrap_or_default()
}

fn is_disconnected(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, NotConnected, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | NotConnected | UnexpectedEof)
        || error.raw_os_error() == Some(5)
}
