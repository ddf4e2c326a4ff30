//! Sizes of the steps of the index: a step holds the lock of the database, and on a busy machine the same step holds it for much
//! longer. So the next step is smaller after one that took too long, and larger again after a short one.

use std::time::Duration;

use crate::library::Library;

/// Time for which a step should hold the lock.
const HOLD_TIME: Duration = Duration::from_millis(15);
/// Smallest share of a step.
const MIN_SHARE: f64 = 1.0 / 64.0;
/// Limits of the change from one step to the next.
const SLOWEST: f64 = 0.25;
const FASTEST: f64 = 1.1;

/// Returns a size of the next step that is so large on an idle machine.
pub(super) fn next_size(library: &Library, size: usize) -> usize {
    ((size as f64 * library.step_share) as usize).max(1)
}

/// Adapts the size of the next step to the time for which the last one held the lock.
pub(super) fn adapt_size(library: &mut Library, held: Duration) {
    let change = HOLD_TIME.as_secs_f64() / held.as_secs_f64().max(f64::MIN_POSITIVE);
    let share = library.step_share * change.clamp(SLOWEST, FASTEST);
    library.step_share = share.clamp(MIN_SHARE, 1.0);
}
