//! What a child process and those that it began have taken so far.
//!
//! What `wait4` says of memory on Linux is no less than what the parent itself had when it began the child, and of
//! processor time it tells the sum alone, so there both are read of the processes of the child's group, while they are
//! there.

use std::fs;
use std::path::{Path, PathBuf};

/// Ticks of a second in the files of /proc (USER_HZ), which are as many on every Linux.
const TICKS: f64 = 100.0;

/// The most memory that a process of the group `group` has had so far, in bytes; `None` where it cannot be told.
pub fn peak(group: u32) -> Option<u64> {
    processes(group).iter().filter_map(|process| peak_of(process)).max()
}

/// Seconds of processor time of the processes of the group `group` and of those that they have waited for; `None` where it
/// cannot be told.
pub fn cpu(group: u32) -> Option<f64> {
    let seconds: Vec<f64> = processes(group).iter().filter_map(|process| cpu_of(process)).collect();
    (!seconds.is_empty()).then(|| seconds.iter().sum())
}

/// The folders of the processes of `group`; none where the system has no such folders.
fn processes(group: u32) -> Vec<PathBuf> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
    all.filter(|process| group_of(process) == Some(group)).collect()
}

fn group_of(process: &Path) -> Option<u32> {
    fields(process)?.get(2)?.parse().ok()
}

/// What the system says of a process after its name, which may have blanks and brackets: state, parent, group, …
fn fields(process: &Path) -> Option<Vec<String>> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    Some(stat.rsplit_once(") ")?.1.split(' ').map(str::to_owned).collect())
}

fn peak_of(process: &Path) -> Option<u64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(1024 * kib.trim().strip_suffix(" kB")?.parse::<u64>().ok()?)
}

fn cpu_of(process: &Path) -> Option<f64> {
    let threads = fs::read_dir(process.join("task")).ok()?.flatten();
    let nanoseconds = threads.map(|thread| {
        let stat = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        stat.split(' ').next()?.parse::<u64>().ok()
    });
    // The program may have been found by others that are gone: a shell, a shim.
    let waited_for: u64 =
        fields(process)?.get(13..15)?.iter().filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Some(nanoseconds.sum::<Option<u64>>()? as f64 / 1e9 + waited_for as f64 / TICKS)
}
