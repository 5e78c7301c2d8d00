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

/// All causes of `error`, also those that a hint was added to.
pub fn causes(error: &Error) -> Vec<&(dyn std::error::Error + 'static)> {
    let mut causes = Vec::new();
    for cause in error.chain() {
        causes.push(cause);
        causes.extend(
            cause.downcast_ref::<Hinted>().map(|hinted| self::causes(&hinted.cause)).unwrap_or_default(),
        );
    }
    causes
}

#[cfg(test)]
mod tests {
    use std::io;

    use anyhow::Context;

    use super::*;

    #[test]
    fn a_hint_hid_what_it_was_added_to() {
        let missing = || -> Result<()> { Err(io::Error::from(io::ErrorKind::NotFound).into()) };
        let error = missing().context("a.txt").hint("look elsewhere").context("read").expect_err("missing");
        let kinds: Vec<_> = causes(&error)
            .iter()
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .map(io::Error::kind)
            .collect();
        assert_eq!((kinds, of(&error)), (vec![io::ErrorKind::NotFound], Some("look elsewhere")));
    }
}
