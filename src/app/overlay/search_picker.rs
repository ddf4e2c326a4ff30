//! Picker of the search of the library: each edit of its line is a request, and its rows are the hits.

use super::search::SearchScreen;
use super::{Overlay, Overlays, Picker, PickerKind, PickerValue};
use crate::app::effect::Effects;
use crate::app::status::Status;
use crate::model::{Job, SearchHit, SearchOrder};

impl Overlays {
    /// Opens the search, with the last query and its hits.
    pub(in crate::app) fn open_search(&mut self, screen: SearchScreen) {
        let rows = self.search.picker_rows(screen);
        let picker = Picker::new(PickerKind::Search, rows).with_previous_query(&self.search.query);
        self.open_picker(picker);
    }

    /// Requests the hits of a query, unless it is the last one.
    pub(in crate::app) fn search_for(
        &mut self,
        query: &str,
        screen: SearchScreen,
        effects: &mut Effects,
    ) {
        let search = &mut self.search;
        if query.trim() == search.query.trim() && !search.is_waiting_for_hits {
            return;
        }
        query.clone_into(&mut search.query);
        search.request_id += 1;
        search.is_waiting_for_hits = !query.trim().is_empty();
        if search.is_waiting_for_hits {
            effects.submit(Job::Search {
                number: search.request_id,
                query: query.to_owned(),
                order: search.order,
            });
        } else {
            search.hits.clear();
            search.problem = None;
            self.show_hits(screen);
        }
    }

    /// Receives the hits of a search; ignores those of an earlier request.
    pub(in crate::app) fn receive_hits(
        &mut self,
        number: u64,
        (hits, more): (Vec<SearchHit>, bool),
        problem: Option<String>,
        screen: SearchScreen,
    ) {
        let search = &mut self.search;
        if number == search.request_id {
            (search.hits, search.has_more) = (hits, more);
            search.problem = problem;
            search.is_waiting_for_hits = false;
            self.show_hits(screen);
        }
    }

    /// Receives a hit with its line, which is later than the others; ignores one of an earlier search.
    pub(in crate::app) fn receive_hit(
        &mut self,
        number: u64,
        (index, hit): (usize, SearchHit),
        screen: SearchScreen,
    ) {
        let search = &mut self.search;
        let known = search.hits.get_mut(index);
        if let Some(known) = known.filter(|_| number == search.request_id) {
            *known = hit;
            let rows = self.search.picker_rows(screen);
            if let Some(picker) = self.picker(PickerKind::Search) {
                picker.refresh_rows(rows);
            }
        }
    }

    /// Switches between the newest and the most relevant hits first, and requests the hits in that order.
    pub(in crate::app) fn switch_search_order(
        &mut self,
        effects: &mut Effects,
        status: &mut Status,
    ) {
        let search = &mut self.search;
        search.order = match search.order {
            SearchOrder::Newest => SearchOrder::Relevance,
            SearchOrder::Relevance => SearchOrder::Newest,
        };
        status.report(match search.order {
            SearchOrder::Newest => "Newest first",
            SearchOrder::Relevance => "Most relevant first",
        });
        search.request_id += 1;
        search.is_waiting_for_hits = !search.query.trim().is_empty();
        if search.is_waiting_for_hits {
            effects.submit(Job::Search {
                number: search.request_id,
                query: search.query.clone(),
                order: search.order,
            });
        }
    }

    /// Returns true if the line of the selected hit is not known yet.
    pub(super) fn is_selected_hit_pending(&self) -> bool {
        let selected = match &self.open {
            Overlay::Picker(picker) => picker.selected_value(),
            _ => None,
        };
        let hit = match selected {
            Some(PickerValue::Hit(index)) => self.search.hit(*index),
            _ => None,
        };
        hit.is_some_and(|hit| !hit.is_complete)
    }

    /// Shows the hits in the picker.
    fn show_hits(&mut self, screen: SearchScreen) {
        let rows = self.search.picker_rows(screen);
        if let Some(picker) = self.picker(PickerKind::Search) {
            picker.set_rows(rows);
        }
    }
}
