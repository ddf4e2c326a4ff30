//! Keeping a library healthy: backup, check, recovery, expiry.

pub(in crate::library) mod advice;
pub(in crate::library) mod backup;
pub(in crate::library) mod check;
pub(in crate::library) mod expire;
pub(in crate::library) mod recover;
