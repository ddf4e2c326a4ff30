//! Dates as pages write them, in many languages.
