//! `newsprint completions SHELL`: shell completions, generated from the arguments.

use std::io::{self, Write};

use clap::CommandFactory;

use super::arguments::{Arguments, Shell};

/// Prints the completions.
///
/// # Errors
/// Standard output can't be written.
pub fn run_completions(shell: Shell, output: &mut impl Write) -> io::Result<()> {
    use clap_complete::Shell as Generator;
    let generator = match shell {
        Shell::Bash => Generator::Bash,
        Shell::Elvish => Generator::Elvish,
        Shell::Fish => Generator::Fish,
        Shell::Powershell => Generator::PowerShell,
        Shell::Zsh => Generator::Zsh,
    };
    // clap's generator panics if its output fails, so it writes into memory.
    let mut text = Vec::new();
    clap_complete::generate(generator, &mut Arguments::command(), "newsprint", &mut text);
    output.write_all(&text)?;
    output.flush()
}
