//! A panic leaves a usable terminal and a readable message.

use std::io::{self, Write};
use std::panic;
use std::sync::Mutex;
use std::thread::ThreadId;

use super::TerminalOptions;
use super::output::restore_terminal;
use crate::text::clean;

/// How the terminal was entered, and by which thread; nothing while it is not ours.
static ENTERED_OPTIONS: Mutex<Option<(TerminalOptions, ThreadId)>> = Mutex::new(None);

/// Messages of threads that panicked while the screen was ours; printed when it is given back.
static DEFERRED_MESSAGES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Installs a hook that gives the terminal back first and then lets the hook before it print.
///
/// A panic of another thread than the one that draws does not end the program: its message is kept until the screen is
/// given back, and the reader reads on.
pub fn install_panic_hook() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        tracing::error!("panic: {panic}");
        // Never wait here: the thread that panicked may hold the lock.
        let entered = ENTERED_OPTIONS.try_lock().ok().and_then(|entered| *entered);
        match entered {
            Some((_, thread)) if thread != std::thread::current().id() => {
                if let Ok(mut held) = DEFERRED_MESSAGES.try_lock() {
                    held.push(panic.to_string());
                }
            }
            Some((options, _)) => {
                // The terminal is dropped while the thread unwinds: it must not leave a second time.
                clear_entered();
                restore_terminal(&options);
                previous(panic);
            }
            None => previous(panic),
        }
    }));
}

/// From here on a panic of this thread undoes entering with `options`.
pub(super) fn set_entered(options: &TerminalOptions) {
    if let Ok(mut entered) = ENTERED_OPTIONS.lock() {
        *entered = Some((*options, std::thread::current().id()));
    }
}

/// From here on there is nothing to undo. Returns whether there was.
pub(super) fn clear_entered() -> bool {
    match ENTERED_OPTIONS.try_lock() {
        Ok(mut entered) => entered.take().is_some(),
        // Only a hook that reads it could hold the lock, on another thread, and that one undoes nothing.
        Err(_) => true,
    }
}

/// Prints what other threads had to say, now that the screen is given back.
pub(super) fn print_deferred_messages() {
    let held = DEFERRED_MESSAGES
        .lock()
        .map(|mut held| std::mem::take(&mut *held))
        .unwrap_or_default();
    for message in held {
        let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(io::stderr(), "newsprint: {}", clean::clean_line(&line));
    }
}
