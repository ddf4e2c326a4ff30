//! Panic hook: restores the terminal before the message of a panic is printed.

use std::io::{self, Write};
use std::panic;
use std::sync::Mutex;
use std::thread::ThreadId;

use super::TerminalOptions;
use super::output::restore_terminal;
use crate::text::clean;

/// Options with which the terminal was entered, and the thread that did; `None` outside full-screen mode.
static ENTERED_OPTIONS: Mutex<Option<(TerminalOptions, ThreadId)>> = Mutex::new(None);

/// Panic messages of other threads in full-screen mode; printed when the terminal is restored.
static DEFERRED_MESSAGES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Installs a hook that restores the terminal and then calls the previous hook.
///
/// A panic of another thread than the one that draws does not end the program: its message is printed when the terminal
/// is restored, and the user can go on reading.
pub fn install_panic_hook() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        tracing::error!("panic: {panic}");
        // Never wait here: the thread that panicked may hold the lock.
        let entered = ENTERED_OPTIONS.try_lock().ok().and_then(|entered| *entered);
        match entered {
            Some((_, thread)) if thread != std::thread::current().id() => {
                if let Ok(mut messages) = DEFERRED_MESSAGES.try_lock() {
                    messages.push(panic.to_string());
                }
            }
            Some((options, _)) => {
                // The terminal is dropped while the thread unwinds: it must not be restored a second time.
                clear_entered();
                restore_terminal(&options);
                previous(panic);
            }
            None => previous(panic),
        }
    }));
}

/// Records that the terminal was entered with `options` by this thread, so that a panic restores it.
pub(super) fn set_entered(options: &TerminalOptions) {
    if let Ok(mut entered) = ENTERED_OPTIONS.lock() {
        *entered = Some((*options, std::thread::current().id()));
    }
}

/// Records that the terminal was restored. Returns true if it was in full-screen mode.
pub(super) fn clear_entered() -> bool {
    match ENTERED_OPTIONS.try_lock() {
        Ok(mut entered) => entered.take().is_some(),
        // Only a hook that reads it could hold the lock, on another thread, and that one restores nothing.
        Err(_) => true,
    }
}

/// Prints the panic messages of other threads, after the terminal was restored.
pub(super) fn print_deferred_messages() {
    let messages = DEFERRED_MESSAGES
        .lock()
        .map(|mut messages| std::mem::take(&mut *messages))
        .unwrap_or_default();
    for message in messages {
        let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(io::stderr(), "newsprint: {}", clean::clean_line(&line));
    }
}
