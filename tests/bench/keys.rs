//! From a key to its frame, without a terminal: the session, and a screen of ratatui's in memory.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    dead_code
)]

mod arguments;
mod data;
mod figures;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use arguments::{Arguments, check};
use chrono::DateTime;
use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use data::Shape;
use figures::{Times, processor_time};
use newsprint::app::{App, MatchCount, Size};
use newsprint::config::Settings;
use newsprint::event_loop::{Event, Session};
use newsprint::ingest::Limits;
use newsprint::keymap::Keymap;
use newsprint::model::{Job, Origin, Outcome};
use newsprint::ui::{self, Theme};
use newsprint::worker::{Emit, SharedState, run_job};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// A frame may take this long, in milliseconds.
const BUDGET: f64 = 5.0;
/// From Enter to the frame with a match that was still being looked for. Frames go on meanwhile, keys behind Enter wait, Esc gives up.
const ITS_MATCH: &str = "  its match";
/// The loop works so long between two looks at the terminal.
const TURN: Duration = Duration::from_millis(4);
const SIZE: Size = Size {
    columns: 100,
    rows: 40,
};

fn main() {
    let arguments = Arguments::read();
    arguments.check_parts(&[]);
    println!("{}", figures::machine());
    println!(
        "\nfrom a key to its frame, ms of the processor; the budget for p99 is {BUDGET} ms. \"open\" is the article's first frame after extraction."
    );
    println!(
        "{:<15}{:<16}{:>6}{:>9}{:>9}{:>9}",
        "words", "", "runs", "p50", "p99", "max"
    );
    let mut over = 0;
    let sizes = arguments.choose(&[10_000, 100_000, 1_000_000][..], &[10_000]);
    // The smoke mode runs without optimisation: it proves that keys do what they are measured for, not how fast.
    let divisor = arguments.choose(1, 20);
    for words in sizes {
        for (shape, name) in [
            (Shape::Paragraphs, ""),
            (Shape::One, " in 1 par."),
            (Shape::Cyrillic, " Cyrillic"),
        ] {
            for (what, times, count) in measure(&data::markdown(*words, shape), divisor) {
                let is_key = !["open", ITS_MATCH].contains(&what);
                let late = is_key && times.quantile(0.99) > BUDGET;
                over += usize::from(late);
                println!(
                    "{:<15}{what:<16}{count:>6}{:>9.3}{:>9.3}{:>9.3}{}",
                    format!("{}k{name}", words / 1000),
                    times.median(),
                    times.quantile(0.99),
                    times.longest(),
                    if late { "  over" } else { "" }
                );
            }
        }
    }
    println!("\n{over} over the budget");
}

/// Measures all keys in a text; rounds are divided by `divisor`.
fn measure(text: &str, divisor: usize) -> Vec<(&'static str, Times, usize)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("article.md");
    std::fs::write(&path, text).unwrap();
    let mut rows: Vec<(&'static str, Times, usize)> = Vec::new();
    let mut reader = Reader::new();
    let open = reader.open(path);
    check(open.len() == 1, || "the article does not open".to_owned());
    rows.push(("open", open, 1));
    let mut keys = |what: &'static str, keys: &[&str], runs: usize, before: &[&str]| {
        for key in before {
            reader.press(key);
        }
        let mut times = Times::default();
        let runs = (runs / divisor).max(keys.len());
        for i in 0..runs {
            let key = keys[i % keys.len()];
            times.push(reader.press(key));
        }
        rows.push((what, times, runs));
    };
    keys("j", &["j"], 500, &["g"]);
    keys("space", &["space"], 200, &["g"]);
    keys("]", &["]"], 200, &["g"]);
    keys("G, g", &["G", "g"], 40, &["g"]);
    keys("k at the end", &["k"], 200, &["G"]);
    keys("section 9, g", &["9", "g"], 40, &["g"]);
    keys("outline", &["t", "esc"], 20, &["g"]);
    keys("wider", &["+", "+", "-", "-"], 40, &["g", "space"]);
    keys("wider, end", &["+", "+", "-", "-"], 40, &["G"]);
    reader.check_moves();
    reader.press("G");
    let mut times = Times::default();
    let runs = 40 / divisor.min(8);
    for i in 0..runs {
        let wide = SIZE.columns - (i % 5) as u16 * 7;
        times.push(reader.timed(|reader| reader.resize(wide)));
    }
    rows.push(("resize, end", times, runs));
    reader.resize(SIZE.columns);
    rows.extend(find(&mut reader, 5_usize.div_ceil(divisor)));
    rows
}

