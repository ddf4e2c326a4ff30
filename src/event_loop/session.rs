//! The loop without a terminal: events in, a changed [`App`] out. Tests drive this.

use std::collections::VecDeque;

use chrono::{DateTime, FixedOffset};
use crossterm::event::{Event as TerminalEvent, KeyEvent, KeyEventKind};

use crate::app::{Action, App, Effect};
use crate::keymap::{Key, Keymap, Press, edit_request};
use crate::model::{Job, Outcome};
use crate::ui;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key, a paste, a new size.
    Terminal(TerminalEvent),
    /// The worker has done something.
    Outcome(Outcome),
    /// It is this late.
    Now(DateTime<FixedOffset>),
}

/// The app, its keymap, and the keys that wait.
#[derive(Debug)]
pub struct Session {
    app: App,
    keymap: Keymap,
    /// Keys typed and not yet carried out, in order.
    queue: VecDeque<KeyEvent>,
    /// The beginning of a binding of several keys.
    begun: Vec<Key>,
}

impl Session {
    /// A session at its beginning.
    pub fn new(app: App, keymap: Keymap) -> Self {
        Self {
            app,
            keymap,
            queue: VecDeque::new(),
            begun: Vec::new(),
        }
    }

    /// The state.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The state, for what the loop itself does to it.
    pub fn app_mut(&mut self) -> &mut App {
        &mut self.app
    }

    /// What keys mean.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// The jobs among what the app asks of the world; the rest stays.
    pub fn take_jobs(&mut self) -> Vec<Job> {
        let (jobs, rest): (Vec<Effect>, Vec<Effect>) = self
            .app
            .take_effects()
            .into_iter()
            .partition(|effect| matches!(effect, Effect::Job(_)));
        self.app.put_back(rest);
        let job = |effect| match effect {
            Effect::Job(job) => Some(job),
            _ => None,
        };
        jobs.into_iter().filter_map(job).collect()
    }

    /// Takes in what happened. Keys act in the order typed; one whose meaning hangs on something that is on its way waits,
    /// and those behind it with it.
    pub fn handle(&mut self, event: Event) {
        match event {
            Event::Now(now) => self.app.set_now(now),
            Event::Outcome(outcome) => self.app.receive(outcome),
            Event::Terminal(TerminalEvent::Resize(width, height)) => self.app.resize(width, height),
            Event::Terminal(TerminalEvent::Paste(text)) => self.app.paste(&text),
            Event::Terminal(TerminalEvent::Key(key)) if key.kind != KeyEventKind::Release => {
                // What empties the queue cannot stand in it.
                if self.empties_queue(key) {
                    self.queue.clear();
                    self.begun.clear();
                }
                self.queue.push_back(key);
            }
            Event::Terminal(_) => {}
        }
        while let Some(key) = self.queue.front().copied() {
            if !self.press(key) {
                break;
            }
            self.queue.pop_front();
        }
    }

    fn empties_queue(&self, key: KeyEvent) -> bool {
        let press = self.keymap.press(self.app.scope(), &[key.into()]);
        !self.queue.is_empty() && matches!(press, Press::Matched(Action::Escape | Action::Quit))
    }

    /// Carries out one key; false if it must wait.
    fn press(&mut self, event: KeyEvent) -> bool {
        let scope = self.app.scope();
        let key = Key::from(event);
        // What is printed is text where text is typed, whatever is bound.
        if scope.takes_text() && self.begun.is_empty() && key.printable().is_some() {
            if let Some(request) = edit_request(event) {
                self.app.edit(request);
            }
            return true;
        }
        let mut keys = self.begun.clone();
        keys.push(key);
        match self.keymap.press(scope, &keys) {
            Press::Matched(action) if self.app.must_wait(action) => return false,
            Press::Matched(action) => {
                self.begun.clear();
                match action {
                    Action::Help => self.app.show_help(ui::help_rows(&self.keymap, scope)),
                    action => self.app.apply(action),
                }
            }
            Press::Pending => self.begun = keys,
            Press::NotFound => {
                let several = self.begun.len() > 0;
                self.begun.clear();
                match edit_request(event).filter(|_| scope.takes_text() && !several) {
                    Some(request) => self.app.edit(request),
                    None => {
                        let typed: Vec<String> = keys.iter().map(Key::display).collect();
                        let help = self.keymap.keys_of(scope, Action::Help).into_iter().next();
                        self.app.unbound(&typed.join(" "), help.as_deref());
                    }
                }
            }
        }
        true
    }
}
