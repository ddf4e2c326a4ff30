//! The wording of results and errors: turns typed values into sentences, shared by the front ends.

pub mod changes;
