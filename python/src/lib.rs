//! The library behind the package `saidso`: what Python hands over becomes calls of the crate, and its answers and errors
//! become objects of Python. What is done is done there; what is convenient is in `python/saidso`.

#![forbid(unsafe_code)]

mod error;
mod extract;
mod method;
mod signals;
mod verbs;

use pyo3::prelude::*;

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("VERSION", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<extract::Extractor>()?;
    module.add_class::<extract::Document>()?;
    module.add_function(wrap_pyfunction!(verbs::build, module)?)?;
    module.add_function(wrap_pyfunction!(verbs::merge, module)?)?;
    module.add_function(wrap_pyfunction!(verbs::verify, module)?)?;
    module.add_function(wrap_pyfunction!(verbs::manifest, module)?)?;
    module.add_function(wrap_pyfunction!(verbs::score, module)?)?;
    module.add_function(wrap_pyfunction!(verbs::main, module)?)
}
