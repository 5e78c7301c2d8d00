//! Errors of the crate as exceptions of the package, with the same words and hints.

use std::io;

use anyhow::Error;
use pyo3::prelude::*;
use saidso::document::Reject;
use saidso::hint;

/// Which exception an error becomes where nothing else is known of it; the names are those in `saidso/_errors.py`.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// What was handed over is wrong.
    Input,
    Other,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Input => "InputError",
            Kind::Other => "SaidsoError",
        }
    }
}

/// The exception that `error` is. One that Python raised is raised again as it was.
pub fn raised(py: Python<'_>, error: Error, kind: Kind) -> PyErr {
    let error = match error.downcast::<PyErr>() {
        Ok(own) => return own,
        Err(error) => error,
    };
    let missing = |cause: &io::Error| cause.kind() == io::ErrorKind::NotFound;
    let missing = hint::causes(&error).iter().any(|cause| cause.downcast_ref().is_some_and(missing));
    let name = if missing { "NotFoundError" } else { kind.name() };
    exception(py, name, &format!("{error:#}"), hint::of(&error))
}

/// The exception that a text which is no article becomes.
pub fn rejected(py: Python<'_>, reject: &Reject) -> PyErr {
    exception(py, Kind::Input.name(), &reject.message, None)
}

fn exception(py: Python<'_>, name: &str, message: &str, hint: Option<&str>) -> PyErr {
    let made = py.import("saidso._errors").and_then(|module| module.getattr(name)?.call1((message, hint)));
    made.map_or_else(|own| own, PyErr::from_value)
}
