//! On what a bench ran.

use std::fs;
use std::num::NonZero;
use std::process::Command;
use std::thread::available_parallelism;

use serde::{Deserialize, Serialize};

/// A machine, as far as it says what it is: times of two that differ are not compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    pub processor: String,
    /// Threads that run at once.
    pub cores: usize,
    /// Bytes, where it is known.
    pub memory: Option<u64>,
    pub system: String,
}

impl Machine {
    /// This one.
    pub fn this() -> Machine {
        let field = |file: &str, name: &str| -> Option<String> {
            let text = fs::read_to_string(file).ok()?;
            let line = text.lines().find(|line| line.starts_with(name))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let kib = field("/proc/meminfo", "MemTotal");
        let kib = kib.and_then(|kib| kib.strip_suffix(" kB")?.parse::<u64>().ok());
        let model = field("/proc/cpuinfo", "model name");
        Machine {
            processor: model.unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: available_parallelism().map_or(1, NonZero::get),
            memory: kib.map(|kib| 1024 * kib),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        }
    }
}

/// The revision of the repository in which the program runs, "-dirty" where files were changed; `None` where there is
/// none.
pub fn revision() -> Option<String> {
    let output = Command::new("git").args(["describe", "--always", "--dirty"]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}
