//! How the program ends, as a shell sees it.

use crate::document::Label;

/// How a run ended; the name is its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done,
    Partly,
    Stopped,
    Interrupted,
    Terminated,
}

impl Label for Exit {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Done, "0", "done"),
        (Self::Partly, "1", "done without some inputs, or a check that failed"),
        (Self::Stopped, "2", "could not be done: a wrong path or option, a full disk"),
        (Self::Interrupted, "130", "ended by Ctrl-C (SIGINT); an old dataset stands as it was"),
        (Self::Terminated, "143", "ended by SIGTERM; an old dataset stands as it was"),
    ];
}

impl Exit {
    /// What a shell is told.
    pub fn code(self) -> u8 {
        self.name().parse().expect("the names are exit codes; a test says so")
    }
}

/// What stands below the program's help.
pub fn help() -> String {
    let rows = Exit::ALL.iter().map(|(_, code, meaning)| format!("\n  {code:<3}  {meaning}"));
    let start = "Begin with `saidso build FOLDER -o DIR`; `saidso explain` tells what a reject or an exit code means.";
    format!("{start}\n\nExit codes:{}", rows.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_an_exit_code() {
        assert_eq!(Exit::ALL.iter().map(|row| row.0.code()).collect::<Vec<_>>(), [0, 1, 2, 130, 143]);
    }
}
