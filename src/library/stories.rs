//! Stories: articles that report the same with the same text, grouped in the background.
//!
//! 1. When a text is indexed, [`samples`] stores a sample of its shingles.
//! 2. [`candidates`] finds recent articles that share some of them.
//! 3. [`compared`] loads the texts of candidates, without the boilerplate of their sources.
//! 4. [`grouping`] decides by the texts (see [`crate::text::story`]), and sets `article.story` to the representative of the
//!    story.
//!
//! Steps are short, and can be continued at any time by any program: the samples that are still to be compared are marked.

mod candidates;
mod compared;
pub(in crate::library) mod grouping;
pub(in crate::library) mod members;
pub(in crate::library) mod samples;
