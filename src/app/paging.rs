//! Pages of the list: what is asked of the library, what keys wait for, and what becomes of a page when it comes.
//!
//! 1. The window grows before the selection comes to its edge: nobody waits for that.
//! 2. A jump out of the window asks for the rows around where it leads; keys wait until they are there.
//! 3. When something has changed, the same rows are read again, and the selection stays where it is.

mod answers;

use super::{Action, App, Effect, Overlay, PickerKind, Scope};
use crate::model::{ArticleId, Grouping, Job, Listing, Order, PageFrom, PageRequest, RowKey, View};

/// What is asked of the library and has not come.
#[derive(Debug, Default)]
pub(super) struct Paging {
    /// The number of the last request.
    last: u64,
    /// What keys wait for.
    jump: Option<Jump>,
    /// The pages that the window grows by: below, and above.
    below: Option<u64>,
    above: Option<u64>,
    /// The same rows again, and which story was selected when they were asked for.
    again: Option<(u64, Option<ArticleId>)>,
    /// Whether something has changed since they were asked for.
    changed: bool,
    /// Whether the last page could not be read: nothing is asked for by itself until something changes.
    failed: bool,
    /// The first row of the window, while it is asked how many stand before it, and the number of that request.
    place: Option<(RowKey, u64)>,
    /// Read articles that stay in the unread view until it is left.
    sticky: Vec<ArticleId>,
}

/// A page that keys wait for.
#[derive(Debug)]
struct Jump {
    number: u64,
    then: Then,
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// Another listing: its first row is selected.
    Turn,
    /// Another filter: the selected story stays selected if it is there.
    Filter,
    /// The last row is selected, or the first.
    Edge { last: bool },
    /// The group that was found is selected.
    Group { forward: bool },
    /// The unread story that was found is selected, or opened.
    Unread { forward: bool, open: bool },
    /// This story is selected, if it is in the listing.
    Select(ArticleId),
}

/// Rows of a page; a screen that has more gets more.
const ROWS: usize = 200;
/// So near an edge the window grows.
const NEAR: usize = 100;

impl App {
    /// Whether an action has to wait for rows that are on their way.
    pub(super) fn waits_for_rows(&self, action: Action) -> bool {
        use Action::*;
        if action.needs_no_story() {
            return false;
        }
        // What is deleted is the selected story: which it is may be about to change.
        if action == Delete && self.list.paging.again.is_some() {
            return true;
        }
        let list = self.scope() == Scope::List;
        if let Some(jump) = &self.list.paging.jump {
            let opens = matches!(jump.then, Then::Unread { open: true, .. });
            let moves = matches!(
                action,
                NextStory | PreviousStory | NextUnread | PreviousUnread | ReadOn | ReadBack
            );
            if list || opens || moves || self.scope() == Scope::Prompt {
                return true;
            }
        }
        let page = self.list.rows.page();
        let by = match action {
            NextStory if list => 1,
            PreviousStory if list => -1,
            NextStory => return self.list.rows.ends_here(true),
            PreviousStory => return self.list.rows.ends_here(false),
            HalfPageDown if list => (page / 2).max(1),
            HalfPageUp if list => -(page / 2).max(1),
            PageDown if list => page,
            PageUp if list => -page,
            _ => return false,
        };
        !self.list.rows.can_step(by)
    }

    /// Whether the rows that the list is to show are still on their way.
    pub(super) fn is_turning(&self) -> bool {
        let then = self.list.paging.jump.as_ref().map(|jump| jump.then);
        matches!(then, Some(Then::Turn | Then::Filter))
    }

    /// The library has something to show: its first page is on its way.
    pub(super) fn turn_to_library(&mut self, listing: Listing) {
        self.list.rows.turn_to(listing);
        self.list.paging.jump = Some(Jump {
            number: 0,
            then: Then::Turn,
        });
    }

    /// Shows another choice of rows, or the same in another order.
    pub(super) fn turn_to(&mut self, listing: Listing) {
        let other_rows = listing.view != self.list.rows.listing().view;
        if other_rows {
            self.list.paging.sticky.clear();
        }
        let seeds_missing =
            listing.view == View::Tour && !self.list.rows.articles().iter().any(|a| a.is_seed());
        let selected = self.list.rows.selected().map(|article| article.id);
        self.list.rows.turn_to(listing);
        (self.list.paging.below, self.list.paging.above) = (None, None);
        (self.list.paging.again, self.list.paging.place) = (None, None);
        self.list.paging.failed = false;
        if self.list.rows.is_held() {
            self.list.paging.jump = None;
            if seeds_missing {
                self.list.scanning = true;
                self.effects.push(Effect::Job(Job::Tour));
            }
            return self.preview();
        }
        // A story that is in both views stays selected.
        match selected.filter(|id| id.is_in_library()) {
            Some(id) => self.jump(PageFrom::Story(id), Then::Filter),
            None => self.jump(PageFrom::First, Then::Turn),
        }
    }

