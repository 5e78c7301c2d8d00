//! `saidso bench`: what is measured, that nothing a method does touches another's figures, and what is told of it.

mod case;
mod gate;
mod page;
#[path = "../program/mod.rs"]
mod program;
mod run;
