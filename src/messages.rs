//! The wording of results and errors: turns typed values into sentences, shared by the front ends.

pub mod account_errors;
pub mod accounts;
pub mod adding;
pub mod changes;
pub mod extraction;
pub mod full_text;
pub mod library;
mod linear_help;
mod numbers;
pub mod refresh;
pub mod sources;
pub mod transfer;

pub use linear_help::{LINEAR_DIFFERENCES, LINEAR_HELP};
