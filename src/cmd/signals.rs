//! Ctrl-C and SIGTERM: what is being written goes, what stands stays.

/// Ends the program at the first of the two, with 130 or 143 as shells have it.
#[cfg(unix)]
pub fn watch() {
    use std::io::Write;

    use signal_hook::consts::{SIGINT, SIGTERM};

    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            crate::dataset::publish::abandon();
            let told = "error: stopped by a signal\nhint: a dataset that stood before still stands";
            let _ = writeln!(anstream::stderr(), "{told}");
            std::process::exit(128 + signal);
        }
    });
}

#[cfg(not(unix))]
pub fn watch() {}
