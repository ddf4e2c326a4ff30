//! Picker of the search of the library: each edit of its line is a request, and its rows are the hits.

use super::{Overlays, Picker, PickerKind};
use crate::app::effect::Effects;
use crate::model::{Job, SearchHit};

impl Overlays {
    /// Opens the search, with the last query and its hits.
    pub(in crate::app) fn open_search(&mut self, columns: u16) {
        let rows = self.search.picker_rows(columns);
        let picker = Picker::new(PickerKind::Search, rows).with_previous_query(&self.search.query);
        self.open_picker(picker);
    }

    /// Requests the hits of a query, unless it is the last one.
    pub(in crate::app) fn search_for(&mut self, query: &str, columns: u16, effects: &mut Effects) {
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
            });
        } else {
            search.hits.clear();
            search.problem = None;
            self.show_hits(columns);
        }
    }

    /// Receives the hits of a search; ignores those of an earlier request.
    pub(in crate::app) fn receive_hits(
        &mut self,
        number: u64,
        (hits, more): (Vec<SearchHit>, bool),
        problem: Option<String>,
        columns: u16,
    ) {
        let search = &mut self.search;
        if number == search.request_id {
            (search.hits, search.has_more) = (hits, more);
            search.problem = problem;
            search.is_waiting_for_hits = false;
            self.show_hits(columns);
        }
    }

    /// Shows the hits in the picker.
    fn show_hits(&mut self, columns: u16) {
        let rows = self.search.picker_rows(columns);
        if let Some(picker) = self.picker(PickerKind::Search) {
            picker.set_rows(rows);
        }
    }
}
