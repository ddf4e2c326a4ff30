//! Storing the answers of a refresh: [`Store`].

use std::collections::{HashMap, HashSet};

use super::answer::Digest;
use super::entry::StoredEntry;
use super::parse_gate::Permit;
use super::plan::host_of;
use super::result::SourceResult;
use super::task::Task;
use super::words::changed_share;
use crate::library::{
    EntryCounts, EntryMatch, EntryWork, KnownEntry, Library, LibraryError, NewEntry, StoredAnswer,
};
use crate::model::{ArticleId, HostWait, SourceId};

/// Largest share of changed words of an entry that says the same as before: advertisements, counters, session ids.
const NOISE: f64 = 0.02;

/// Largest number of entries of an answer that have nothing new but a time and whose pages count as changed.
const MAX_NEW_TIMES: usize = 3;

/// Answer of a request, with the request.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) task: Task,
    pub(super) digest: Digest,
    /// Given back when the answer is stored.
    pub(super) _permit: Option<Permit>,
}

/// Stores answers in the library, and knows what is still to be stored.
pub(super) struct Store<'a> {
    pub(super) library: &'a mut Library,
    /// Name of this refresh in the leases.
    pub(super) holder: &'a str,
    /// Sources whose lease was released with their answer.
    finished: HashSet<SourceId>,
    /// Answers that may have failed because there is no network.
    unreachable: Vec<Received>,
    /// True if a host was reached.
    is_online: bool,
    leased: Vec<SourceId>,
}

impl<'a> Store<'a> {
    pub(super) fn new(library: &'a mut Library, holder: &'a str) -> Self {
        Self {
            library,
            holder,
            finished: HashSet::new(),
            unreachable: Vec::new(),
            is_online: false,
            leased: Vec::new(),
        }
    }

    /// Returns those of these sources whose answers were not stored.
    pub(super) fn unfinished(&self, sources: &[SourceId]) -> Vec<SourceId> {
        let is_left = |source: &&SourceId| !self.finished.contains(source);
        sources.iter().filter(is_left).copied().collect()
    }

    /// Sets the sources whose leases are held.
    pub(super) fn set_leased(&mut self, sources: Vec<SourceId>) {
        self.leased = sources;
    }

    /// Extends the leases of all sources that are not stored yet.
    pub(super) fn renew_leases(&mut self, seconds: u32) -> Result<(), LibraryError> {
        let left = self.unfinished(&self.leased);
        self.library
            .acquire_leases(&left, self.holder, seconds, &|_| false)?;
        Ok(())
    }

    /// Stores answers, and returns the results of their sources. Those that reached no host wait for the end of the refresh.
    pub(super) fn store_batch(
        &mut self,
        batch: Vec<Received>,
    ) -> Result<Vec<SourceResult>, LibraryError> {
        let mut reached = Vec::new();
        for received in batch {
            match (received.digest.is_cancelled, received.digest.is_unreachable) {
                (true, _) => {}
                (false, true) => self.unreachable.push(received),
                (false, false) => reached.push(received),
            }
        }
        self.is_online |= !reached.is_empty();
        self.store_reached(reached)
    }

    /// Stores the failures of sources whose host was not reached, unless no host was reached: then there is no network, and nothing is
    /// recorded. Returns the results, and true if there is no network.
    pub(super) fn store_unreachable(&mut self) -> Result<(Vec<SourceResult>, bool), LibraryError> {
        let failed = std::mem::take(&mut self.unreachable);
        let hosts: HashSet<&str> = failed
            .iter()
            .map(|received| received.task.host.as_str())
            .collect();
        let is_offline = !self.is_online
            && !failed.is_empty()
            && failed.iter().all(|received| !received.task.is_private)
            && (hosts.len() > 1 || !crate::fetch::has_network());
        if !is_offline {
            return Ok((self.store_reached(failed)?, false));
        }
        let results = failed
            .iter()
            .map(|received| received.result(EntryCounts::default()))
            .collect();
        Ok((results, true))
    }

    fn store_reached(
        &mut self,
        mut batch: Vec<Received>,
    ) -> Result<Vec<SourceResult>, LibraryError> {
        self.store_host_waits(&batch)?;
        let mut works = Vec::with_capacity(batch.len());
        let mut pages = Vec::new();
        for received in &mut batch {
            let matched = self.match_entries(received)?;
            pages.extend(changed_pages(&received.digest.entries, &matched));
            works.push(matched);
        }
        let mut answers = Vec::with_capacity(batch.len());
        for (received, works) in batch.iter().zip(&works) {
            answers.push(self.answer(received, works));
        }
        let counts = self.library.store_answers(&answers)?;
        drop(answers);
        if !pages.is_empty() {
            self.library.requeue_pages(&pages)?;
        }
        self.finished
            .extend(batch.iter().map(|received| received.task.source));
        Ok(batch
            .iter()
            .zip(counts)
            .map(|(received, counts)| received.result(counts))
            .collect())
    }

    fn store_host_waits(&mut self, batch: &[Received]) -> Result<(), LibraryError> {
        let mut waits: HashMap<&str, Option<HostWait>> = HashMap::new();
        for received in batch {
            let Received { task, digest, .. } = received;
            match digest.host_wait {
                Some(wait) => {
                    waits.insert(&task.host, Some(wait));
                }
                None if digest.ends_host_wait && task.host_wait.is_some() => {
                    waits.entry(&task.host).or_insert(None);
                }
                None => {}
            }
        }
        for (host, wait) in waits {
            self.library.set_host_wait(host, wait)?;
        }
        Ok(())
    }