    /// Shows only what matches.
    pub(super) fn filter_list(&mut self, filter: &str) {
        if self.list.rows.filter() == filter {
            return;
        }
        self.list.rows.set_filter(filter);
        if self.list.rows.is_held() {
            return self.preview();
        }
        (self.list.paging.below, self.list.paging.above) = (None, None);
        let selected = self.list.rows.selected().map(|article| article.id);
        match selected.filter(|_| filter.is_empty()) {
            Some(id) => self.jump(PageFrom::Story(id), Then::Filter),
            None => self.jump(PageFrom::First, Then::Filter),
        }
    }

    /// The list in another order.
    pub(super) fn sort_by(&mut self, order: Order) {
        if self.list.rows.is_held() {
            return self
                .say("These stories stand in the order in which they were given".to_owned());
        }
        let said = match order {
            Order::Date => "Sorted by date, the newest first",
            Order::Title => "Sorted by title",
            Order::Length => "Sorted by length, the shortest first",
        };
        let mut listing = self.list.rows.listing().clone();
        listing.order = order;
        // Days stand only in the order of dates.
        if order != Order::Date && listing.grouping == Grouping::Day {
            listing.grouping = Grouping::None;
        } else if order == Order::Date && listing.grouping == Grouping::None {
            listing.grouping = Grouping::Day;
        }
        self.reorder(listing, said);
    }

    /// The list under other heads.
    pub(super) fn group_by(&mut self, grouping: Grouping) {
        if self.list.rows.is_held() {
            return self
                .say("These stories stand in the order in which they were given".to_owned());
        }
        let said = match grouping {
            Grouping::Day => "Grouped by day",
            Grouping::Source => "Grouped by source",
            Grouping::None => "Not grouped",
        };
        let mut listing = self.list.rows.listing().clone();
        listing.grouping = grouping;
        if grouping == Grouping::Day {
            listing.order = Order::Date;
        }
        self.reorder(listing, said);
    }

    /// The same rows in another order, also at the next start.
    fn reorder(&mut self, listing: Listing, said: &str) {
        let keep = Job::KeepOrder(listing.order, listing.grouping);
        self.turn_to(listing);
        self.effects.push(Effect::Job(keep));
        self.say(said.to_owned());
    }

    /// Selects the first or the last row. False if it is selected already.
    pub(super) fn select_edge(&mut self, last: bool) -> bool {
        match self.list.rows.step_to_edge(last) {
            Some(moved) => moved,
            None => {
                let from = if last {
                    PageFrom::Last
                } else {
                    PageFrom::First
                };
                self.jump(from, Then::Edge { last });
                true
            }
        }
    }

    /// Selects the first story of the next group, or of this one or the one before.
    pub(super) fn step_group(&mut self, forward: bool) {
        let moved = if forward {
            self.list.rows.next_group()
        } else {
            self.list.rows.previous_group()
        };
        match (moved, self.list.rows.selected_key().cloned()) {
            (Some(moved), _) => {
                if moved {
                    self.preview();
                }
                self.say_group(moved, forward);
            }
            (None, Some(key)) => {
                let from = if forward {
                    PageFrom::NextGroup(key)
                } else {
                    PageFrom::PreviousGroup(key)
                };
                self.jump(from, Then::Group { forward });
            }
            (None, None) => {}
        }
    }

    /// Selects the next unread story, or the one before; `open` opens it.
    pub(super) fn step_unread(&mut self, forward: bool, open: bool) {
        match (
            self.list.rows.unread(forward),
            self.list.rows.selected_key().cloned(),
        ) {
            (Some(found), _) => self.take_unread(found, forward, open),
            (None, Some(key)) => {
                let from = if forward {
                    PageFrom::NextUnread(key)
                } else {
                    PageFrom::PreviousUnread(key)
                };
                self.jump(from, Then::Unread { forward, open });
            }
            (None, None) => self.say_no_unread(forward),
        }
    }

    fn take_unread(&mut self, found: Option<ArticleId>, forward: bool, open: bool) {
        match found {
            Some(id) if open => self.open(id),
            Some(id) => {
                self.list.rows.select(id);
                self.preview();
            }
            None => self.say_no_unread(forward),
        }
    }

    /// Has the list select a story that is opened, wherever it stands in it.
    pub(super) fn select_story(&mut self, id: ArticleId) {
        if !self.list.rows.select(id) && !self.list.rows.is_held() && id.is_in_library() {
            self.jump(PageFrom::Story(id), Then::Select(id));
        }
    }

    /// What was on its way for a jump within the list is no longer waited for.
    pub(super) fn give_up_jump(&mut self) {
        self.overlay.awaiting_views = false;
        self.list
            .paging
            .jump
            .take_if(|jump| !matches!(jump.then, Then::Turn | Then::Filter));
    }

