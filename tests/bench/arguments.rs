//! The command line of a benchmark: `cargo bench --bench NAME -- [--smoke] [--bin PATH] [--corpus DIR [--write]] [WORD]...`.

use std::path::{Path, PathBuf};

/// A parsed command line.
pub struct Arguments {
    smoke: bool,
    program: PathBuf,
    corpora: Vec<PathBuf>,
    writes: bool,
    words: Vec<String>,
}

impl Arguments {
    /// Reads the command line of this process. `--smoke` asks for tiny data and few rounds, `--bin PATH` (or the variable
    /// `NEWSPRINT_BENCH_BIN`) for another newsprint than the one of this build. Whatever has no dash names a part of the benchmark
    /// or a size. `--corpus DIR` names pages with truths, `--write` asks for a file with their scores.
    pub fn read() -> Self {
        let mut arguments = Self {
            smoke: false,
            program: std::env::var_os("NEWSPRINT_BENCH_BIN")
                .map_or_else(|| env!("CARGO_BIN_EXE_newsprint").into(), PathBuf::from),
            corpora: Vec::new(),
            writes: false,
            words: Vec::new(),
        };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--smoke" => arguments.smoke = true,
                // `cargo bench` adds this one.
                "--bench" => {}
                "--bin" => match words.next() {
                    Some(path) => arguments.program = path.into(),
                    None => fail("--bin needs the path of a newsprint"),
                },
                "--corpus" => match words.next() {
                    Some(path) => arguments.corpora.push(path.into()),
                    None => fail("--corpus needs the folder of a corpus"),
                },
                "--write" => arguments.writes = true,
                word if word.starts_with('-') => fail(&format!(
                    "{word} is unknown: --smoke, --bin PATH, --corpus DIR and --write are"
                )),
                word => arguments.words.push(word.to_owned()),
            }
        }
        // Programs are started in folders of their own.
        if let Ok(path) = std::path::absolute(&arguments.program) {
            arguments.program = path;
        }
        if !arguments.program.is_file() {
            fail(&format!("no such file: {}", arguments.program.display()));
        }
        arguments
    }

    /// Asks for tiny data and few rounds: a check that the benchmark works.
    pub fn is_smoke(&self) -> bool {
        self.smoke
    }

    /// `full`, or `smoke` in smoke mode.
    pub fn choose<T>(&self, full: T, smoke: T) -> T {
        if self.smoke { smoke } else { full }
    }

    /// The newsprint that is measured.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Folders of corpora whose scores are asked for.
    pub fn corpora(&self) -> &[PathBuf] {
        &self.corpora
    }

    /// True if the scores are to be written to a file.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// The first number on the command line.
    pub fn size(&self) -> Option<usize> {
        self.words.iter().find_map(|word| word.parse().ok())
    }

    /// True if the command line names this part, or no part at all.
    pub fn includes(&self, part: &str) -> bool {
        let mut named = self
            .words
            .iter()
            .filter(|word| word.parse::<usize>().is_err())
            .peekable();
        named.peek().is_none() || named.any(|word| word == part)
    }

    /// Fails if the command line names a part that is not one of these.
    pub fn check_parts(&self, parts: &[&str]) {
        for word in &self.words {
            if word.parse::<usize>().is_err() && !parts.contains(&word.as_str()) {
                fail(&format!("no part {word}: there are {}", parts.join(", ")));
            }
        }
    }
}

/// Ends the benchmark as failed, with a line that says why.
pub fn fail(reason: &str) -> ! {
    eprintln!("benchmark failed: {reason}");
    std::process::exit(1);
}

/// Fails unless `holds`: the thing that is measured does not work.
pub fn check(holds: bool, reason: impl FnOnce() -> String) {
    if !holds {
        fail(&reason());
    }
}
