//! Entry point: parses the arguments, starts a front end, and returns its exit status.

use std::process::ExitCode;

use newsprint::cli::{self, FrontEndStart, Invocation};
use newsprint::event_loop::{self, Start};
use newsprint::linear;

fn main() -> ExitCode {
    let ended = cli::run(std::env::args_os()).and_then(|invocation| match invocation {
        Invocation::Done(status) => Ok(status),
        Invocation::Linear(reading) => read_by_commands(&reading),
        Invocation::Screen(reading) => read_on_screen(*reading),
    });
    let status = ended.unwrap_or_else(|error| cli::exit_status(&error));
    tracing::info!(status, "ends");
    ExitCode::from(status)
}

fn read_by_commands(reading: &FrontEndStart) -> anyhow::Result<u8> {
    let opening = &reading.opening;
    let complete = linear::start(
        &opening.origins,
        opening.starts_with_library,
        &reading.setup.config,
        reading.strict,
    )?;
    Ok(reading.exit_status(complete))
}

fn read_on_screen(reading: FrontEndStart) -> anyhow::Result<u8> {
    let ended = event_loop::run(Start {
        origins: reading.opening.origins,
        starts_with_library: reading.opening.starts_with_library,
        is_single: reading.opening.is_single,
        config: reading.setup.config,
        keymap: reading.setup.keymap,
    })?;
    Ok(ended.exit_status())
}
