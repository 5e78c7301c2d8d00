//! Methods that are programs of their own, or services: what they say, what goes wrong, and that scores are those of the
//! same methods inside.

mod docs;
mod equal;
mod failures;
mod http;
#[path = "../program/mod.rs"]
mod program;
mod schema;
mod server;
mod units;
