//! `newsprint config`: prints the folders and the settings in use with their origins, or writes the commented defaults.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use super::arguments::ConfigArguments;
use super::error::Diagnostics;
use super::json;
use super::output::print_line;
use super::setup::Setup;
use crate::config::{Config, DEFAULT, Paths, SHIPPED_THEMES};
use crate::keymap;
use crate::text::io_message;

/// Runs the command.
///
/// # Errors
/// When standard output takes no more.
pub fn run_config(
    arguments: &ConfigArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    if arguments.write_defaults {
        return write_defaults(setup.config.paths.as_ref(), output);
    }
    if arguments.json {
        json::print_json(output, &json::settings_json(&setup.config))?;
    } else {
        print_settings(&setup.config, output)?;
    }
    let mut diagnostics = Diagnostics::default();
    for mistake in &setup.config.mistakes {
        match mistake.is_hint {
            true => diagnostics.warn(mistake.to_string()),
            false => diagnostics.fail(mistake.to_string()),
        }
    }
    Ok(diagnostics)
}

fn print_settings(config: &Config, output: &mut impl Write) -> io::Result<()> {
    match &config.paths {
        Some(paths) => {
            for (name, path, from) in [
                (
                    "settings folder",
                    &paths.config,
                    &config.folder_provenance.config,
                ),
                ("data folder", &paths.data, &config.folder_provenance.data),
                ("cache folder", &paths.cache, &config.folder_provenance.data),
            ] {
                print_line(output, &format!("{name:<15} {}  ({from})", path.display()))?;
            }
            for path in paths.files() {
                let state = if path.exists() {
                    "exists"
                } else {
                    "does not exist"
                };
                print_line(output, &format!("{:<15} {}  ({state})", "", path.display()))?;
            }
        }
        None => print_line(output, "settings folder none: HOME is not set")?,
    }
    print_line(output, "")?;
    let keys = config.settings.keys();
    let width = keys.iter().map(String::len).max().unwrap_or(0);
    let values: Vec<String> = keys
        .iter()
        .map(|key| toml_value(&config.settings.value(key)))
        .collect();
    let value_width = values
        .iter()
        .map(String::len)
        .filter(|length| *length <= 24)
        .max()
        .unwrap_or(0);
    for (key, value) in keys.iter().zip(values) {
        let from = config.provenance(key);
        print_line(
            output,
            &format!("{key:<width$} = {value:<value_width$}  # {from}"),
        )?;
    }
    Ok(())
}

/// Returns a value as a settings file has it.
fn toml_value(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let pair = |(key, value)| format!("{key} = {}", toml_value(value));
            let pairs: Vec<String> = object.iter().map(pair).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(toml_value).collect();
            format!("[{}]", items.join(", "))
        }
        // Numbers, truth values and texts are written alike in both.
        other => other.to_string(),
    }
}

/// Writes the commented defaults, each line of them taken out: what the file does not say follows the program. What is there
/// stays as it is.
fn write_defaults(paths: Option<&Paths>, output: &mut impl Write) -> Result<Diagnostics> {
    let Some(paths) = paths else {
        bail!("no settings folder: HOME is not set: give --config-dir");
    };
    let mut defaults = vec![
        (paths.settings(), DEFAULT),
        (paths.keymap(), keymap::DEFAULT_KEYMAP),
    ];
    let themes = paths.themes();
    let theme = |(name, text): &(&str, &'static str)| (themes.join(format!("{name}.toml")), *text);
    defaults.extend(SHIPPED_THEMES.iter().map(theme));
    let mut diagnostics = Diagnostics::default();
    if let Err(error) = fs::create_dir_all(&themes) {
        diagnostics.fail(format!(
            "can't be created: {}: {}",
            themes.display(),
            io_message(&error)
        ));
    }
    for (path, text) in defaults {
        match write_new_file(&path, &comment_out(text)) {
            Ok(true) => print_line(output, &format!("written  {}", path.display()))?,
            Ok(false) => print_line(
                output,
                &format!("kept     {}  (already exists)", path.display()),
            )?,
            Err(error) => diagnostics.fail(format!(
                "can't be written: {}: {}",
                path.display(),
                io_message(&error)
            )),
        }
    }
    Ok(diagnostics)
}

/// Writes a file that is not there. False, and nothing done, if it is.
fn write_new_file(path: &Path, text: &str) -> io::Result<bool> {
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error),
    };
    if let Err(error) = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
    {
        // Half a file would be taken for the user's own the next time.
        drop(fs::remove_file(path));
        return Err(error);
    }
    Ok(true)
}

/// Returns the text with `#` before every line that sets something. The heads of tables stay: they set nothing.
fn comment_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 256);
    for line in text.lines() {
        let sets = !line.is_empty() && !line.starts_with(['#', '[']);
        if sets {
            out.push('#');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}
