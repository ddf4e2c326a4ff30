//! Labelled pairs of articles for measuring the grouping into stories: generated from texts, and judged.

#[path = "story_pairs/corpus.rs"]
pub mod corpus;
#[path = "story_pairs/measure.rs"]
pub mod measure;
#[path = "story_pairs/pairs.rs"]
pub mod pairs;
#[path = "story_pairs/random.rs"]
pub mod random;
