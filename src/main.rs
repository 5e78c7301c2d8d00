use std::process::ExitCode;

use saidso::cmd;

/// 0: done. 1: done without some inputs, or a check that failed. 2: could not be done.
fn main() -> ExitCode {
    ExitCode::from(cmd::main(std::env::args_os().collect()).code())
}