/// A word that stands near the end only, looked for from the start: the keys, the steps of work, and the match.
fn find(reader: &mut Reader, runs: usize) -> Vec<(&'static str, Times, usize)> {
    let (mut typing, mut steps, mut enter) = (Times::default(), Times::default(), Times::default());
    let (mut step_count, mut key_count) = (0, 0);
    for _ in 0..runs {
        reader.press("g");
        reader.press("/");
        for c in data::NEEDLE.chars() {
            let mut utf8 = [0; 4];
            typing.push(reader.press(c.encode_utf8(&mut utf8)));
            key_count += 1;
        }
        loop {
            let step = processor_time();
            let more = reader.session.work();
            steps.push(processor_time() - step);
            step_count += 1;
            if !more {
                break;
            }
        }
        reader.draw();
        enter.push(reader.press("enter"));
        reader.check_found();
        reader.press("esc");
    }
    // The worst: Enter before anything was looked through. The match comes as it does in the loop: turns of work, each with a frame.
    let (mut early, mut arrival) = (Times::default(), Times::default());
    for _ in 0..runs {
        reader.press("g");
        reader.press("/");
        for c in data::NEEDLE.chars() {
            let mut utf8 = [0; 4];
            reader.press(c.encode_utf8(&mut utf8));
        }
        let pressed = processor_time();
        early.push(reader.press("enter"));
        while reader
            .session
            .app()
            .reader()
            .is_some_and(|r| r.is_seeking())
        {
            let turn = processor_time();
            while processor_time() - turn < TURN && reader.session.work() {}
            reader.draw();
        }
        arrival.push(processor_time() - pressed);
        while reader.session.work() {}
        reader.draw();
        reader.check_found();
        reader.press("esc");
    }
    vec![
        ("find: a letter", typing, key_count),
        ("find: a step", steps, step_count),
        ("find: enter", enter, runs),
        ("find: enter 1st", early, runs),
        (ITS_MATCH, arrival, runs),
        ("find: n", n_keys(reader), 40),
    ]
}

/// From match to match of a frequent word, while the rest is still being looked through.
fn n_keys(reader: &mut Reader) -> Times {
    reader.press("g");
    for key in ["/", "l", "a", "enter"] {
        reader.press(key);
    }
    let mut times = Times::default();
    for _ in 0..40 {
        times.push(reader.press("n"));
    }
    reader.press("esc");
    times
}

struct Reader {
    session: Session,
    theme: Theme,
    screen: Terminal<TestBackend>,
}

impl Reader {
    fn new() -> Self {
        let now = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+00:00").unwrap();
        let app = App::new(Settings::default(), SIZE, now, true);
        Self {
            session: Session::new(app, Keymap::built_in()),
            theme: Theme::new(true, false),
            screen: Terminal::new(TestBackend::new(SIZE.columns, SIZE.rows)).unwrap(),
        }
    }

    /// Opens an article; the time is that from the document to its frame.
    fn open(&mut self, path: std::path::PathBuf) -> Times {
        let store = Arc::new(SharedState::new(Limits::default(), &[]));
        let mut jobs = vec![Job::Scan(vec![Origin::File(path)])];
        let mut times = Times::default();
        while let Some(job) = jobs.pop() {
            let outcomes: Arc<Mutex<Vec<Outcome>>> = Arc::default();
            let into = outcomes.clone();
            let emit: Emit = Arc::new(move |outcome| into.lock().unwrap().push(outcome));
            run_job(job, &store, &emit);
            for outcome in std::mem::take(&mut *outcomes.lock().unwrap()) {
                let article = matches!(outcome, Outcome::Document { .. });
                let time = self.timed(|reader| reader.session.handle(Event::Outcome(outcome)));
                if article {
                    times.push(time);
                }
            }
            jobs.extend(self.session.take_jobs());
        }
        times
    }

    /// Fails unless keys move the text.
    fn check_moves(&mut self) {
        let mut tops = Vec::new();
        for key in ["g", "j", "space", "G"] {
            self.press(key);
            tops.extend(self.session.app().reader().map(|reader| reader.top()));
        }
        check(tops.is_sorted_by(|a, b| a < b) && tops.len() == 4, || {
            format!("g, j, space and G do not move the text: {tops:?}")
        });
    }

    /// Fails unless the word that is looked for is the one and only match, and on the screen.
    fn check_found(&self) {
        let find = self
            .session
            .app()
            .reader()
            .and_then(|reader| reader.find())
            .map(|find| find.match_count());
        let only = MatchCount {
            current: 1,
            found: 1,
            is_complete: true,
        };
        check(find == Some(only), || {
            format!("{} is not found: {find:?}", data::NEEDLE)
        });
        let screen = self.screen.backend().to_string();
        check(screen.contains(data::NEEDLE), || {
            format!("{} is not on the screen:\n{screen}", data::NEEDLE)
        });
    }

    fn press(&mut self, key: &str) -> Duration {
        let code = match key {
            "space" => KeyCode::Char(' '),
            "esc" => KeyCode::Esc,
            "enter" => KeyCode::Enter,
            one => KeyCode::Char(one.chars().next().unwrap()),
        };
        let event = TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE));
        self.timed(|reader| reader.session.handle(Event::Terminal(event)))
    }

    fn resize(&mut self, width: u16) {
        self.screen = Terminal::new(TestBackend::new(width, SIZE.rows)).unwrap();
        self.session
            .handle(Event::Terminal(TerminalEvent::Resize(width, SIZE.rows)));
    }

    /// The time of `f` and of the frame behind it.
    fn timed(&mut self, f: impl FnOnce(&mut Self)) -> Duration {
        let start = processor_time();
        f(self);
        self.session
            .app_mut()
            .take_effects()
            .into_iter()
            .for_each(|effect| {
                if let newsprint::app::Effect::Job(job) = effect {
                    // Put back for whoever carries it out.
                    self.session
                        .app_mut()
                        .requeue_effects(vec![newsprint::app::Effect::Job(job)]);
                }
            });
        self.draw();
        processor_time() - start
    }

    fn draw(&mut self) {
        let (app, keymap, theme) = (self.session.app(), self.session.keymap(), &self.theme);
        self.screen
            .draw(|frame| ui::draw(frame, app, keymap, theme))
            .unwrap();
    }
}
