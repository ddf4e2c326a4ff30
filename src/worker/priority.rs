//! Priority of threads that work in the background: [`lower_priority`].

/// Lowers the priority of this thread, and of those that it starts.
pub(in crate::worker) fn lower_priority() {
    // On Linux this is for the thread, elsewhere for the whole program. That it fails changes nothing but the time.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}
