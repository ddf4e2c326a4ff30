//! Tests of fixtures.
