//! The program: arguments, paths, terminal, run, exit code; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    let (input, output) = (std::io::stdin().lock(), std::io::stdout().lock());
    match newsprint::cli::extract::batch(input, output) {
        Ok(true) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
