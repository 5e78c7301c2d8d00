//! Checks that failed.

use std::fmt;

/// Marks an error as a check that failed (exit code 1) rather than a run that could not be done.
#[derive(Debug)]
pub struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("check failed")
    }
}
