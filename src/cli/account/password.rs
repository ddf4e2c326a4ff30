//! Password of an account that no program and no file gives: asked for on the terminal, or one line of standard input.

use std::io::{self, BufRead, IsTerminal};

use anyhow::{Result, bail};

use crate::terminal::ask_password;
use crate::text::io_message;

/// Longest line of standard input that is taken as a password, in bytes.
const MAX_BYTES: u64 = 4 * 1024;

/// Asks for a password: on the terminal without echo; where standard input is no terminal, takes one line of it.
///
/// # Errors
/// It was cancelled or is empty, or can't be read. The text is `WHAT: WHERE: what to do`.
pub(super) fn read_password(name: &str) -> Result<String> {
    let password = match io::stdin().is_terminal() {
        true => ask_password(&format!("Password of {name} (it is not shown): ")),
        false => read_line().map(Some),
    };
    match password {
        Ok(Some(password)) if !password.is_empty() => Ok(password),
        Ok(Some(_)) => bail!(
            "no password: {name}: it is asked for on a terminal, or is the first line of standard input, of --password-command or of --password-file"
        ),
        Ok(None) => bail!("cancelled: {name}: nothing was changed"),
        Err(error) => bail!("can't read the password: {}", io_message(&error)),
    }
}

fn read_line() -> io::Result<String> {
    let mut line = String::new();
    let mut input = io::Read::take(io::stdin().lock(), MAX_BYTES);
    input.read_line(&mut line)?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}
