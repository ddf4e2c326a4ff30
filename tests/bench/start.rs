//! From exec to the first frame, memory, and the bytes of a scrolled line: the real program in a pseudo-terminal, beside the
//! smallest ratatui program that draws one frame.
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
mod pseudo_terminal;
mod smallest;

use std::path::Path;
use std::time::Duration;

use arguments::{Arguments, check};
use data::{MARK, Shape};
use figures::Times;
use pseudo_terminal::Program;

/// Nothing is drawn any more after so long.
const SILENCE: Duration = Duration::from_millis(150);

/// One way to start the program.
struct Case {
    name: String,
    arguments: Vec<String>,
    /// Words on the screen once the first page is there.
    shown: String,
    /// One text is open, so that `j` scrolls it.
    has_text: bool,
}

fn main() {
    if smallest::ran() {
        return;
    }
    let arguments = Arguments::read();
    arguments.check_parts(&[]);
    let folder = tempfile::tempdir().unwrap();
    let cases = cases(folder.path(), &arguments);
    let runs = arguments.choose(25, 1);
    println!("{}", figures::machine());
    println!("{}", figures::program(arguments.program()));
    println!("\nexec to the first frame with words in it, ms, {runs} runs in turns");
    let mut floor = Times::default();
    let mut times: Vec<Times> = cases.iter().map(|_| Times::default()).collect();
    for _ in 0..runs {
        floor.push(smallest::time(folder.path()));
        for (case, times) in cases.iter().zip(&mut times) {
            let mut run = start(arguments.program(), case, folder.path());
            times.push(run.wait_for(&case.shown));
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
        line(&case.name, times);
    }

    println!("\nmemory after opening (VmHWM, MiB), and bytes of a frame in one column of 80 × 24");
    println!("{:<34}{:>8}{:>8}{:>8}", "", "MiB", "j", "space");
    for case in &cases {
        memory_and_bytes(arguments.program(), case, folder.path());
    }
}

fn start(program: &Path, case: &Case, home: &Path) -> Program {
    let arguments: Vec<&str> = case.arguments.iter().map(String::as_str).collect();
    Program::start(program, &arguments, &[], home)
}

fn memory_and_bytes(program: &Path, case: &Case, home: &Path) {
    let mut run = start(program, case, home);
    run.wait_for(&case.shown);
    run.settle(SILENCE);
    let mut bytes = |key: &str, count: usize| {
        let counts = (0..count).map(|_| {
            run.send(key);
            run.settle(SILENCE)
        });
        let mut counts: Vec<usize> = counts.collect();
        counts.sort_unstable();
        let median = counts[count / 2];
        check(median > 0, || {
            format!("{}: {key:?} draws nothing", case.name)
        });
        median
    };
    let (line, page) = if case.has_text {
        (Some(bytes("j", 15)), Some(bytes(" ", 5)))
    } else {
        (None, None)
    };
    let memory = run.peak_memory();
    check(memory.is_some() || !cfg!(target_os = "linux"), || {
        format!("{}: the program has ended", case.name)
    });
    let shown = |count: Option<usize>| count.map_or("-".to_owned(), |count| count.to_string());
    println!(
        "{:<34}{:>8}{:>8}{:>8}",
        case.name,
        memory.map_or("-".to_owned(), |memory| format!("{memory:.1}")),
        shown(line),
        shown(page)
    );
    run.end();
}

fn cases(folder: &Path, arguments: &Arguments) -> Vec<Case> {
    let files = arguments.choose(1000, 30);
    let many = folder.join("many");
    std::fs::create_dir(&many).unwrap();
    for i in 0..files {
        let text = data::markdown(300 + i % 50, Shape::Paragraphs);
        std::fs::write(many.join(format!("{i:04}.md")), text).unwrap();
    }
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let tour = std::fs::read_dir(tour)
        .unwrap()
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().is_file()))
        .count();
    let mut cases = vec![
        Case {
            name: "the tour".to_owned(),
            arguments: Vec::new(),
            shown: format!("1/{tour}"),
            has_text: false,
        },
        Case {
            name: format!("a folder of {files} files"),
            arguments: vec![many.to_string_lossy().into_owned()],
            shown: MARK.to_owned(),
            has_text: false,
        },
    ];
    for words in arguments.choose(&[10_000, 100_000, 1_000_000][..], &[2_000]) {
        let path = folder.join(format!("{words}.md"));
        std::fs::write(&path, data::markdown(*words, Shape::Paragraphs)).unwrap();
        cases.push(Case {
            name: format!("an article of {words} words"),
            arguments: vec![path.to_string_lossy().into_owned()],
            shown: MARK.to_owned(),
            has_text: true,
        });
    }
    cases
}
