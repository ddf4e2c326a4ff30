//! Tests of extract_markdown.
