//! The number typed before a motion, as in `12G` and `5j`: [`TypedCount`].

/// Maximum count before a motion.
const MAX_COUNT: usize = 99_999_999;

/// The number typed before a motion.
#[derive(Debug, Default)]
pub(super) struct TypedCount(Option<usize>);

impl TypedCount {
    /// Removes and returns the count.
    pub(super) fn take(&mut self) -> Option<usize> {
        self.0.take()
    }

    /// Sets the count to `before` with another digit, and returns it. `None` for a 0 in front.
    pub(super) fn set_with_digit(&mut self, before: Option<usize>, digit: u8) -> Option<usize> {
        let count = before.unwrap_or(0) * 10 + usize::from(digit);
        self.0 = (count > 0).then_some(count.min(MAX_COUNT));
        self.0
    }
}
