//! Tests of extract_html.
