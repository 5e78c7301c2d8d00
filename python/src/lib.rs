#![forbid(unsafe_code)]
use pyo3::prelude::*;
#[pymodule]
fn _native(_: &Bound<'_, PyModule>) -> PyResult<()> {
    Ok(())
}