    /// What is shown of the library is read again: something has changed in it.
    pub(super) fn read_again(&mut self) {
        if matches!(&self.overlay.open, Overlay::Picker(p) if p.kind == PickerKind::Views) {
            self.effects.push(Effect::Job(Job::Views));
        }
        if self.list.rows.is_held() {
            let ids = self.list.rows.held().map(|article| article.id);
            let ids: Vec<ArticleId> = ids.chain(self.reader.shown).collect();
            return self.effects.push(Effect::Job(Job::States(ids)));
        }
        self.list.paging.failed = false;
        // Many changes one after the other are read once.
        if self.list.paging.again.is_some() || self.is_turning() {
            self.list.paging.changed = true;
            return;
        }
        let shown = self.reader.shown.into_iter().collect();
        self.effects.push(Effect::Job(Job::States(shown)));
        self.ask_again();
    }

    /// Asks for the rows that are here once more.
    fn ask_again(&mut self) {
        self.list.paging.changed = false;
        let selected = self.list.rows.selected();
        let id = selected.map(|article| article.id);
        let from = match selected.and_then(|article| Some((article.id, article.key.clone()?))) {
            Some((id, key)) => PageFrom::Kept(id, key),
            None => PageFrom::First,
        };
        // Also the rows on the screen, which may have been scrolled far away.
        let rows = self.list.rows.reach() + 2 * self.list.rows.height();
        let number = self.request(from, rows);
        self.list.paging.again = Some((number, id));
        (self.list.paging.below, self.list.paging.above) = (None, None);
    }

    /// Read articles stay in the unread view until it is left.
    pub(super) fn keep_in_view(&mut self, id: ArticleId) {
        if self.list.rows.listing().view == View::Unread && !self.list.paging.sticky.contains(&id) {
            self.list.paging.sticky.push(id);
        }
    }

    /// Asks for more rows where the selection or the screen is near an edge of the window. After every change.
    pub(super) fn grow_list(&mut self) {
        let busy = self.list.paging.jump.is_some() || self.list.paging.again.is_some();
        if self.list.rows.is_held() || busy || self.list.paging.failed {
            return;
        }
        let near = NEAR.max(self.list.rows.height() * 2);
        let (below, above) = self.list.rows.edges(near);
        let (below, above) = (below.cloned(), above.cloned());
        if let (Some(key), None) = (below, self.list.paging.below) {
            self.list.paging.below = Some(self.request(PageFrom::After(key), 0));
        }
        if let (Some(key), None) = (above, self.list.paging.above) {
            self.list.paging.above = Some(self.request(PageFrom::Before(key), 0));
        }
        if let Some(key) = self.list.rows.unplaced().cloned()
            && self.list.paging.place.as_ref().map(|(asked, _)| asked) != Some(&key)
        {
            self.list.paging.last += 1;
            let number = self.list.paging.last;
            self.list.paging.place = Some((key.clone(), number));
            let (listing, sticky) = (self.list.rows.listing().clone(), self.sticky());
            self.effects
                .push(Effect::Job(Job::Position(number, listing, key, sticky)));
        }
    }

    /// The read articles that stay in the unread view: also the one that is shown, and the selected one.
    fn sticky(&self) -> Vec<ArticleId> {
        if self.list.rows.listing().view != View::Unread {
            return Vec::new();
        }
        let mut sticky = self.list.paging.sticky.clone();
        let selected = self.list.rows.selected().map(|article| article.id);
        let seen = selected
            .into_iter()
            .chain(self.reader.shown.filter(|_| self.reader.opened));
        for id in seen {
            let read = self
                .list
                .rows
                .get(id)
                .is_some_and(|article| article.state.read);
            if read && !sticky.contains(&id) {
                sticky.push(id);
            }
        }
        sticky
    }

    fn jump(&mut self, from: PageFrom, then: Then) {
        // A listing that is on its way comes first.
        if matches!(then, Then::Select(_)) && self.is_turning() {
            return;
        }
        if matches!(then, Then::Turn | Then::Filter) {
            // Whatever was asked for of the listing before is of no use.
            let upto = self.list.paging.last;
            self.effects.push(Effect::Job(Job::ForgetPages(upto)));
            self.list.paging.again = None;
        }
        let number = self.request(from, 0);
        self.list.paging.jump = Some(Jump { number, then });
    }

    fn request(&mut self, from: PageFrom, rows: usize) -> u64 {
        self.list.paging.last += 1;
        let number = self.list.paging.last;
        let rows = ROWS.max(self.list.rows.height() * 4).max(rows);
        // Of another view's rows none stay.
        let stays = matches!(
            from,
            PageFrom::Kept(..) | PageFrom::After(_) | PageFrom::Before(_)
        );
        let sticky = match stays {
            true => self.sticky(),
            false => self.list.paging.sticky.clone(),
        };
        self.effects.push(Effect::Job(Job::Page(PageRequest {
            number,
            listing: self.list.rows.listing().clone(),
            from,
            rows,
            sticky,
        })));
        number
    }
}
