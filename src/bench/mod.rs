//! The harness: anyone's methods against gold sets, by quality, time and memory.

pub mod asked;
pub mod cells;
mod columns;
pub mod compare;
pub mod confusion;
mod contestant;
pub mod figure;
pub mod folder;
pub mod gate;
pub mod machine;
pub mod own;
pub mod rank;
pub mod report;
pub mod result;
pub mod run;
pub mod set;
pub mod spec;
pub mod wrong;
