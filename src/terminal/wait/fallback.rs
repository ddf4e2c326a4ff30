//! The wait on systems without poll(2) on terminals: crossterm's poll in short turns, and a channel.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use crossterm::event::Event;

use super::Wake;
use crate::terminal::Background;

/// The longest time a wake-up may lie unseen.
const TURN: Duration = Duration::from_millis(20);

/// Waits for whatever comes first.
#[derive(Debug)]
pub struct Waiter {
    wakes: Receiver<()>,
    sender: SyncSender<()>,
}

/// Ends the wait of a [`Waiter`] from another thread.
#[derive(Debug, Clone)]
pub struct Waker(SyncSender<()>);

/// There are none on these systems.
pub(in crate::terminal) fn forget_signals_of_the_terminal() {}

impl Waker {
    /// Ends the wait, now or the next time it begins.
    pub fn wake(&self) {
        // A full channel holds a wake-up already; a closed one has nobody left to wake.
        let _ = self.0.try_send(());
    }
}

impl Waiter {
    /// Prepares the wait.
    ///
    /// # Errors
    /// None on these systems.
    pub fn new() -> io::Result<Self> {
        let (sender, wakes) = sync_channel(1);
        Ok(Self { wakes, sender })
    }

    /// A handle that ends the wait from another thread.
    pub fn waker(&self) -> Waker {
        Waker(self.sender.clone())
    }

    /// Nothing: these systems keep the terminal's answers to themselves.
    pub fn take_background(&mut self) -> Option<Background> {
        None
    }

    /// Sleeps until something happens or `deadline` has passed.
    ///
    /// # Errors
    /// What the system says about the terminal.
    pub fn wait(&mut self, deadline: Option<Instant>) -> io::Result<Wake> {
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            let wake = Wake {
                woken: self.wakes.try_recv().is_ok(),
                input: crossterm::event::poll(left.map_or(TURN, |left| left.min(TURN)))?,
                ..Wake::default()
            };
            if wake != Wake::default() || left.is_some_and(|left| left.is_zero()) {
                return Ok(wake);
            }
        }
    }

    /// Everything the terminal has sent, without waiting.
    ///
    /// # Errors
    /// What the system says about the terminal.
    pub fn read_events(&mut self) -> io::Result<Vec<Event>> {
        let mut events = Vec::new();
        while crossterm::event::poll(Duration::ZERO)? {
            events.push(crossterm::event::read()?);
        }
        Ok(events)
    }
}
