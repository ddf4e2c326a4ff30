//! Tests of extract_plain.
