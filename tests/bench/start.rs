//! From exec to the first frame, memory, and the bytes of a scrolled line: the real program in a pseudo-terminal, beside the
//! smallest ratatui program that draws one frame, which this program itself is when it is asked to.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub,
    dead_code
)]

mod data;
mod figures;
mod pseudo_terminal;

use std::path::{Path, PathBuf};
use std::time::Duration;

use data::{MARK, Shape};
use figures::Times;
use pseudo_terminal::Program;
use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph};

/// Set for the smallest program.
const SMALLEST: &str = "NEWSPRINT_BENCH_SMALLEST";
/// How often each is started, in turns.
const RUNS: usize = 25;
/// Nothing is drawn any more after so long.
const SILENCE: Duration = Duration::from_millis(150);

/// What is started, and the word that shows it is there.
struct Case {
    name: &'static str,
    arguments: Vec<String>,
    shown: &'static str,
}

fn main() {
    if std::env::var_os(SMALLEST).is_some() {
        return smallest_program().unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(folder.path());
    println!("{}", figures::machine());
    println!("\nexec to the first frame with words in it, ms, {RUNS} runs in turns");
    let smallest = std::env::current_exe().unwrap();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_newsprint"));
    let mut floor = Times::default();
    let mut times: Vec<Times> = cases.iter().map(|_| Times::default()).collect();
    for _ in 0..RUNS {
        let mut run = Program::start(&smallest, &[], &[(SMALLEST, "1")], folder.path());
        floor.push(run.wait_for("READY"));
        run.end();
        for (case, times) in cases.iter().zip(&mut times) {
            let mut run = start(&program, case, folder.path());
            times.push(run.wait_for(case.shown));
            run.end();
        }
    }
    println!(
        "{:<34}{:>8}{:>8}{:>8}{:>8}",
        "", "least", "ratio", "p50", "ratio"
    );
    let line = |name: &str, times: &Times| {
        let (least, median) = (times.shortest(), times.median());
        println!(
            "{name:<34}{least:>8.2}{:>8.2}{median:>8.2}{:>8.2}",
            least / floor.shortest(),
            median / floor.median()
        );
    };
    line("smallest ratatui program", &floor);
    for (case, times) in cases.iter().zip(&times) {
        line(case.name, times);
    }

    println!("\nmemory after opening (VmHWM, MiB), and bytes of a frame in one column of 80 × 24");
    println!("{:<34}{:>8}{:>8}{:>8}", "", "MiB", "j", "space");
    for case in &cases {
        memory_and_bytes(&program, case, folder.path());
    }
}

fn start(program: &Path, case: &Case, home: &Path) -> Program {
    let arguments: Vec<&str> = case.arguments.iter().map(String::as_str).collect();
    Program::start(program, &arguments, &[], home)
}

fn memory_and_bytes(program: &Path, case: &Case, home: &Path) {
    let mut run = start(program, case, home);
    run.wait_for(case.shown);
    run.settle(SILENCE);
    let mut bytes = |key: &str, count: usize| {
        let counts = (0..count).map(|_| {
            run.send(key);
            run.settle(SILENCE)
        });
        let mut counts: Vec<usize> = counts.collect();
        counts.sort_unstable();
        counts[count / 2]
    };
    let (line, page) = if case.arguments.is_empty() || case.name.contains("folder") {
        (None, None)
    } else {
        (Some(bytes("j", 15)), Some(bytes(" ", 5)))
    };
    let memory = run.peak_memory().unwrap_or_default();
    let shown = |count: Option<usize>| count.map_or("-".to_owned(), |count| count.to_string());
    println!(
        "{:<34}{memory:>8.1}{:>8}{:>8}",
        case.name,
        shown(line),
        shown(page)
    );
    run.end();
}

fn cases(folder: &Path) -> Vec<Case> {
    let many = folder.join("many");
    std::fs::create_dir(&many).unwrap();
    for i in 0..1000 {
        let text = data::markdown(300 + i % 50, Shape::Paragraphs);
        std::fs::write(many.join(format!("{i:04}.md")), text).unwrap();
    }
    let story = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        vec![path.to_string_lossy().into_owned()]
    };
    let case = |name, arguments, shown| Case {
        name,
        arguments,
        shown,
    };
    vec![
        case("the seed stories", Vec::new(), "Stories"),
        case(
            "a folder of 1,000 files",
            vec![many.to_string_lossy().into_owned()],
            "Stories",
        ),
        case(
            "a story of 10,000 words",
            story("ten.md", data::markdown(10_000, Shape::Paragraphs)),
            MARK,
        ),
        case(
            "a story of 100,000 words",
            story("hundred.md", data::markdown(100_000, Shape::Paragraphs)),
            MARK,
        ),
        case(
            "a story of 1,000,000 words",
            story("million.md", data::markdown(1_000_000, Shape::Paragraphs)),
            MARK,
        ),
    ]
}

/// Draws one frame and ends.
fn smallest_program() -> std::io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    terminal.draw(|frame| {
        let area = frame.area();
        let lines: Vec<Line<'_>> = (0..area.height)
            .map(|i| Line::from(format!("{i} one frame of text")))
            .collect();
        frame.render_widget(
            Paragraph::new(lines).block(Block::bordered().title("READY")),
            area,
        );
    })?;
    ratatui::try_restore()
}
