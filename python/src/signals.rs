//! Ctrl-C while the crate works: Python notes the signal, and it is looked for so often.

use std::time::{Duration, Instant};

use anyhow::{Error, Result};
use pyo3::prelude::*;

/// Asking for Python's lock more often would hold up its other threads.
const PAUSE: Duration = Duration::from_millis(50);

pub struct Signals {
    asked: Instant,
}

impl Signals {
    pub fn new() -> Signals {
        Signals { asked: Instant::now() }
    }

    /// # Errors
    /// What the handler of a signal raised, such as `KeyboardInterrupt`.
    pub fn check(&mut self) -> Result<()> {
        if self.asked.elapsed() < PAUSE {
            return Ok(());
        }
        self.asked = Instant::now();
        Python::attach(|py| py.check_signals()).map_err(Error::new)
    }
}
