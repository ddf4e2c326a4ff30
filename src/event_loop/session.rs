//! The loop without a terminal: events change an [`App`]. Tests drive it.

use std::collections::VecDeque;

use chrono::{DateTime, FixedOffset};
use crossterm::event::{
    Event as TerminalEvent, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use crate::app::{Action, App, Effect, Gesture, KeyNames, Overlay, PickerKind};
use crate::keymap::{Key, Keymap, KeymapResult, edit_request};
use crate::model::{Job, Outcome};
use crate::ui;

/// Terminal event, outcome of the worker, or the current time.
#[derive(Debug)]
pub enum Event {
    /// A key, a paste, a new size.
    Terminal(TerminalEvent),
    /// The worker has done something.
    Outcome(Outcome),
    /// The current time.
    Now(DateTime<FixedOffset>),
}

/// Input of the user.
#[derive(Debug, Clone)]
enum Input {
    Key(KeyEvent),
    Paste(String),
    /// Something done with the mouse, its column and its row.
    Mouse(Gesture, u16, u16),
    /// Chosen in the palette.
    Action(Action),
}

/// The app, its keymap, and the waiting keys.
#[derive(Debug)]
pub struct Session {
    app: App,
    keymap: Keymap,
    /// Input that was not carried out yet, in order.
    queue: VecDeque<Input>,
    /// The beginning of a binding of several keys.
    pending_keys: Vec<Key>,
}

impl Session {
    /// Creates a session without waiting input.
    pub fn new(mut app: App, keymap: Keymap) -> Self {
        app.set_key_names(KeyNames::new(keymap.names()));
        Self {
            app,
            keymap,
            queue: VecDeque::new(),
            pending_keys: Vec::new(),
        }
    }

    /// Returns the state.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Returns the app, for changes by the loop itself.
    pub fn app_mut(&mut self) -> &mut App {
        &mut self.app
    }

    /// Returns the state, when the session ends.
    pub fn into_app(self) -> App {
        self.app
    }

    /// Returns the keymap.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// Returns the jobs among the effects of the app; the others stay.
    pub fn take_jobs(&mut self) -> Vec<Job> {
        let (jobs, rest): (Vec<Effect>, Vec<Effect>) = self
            .app
            .take_effects()
            .into_iter()
            .partition(|effect| matches!(effect, Effect::Job(_)));
        self.app.requeue_effects(rest);
        let job = |effect| match effect {
            Effect::Job(job) => Some(job),
            _ => None,
        };
        jobs.into_iter().filter_map(job).collect()
    }

    /// Handles an event. Keys act in the order typed. A key whose meaning depends on a pending result waits, and those
    /// behind it with it.
    pub fn handle(&mut self, event: Event) {
        match event {
            Event::Now(now) => self.app.set_now(now),
            Event::Outcome(outcome) => self.app.receive(outcome),
            Event::Terminal(TerminalEvent::Resize(width, height)) => self.app.resize(width, height),
            Event::Terminal(TerminalEvent::Paste(text)) => {
                self.queue.push_back(Input::Paste(text));
            }
            Event::Terminal(TerminalEvent::Key(key)) if key.kind != KeyEventKind::Release => {
                // A key that empties the queue can't be queued itself.
                if self.is_queue_barrier(key) {
                    self.queue.clear();
                    self.pending_keys.clear();
                }
                self.queue.push_back(Input::Key(key));
            }
            Event::Terminal(TerminalEvent::Mouse(mouse)) => {
                let gesture = gesture_of(mouse.kind);
                self.queue
                    .extend(gesture.map(|g| Input::Mouse(g, mouse.column, mouse.row)));
            }
            Event::Terminal(_) => {}
        }
        self.carry_out_queue();
    }

    /// Does a step of idle work, and then the waiting keys; returns false if there was nothing to do.
    pub fn work(&mut self) -> bool {
        let worked = self.app.run_idle_work();
        if worked {
            self.carry_out_queue();
        }
        worked
    }

    /// Carries out the queued input, up to the first that must wait.
    fn carry_out_queue(&mut self) {
        while let Some(input) = self.queue.pop_front() {
            if let Err(waits) = self.carry_out_input(input) {
                self.queue.push_front(waits);
                break;
            }
        }
    }

    /// Carries out one input; if it must wait, it is returned.
    fn carry_out_input(&mut self, input: Input) -> Result<(), Input> {
        match input {
            Input::Key(key) if self.press_key(key) => Ok(()),
            Input::Mouse(gesture, x, y) => {
                if gesture == Gesture::Press {
                    self.pending_keys.clear();
                }
                let hint = ui::action_at(&self.app, &self.keymap, x, y);
                let action = match hint.filter(|_| gesture == Gesture::Press) {
                    Some(action) => Some(action),
                    None => self.app.apply_gesture(gesture, x, y),
                };
                // It precedes everything that was done after it, and may have to wait.
                if let Some(action) = action {
                    self.queue.push_front(Input::Action(action));
                }
                Ok(())
            }
            Input::Action(action) if self.apply_action(action) => Ok(()),
            Input::Paste(text) => {
                self.app.paste(&text);
                Ok(())
            }
            waits => Err(waits),
        }
    }

    /// Returns true if a key ends all waiting: Esc, Ctrl-c, or other keys with their actions.
    fn is_queue_barrier(&self, key: KeyEvent) -> bool {
        let press = self.keymap.lookup(self.app.scope(), &[key.into()]);
        let waits = !self.queue.is_empty();
        waits && matches!(press, KeymapResult::Matched(Action::Escape)) || is_interrupt(key, &press)
    }

    /// Carries out one key; returns false if it must wait.
    fn press_key(&mut self, event: KeyEvent) -> bool {
        let scope = self.app.scope();
        let key = Key::from(event);
        // In a prompt, printable keys are text, whatever they are bound to.
        if scope.takes_text() && self.pending_keys.is_empty() && key.printable().is_some() {
            if let Some(request) = edit_request(event) {
                self.app.edit(request);
            }
            return true;
        }
        let mut keys = self.pending_keys.clone();
        keys.push(key);
        match self.keymap.lookup(scope, &keys) {
            press if is_interrupt(event, &press) => {
                self.app.apply(Action::Quit);
                self.pending_keys.clear();
            }
            KeymapResult::Matched(action) => {
                if !self.apply_action(action) {
                    return false;
                }
                self.pending_keys.clear();
            }
            KeymapResult::Pending => self.pending_keys = keys,
            KeymapResult::NotFound => {
                let several = !self.pending_keys.is_empty();
                self.pending_keys.clear();
                match edit_request(event).filter(|_| scope.takes_text() && !several) {
                    Some(request) => self.app.edit(request),
                    None => {
                        let typed: Vec<String> = keys.iter().map(Key::display).collect();
                        let help = self.keymap.keys_of(scope, Action::Help).into_iter().next();
                        self.app
                            .report_unbound_key(&typed.join(" "), help.as_deref());
                    }
                }
            }
        }
        true
    }

    /// Carries out an action; returns false if it must wait.
    fn apply_action(&mut self, action: Action) -> bool {
        let scope = self.app.scope();
        if self.app.waits_for_result(action) {
            return false;
        }
        match action {
            Action::Help if self.app.shows_help() => self.app.apply(Action::Escape),
            Action::Help => {
                let popup = match self.app.overlay() {
                    Overlay::Picker(picker) => Some(picker),
                    Overlay::None | Overlay::Prompt(_) | Overlay::Hints(_) => None,
                };
                let rows = ui::help_rows(&self.keymap, scope, popup);
                self.app.show_picker(PickerKind::Help, rows);
            }
            Action::Palette => {
                let rows = ui::palette_rows(&self.keymap, scope);
                self.app.show_picker(PickerKind::Palette, rows);
            }
            // It is carried out when the first match is found.
            Action::Accept if self.app.recall_last_find() => {
                self.queue.push_front(Input::Action(Action::Accept));
            }
            Action::Accept if self.app.run_typed_command() => {}
            Action::Accept => match self.app.take_selected_action() {
                // It precedes everything that was typed after it, and may have to wait.
                Some(chosen) => self.queue.push_front(Input::Action(chosen)),
                None => self.app.apply(action),
            },
            action => self.app.apply(action),
        }
        true
    }
}

/// Returns true if a key quits whatever is on its way: Ctrl-c, where it means that.
fn is_interrupt(key: KeyEvent, press: &KeymapResult) -> bool {
    key.modifiers.contains(KeyModifiers::CONTROL)
        && matches!(press, KeymapResult::Matched(Action::Quit))
}

/// Returns the gesture of a mouse event. Plain motion and other buttons have none.
fn gesture_of(kind: MouseEventKind) -> Option<Gesture> {
    match kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Gesture::Press),
        MouseEventKind::Drag(MouseButton::Left) => Some(Gesture::Drag),
        MouseEventKind::Up(MouseButton::Left) => Some(Gesture::Release),
        MouseEventKind::ScrollDown => Some(Gesture::Wheel { down: true }),
        MouseEventKind::ScrollUp => Some(Gesture::Wheel { down: false }),
        _ => None,
    }
}
