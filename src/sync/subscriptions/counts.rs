//! Numbers of changed subscriptions: [`SubscriptionCounts`].

/// What has changed in a sync of subscriptions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SubscriptionCounts {
    /// Feeds that are new here.
    pub added: usize,
    /// Feeds that are no longer on the server.
    pub detached: usize,
    /// Changes of the user that were sent.
    pub sent: usize,
    /// Changes of the user that the server refuses.
    pub refused: usize,
}
