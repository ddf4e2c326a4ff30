//! What only one program may do at a time: [`hold`] has the others wait.

use std::fs::File;
use std::path::Path;

/// A folder that is held until this is dropped, or the program ends, however it ends.
#[derive(Debug)]
pub(in crate::library) struct Hold {
    _folder: Option<File>,
}

/// Waits until nobody else holds the folder, and holds it. Where the system has no such locks, nobody waits.
pub(in crate::library) fn hold(folder: &Path) -> Hold {
    Hold {
        _folder: locked(folder, true),
    }
}

/// Holds the folder, unless another program does.
pub(in crate::library) fn try_hold(folder: &Path) -> Option<Hold> {
    locked(folder, false).map(|file| Hold {
        _folder: Some(file),
    })
}

#[cfg(unix)]
fn locked(folder: &Path, wait: bool) -> Option<File> {
    use rustix::fs::{FlockOperation, flock};
    let file = File::open(folder).ok()?;
    let how = match wait {
        true => FlockOperation::LockExclusive,
        false => FlockOperation::NonBlockingLockExclusive,
    };
    loop {
        match flock(&file, how) {
            Ok(()) => return Some(file),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::WOULDBLOCK) if !wait => return None,
            // A file system without locks: what is done under one is rare, and names that are taken are passed over.
            Err(_) => return Some(file),
        }
    }
}

#[cfg(not(unix))]
fn locked(folder: &Path, wait: bool) -> Option<File> {
    use std::time::{Duration, SystemTime};
    // Folders can't be locked; a file that goes with its handle can.
    let path = folder.join(".hold");
    loop {
        let age = std::fs::metadata(&path)
            .and_then(|about| about.modified())
            .ok()
            .and_then(|at| SystemTime::now().duration_since(at).ok());
        // Who made it has ended without taking it away.
        if age.is_some_and(|age| age > Duration::from_secs(60)) {
            let _ = std::fs::remove_file(&path);
        }
        match delete_on_close(&path) {
            Ok(file) => return Some(file),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && wait => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(_) => return None,
        }
    }
}

#[cfg(not(unix))]
fn delete_on_close(path: &Path) -> std::io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        /// FILE_FLAG_DELETE_ON_CLOSE.
        const DELETE_ON_CLOSE: u32 = 0x0400_0000;
        options.custom_flags(DELETE_ON_CLOSE);
    }
    options.open(path)
}
