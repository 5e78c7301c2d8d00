//! The peak memory of a child process and of those that it began.
//!
//! What `wait4` says on Linux is no less than what the parent itself had when it began the child, so there it is read
//! of the processes of the child's group, while they are there.

/// The most memory that a process of the group `group` has had so far, in bytes; `None` where it cannot be told.
#[cfg(target_os = "linux")]
pub fn of_group(group: u32) -> Option<u64> {
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    processes.filter_map(|process| of_one(&process.path(), group)).max()
}

#[cfg(target_os = "linux")]
fn of_one(process: &std::path::Path, group: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(process.join("stat")).ok()?;
    // After the name, which may have blanks and brackets: state, parent, group.
    let own: u32 = stat.rsplit_once(") ")?.1.split(' ').nth(2)?.parse().ok()?;
    if own != group {
        return None;
    }
    let status = std::fs::read_to_string(process.join("status")).ok()?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(1024 * kib.trim().strip_suffix(" kB")?.parse::<u64>().ok()?)
}

#[cfg(not(target_os = "linux"))]
pub fn of_group(_: u32) -> Option<u64> {
    None
}
