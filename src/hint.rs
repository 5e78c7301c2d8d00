//! Errors that say what to do next: `error: …`, then `hint: …`.

use std::fmt;

use anyhow::{Error, Result};

/// The next step, carried beside the cause.
#[derive(Debug)]
struct Hinted {
    cause: Error,
    hint: String,
}

impl fmt::Display for Hinted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.cause)
    }
}

impl std::error::Error for Hinted {}

/// Adds the next step to an error.
pub trait Hint<T> {
    /// # Errors
    /// The error itself, now with `hint`.
    fn hint(self, hint: &str) -> Result<T>;
}

impl<T, E: Into<Error>> Hint<T> for Result<T, E> {
    fn hint(self, hint: &str) -> Result<T> {
        self.map_err(|error| Error::new(Hinted { cause: error.into(), hint: hint.to_owned() }))
    }
}

/// The hint in `error`, wherever in its chain it was added.
pub fn of(error: &Error) -> Option<&str> {
    error.chain().find_map(|cause| cause.downcast_ref::<Hinted>()).map(|hinted| hinted.hint.as_str())
}
