//! Keys in the list of a large library, in a real terminal: from the key to the last byte of what it changed, the preview of the story
//! with it; and ninety of them in one write.

use std::path::Path;
use std::time::Duration;

use crate::figures::Times;
use crate::pseudo_terminal::Program;

/// What a key has changed is drawn before so long a silence.
const QUIET: Duration = Duration::from_millis(25);

/// Measures the list of a library with so many stories.
pub fn run(program: &Path, folder: &Path, stories: usize, home: &Path) {
    println!(
        "\n{stories} stories: a key to the end of its frame and its preview, ms (median, p99, longest; 30 is the budget)"
    );
    let data = folder.to_string_lossy().into_owned();
    let mut run = Program::start(program, &["--data-dir", &data], &[], home);
    run.wait_for(&format!("1/{stories}"));
    run.settle(Duration::from_millis(400));
    for (name, key, times) in [
        ("j", "j", 300),
        ("Ctrl-f", "\x06", 100),
        ("n", "n", 100),
        ("]", "]", 60),
        ("G", "G", 1),
        ("k", "k", 150),
        ("N", "N", 60),
        ("g", "g", 1),
    ] {
        let mut taken = Times::default();
        for _ in 0..times {
            taken.push(run.answer(key, QUIET));
        }
        println!(
            "{name:<8}{:>8.1}{:>8.1}{:>8.1}",
            taken.median(),
            taken.quantile(0.99),
            taken.longest()
        );
    }
    let all = run.answer(&"j".repeat(90), QUIET);
    println!("90 × j in one write {:>8.1}", all.as_secs_f64() * 1000.0);
    let ends = run.answer("GgGg", QUIET);
    println!("GgGg in one write   {:>8.1}", ends.as_secs_f64() * 1000.0);
    run.end();
}
