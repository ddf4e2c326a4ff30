//! Keys in the list of a large library, in a real terminal: from the key to the last byte of what it changed, the preview of the
//! article with it; and ninety of them in one write.

use std::path::Path;
use std::time::Duration;

use crate::arguments::{Arguments, check};
use crate::figures::Times;
use crate::fill::Filled;
use crate::pseudo_terminal::Program;

/// What a key has changed is drawn before so long a silence.
const QUIET: Duration = Duration::from_millis(25);

/// Measures the list of a library.
pub fn run(program: &Path, library: &Filled, home: &Path, arguments: &Arguments) {
    let articles = library.articles;
    println!(
        "\n{articles} articles: a key to the end of its frame and its preview, ms (median, p99, longest; 30 is the budget)"
    );
    let data = library.folder().to_string_lossy().into_owned();
    let mut run = Program::start(program, &["--data-dir", &data], &[], home);
    run.wait_for(&format!("1/{articles}"));
    run.settle(Duration::from_millis(400));
    // After G the last row is selected, after g the first.
    let last = format!("{articles}/{articles}");
    let first = format!("1/{articles}");
    for (name, key, times, reached) in [
        ("j", "j", 300, None),
        ("Ctrl-f", "\x06", 100, None),
        ("n", "n", 100, None),
        ("]", "]", 60, None),
        ("G", "G", 1, Some(last)),
        ("k", "k", 150, None),
        ("N", "N", 60, None),
        ("g", "g", 1, Some(first)),
    ] {
        let mut taken = Times::default();
        for _ in 0..arguments.choose(times, 1) {
            taken.push(run.answer(key, QUIET));
        }
        if let Some(place) = reached {
            check(run.shows(&place), || {
                format!(
                    "{name} does not reach {place}; the screen shows:\n{}",
                    run.screen()
                )
            });
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
