//! Methods that are programs of their own: what they say, what goes wrong, and that scores are those of the same
//! methods inside.

mod docs;
mod equal;
mod failures;
#[path = "../program/mod.rs"]
mod program;
mod schema;
mod units;
