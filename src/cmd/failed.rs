//! Checks that failed.

/// Marks an error as a check that failed (exit code 1) rather than a run that could not be done.
#[derive(Debug)]
pub struct Failed;

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("check failed")
    }
}
