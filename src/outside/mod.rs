//! Methods that are programs of their own, in whatever language: child processes that are given documents, one a
//! line, and answer each with a line of annotations, or services that are asked the same over HTTP
//! (`datasets/protocol.md`).
//!
//! Such a program measures nothing and is not trusted. It is timed here, it has a deadline for each document, and
//! whatever it does costs it documents, never the run: what it failed at is counted by [`Kind`].

mod child;
mod failure;
mod group;
mod hello;
mod link;
mod reply;
mod service;
mod session;

pub use failure::{Failure, Kind};
pub use hello::Hello;
pub use reply::read;
pub use service::check;
pub use session::{Cost, Outcome, ask, warm_up};
