//! Syncs of accounts with servers that answer without a network.

mod added_feeds;
mod apis;
mod client;
mod coldsweat;
mod exported_feeds;
mod failed_subscriptions;
mod fever;
mod found_servers;
mod greader;
mod local_articles;
mod marks;
mod media_files;
mod nextcloud;
mod older_miniflux;
mod processes;
mod property;
mod rewritten_articles;
mod subscription_property;
mod subscriptions;
mod unsendable_texts;
