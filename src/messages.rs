//! The words of the program for what happened: typed results and errors in, sentences out. The front ends share them.

pub mod changes;