    /// Matches the entries of an answer with the stored ones. Returns what is to be done with which of them.
    fn match_entries(
        &mut self,
        received: &mut Received,
    ) -> Result<Vec<(usize, PlannedWork)>, LibraryError> {
        let digest = &mut received.digest;
        if digest.entries.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<_> = digest.entries.iter().map(|entry| entry.keys).collect();
        let found = self
            .library
            .match_entries(received.task.source, &digest.state, &keys)?;
        digest.state.repeats_ids = found.repeats_ids;
        digest.state.repeats_links = found.repeats_links;
        let mut works = Vec::new();
        for (index, (entry, found)) in digest.entries.iter().zip(found.matches).enumerate() {
            match found {
                EntryMatch::New => works.push((index, PlannedWork::Insert)),
                EntryMatch::Known(known) if known.hash != Some(entry.hash) => {
                    works.push((index, self.planned_change(known, entry)?));
                }
                EntryMatch::Known(_) | EntryMatch::Repeated => {}
            }
        }
        Ok(works)
    }

    /// Returns the work for a changed entry: little if it says the same as before but for a few words.
    fn planned_change(
        &self,
        known: KnownEntry,
        entry: &NewEntry,
    ) -> Result<PlannedWork, LibraryError> {
        let before = self.library.content_of_entry(known.id)?;
        let before = before.and_then(|content| StoredEntry::from_content(&content));
        let now = entry.content.unpack()?;
        let now = StoredEntry::from_content(&now);
        let (Some(before), Some(now)) = (before, now) else {
            return Ok(PlannedWork::Update(known));
        };
        let is_noise = before.entry.title == now.entry.title
            && before.entry.enclosures == now.entry.enclosures
            && match (before.text(), now.text()) {
                (Some(before), Some(now)) => changed_share(before, now) < NOISE,
                (None, None) => true,
                _ => false,
            };
        Ok(match is_noise {
            true => PlannedWork::Touch {
                known,
                has_new_time: before.entry.updated != now.entry.updated,
            },
            false => PlannedWork::Update(known),
        })
    }

    fn answer<'b>(
        &self,
        received: &'b Received,
        works: &[(usize, PlannedWork)],
    ) -> StoredAnswer<'b> {
        let Received { task, digest, .. } = received;
        let is_first = task.state.last_success.is_none();
        let now = digest.request.time;
        let entries = works.iter().filter_map(|(index, work)| {
            let entry = digest.entries.get(*index)?;
            Some(match work {
                PlannedWork::Insert => EntryWork::Insert(entry),
                PlannedWork::Update(known) => EntryWork::Update(*known, entry),
                PlannedWork::Touch { known, .. } => EntryWork::Touch(*known, entry),
            })
        });
        StoredAnswer {
            source: task.source,
            asked_url: Some(task.url.clone()),
            title: digest.title.clone(),
            state: digest.state.clone(),
            // Entries of a new subscription may be old.
            new_entry_time: match is_first {
                true => digest.state.last_new.unwrap_or(now),
                false => now,
            },
            request: digest.request.clone(),
            entries: entries.collect(),
            is_gone: digest.is_gone,
            holder: self.holder.to_owned(),
        }
    }
}

/// Work to do for an entry, before it refers to the entry.
#[derive(Debug, Clone, Copy)]
enum PlannedWork {
    Insert,
    Update(KnownEntry),
    Touch {
        known: KnownEntry,
        /// True if the time of its last change is another one.
        has_new_time: bool,
    },
}

/// Returns the articles of changed entries with the hosts of their links: their pages may have changed too. Where more than a few
/// entries have nothing new but a time, the feed writes the time of the request there.
fn changed_pages(entries: &[NewEntry], works: &[(usize, PlannedWork)]) -> Vec<(ArticleId, String)> {
    let has_new_time = |work: &PlannedWork| {
        matches!(
            work,
            PlannedWork::Touch {
                has_new_time: true,
                ..
            }
        )
    };
    let new_times = works.iter().filter(|(_, work)| has_new_time(work)).count();
    let changed = works.iter().filter_map(|(index, work)| {
        let known = match work {
            PlannedWork::Update(known) => known,
            PlannedWork::Touch { known, .. }
                if has_new_time(work) && new_times <= MAX_NEW_TIMES =>
            {
                known
            }
            PlannedWork::Touch { .. } | PlannedWork::Insert => return None,
        };
        let url = entries.get(*index)?.url.as_deref()?;
        Some((known.article?, host_of(url)))
    });
    changed.collect()
}

impl Received {
    fn result(&self, counts: EntryCounts) -> SourceResult {
        let Self { task, digest, .. } = self;
        let outcome = match digest.request.error {
            Some(_) => digest.request.outcome,
            None => counts.outcome(),
        };
        SourceResult {
            source: task.source,
            title: digest.title.clone().unwrap_or_else(|| task.title.clone()),
            url: digest.state.url.clone(),
            outcome,
            status: digest.request.status,
            new: counts.new,
            updated: counts.updated,
            omitted: digest.omitted_entries,
            next_fetch: digest.state.next_fetch,
            error: digest.request.error.clone(),
            skipped: None,
        }
    }
}
