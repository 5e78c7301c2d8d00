//! A child process that is written to and read from without ever waiting for longer than is said.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use wait4::Wait4;

use super::failure::Lost;
use super::group;

/// The longest answer that is read, in bytes.
const LONGEST: u64 = 16 << 20;

/// A program that runs.
pub struct Child {
    process: Option<std::process::Child>,
    /// To the thread that writes, since a program that does not read would hold up whoever writes to it.
    input: Option<Sender<Vec<u8>>>,
    /// From the thread that reads; it holds a line or two, not all that a program may print.
    output: Receiver<io::Result<Vec<u8>>>,
    /// Bytes of memory, as far as it was looked at.
    peak: Option<u64>,
    /// Seconds of processor time when it was ready to work, and when it was last looked at.
    ready: Option<f64>,
    cpu: Option<f64>,
}

/// What a program that has ended took.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    pub status: ExitStatus,
    /// Processor time, that of processes that it waited for included.
    pub cpu: Duration,
    /// Seconds of it between when it was ready and when there was nothing more to read, where that can be told.
    pub working: Option<f64>,
    /// Bytes of memory, where it can be told.
    pub peak: Option<u64>,
}

impl Child {
    /// Begins `command`, a line for the shell, in a group of processes of its own.
    ///
    /// # Errors
    /// When there is no shell.
    pub fn spawn(command: &str) -> io::Result<Child> {
        let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
        shell.args([if cfg!(windows) { "/C" } else { "-c" }, command]);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let mut process = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (input, lines) = channel::<Vec<u8>>();
        if let Some(mut stdin) = process.stdin.take() {
            // It ends when the program does, or when there is nothing more to write.
            thread::spawn(move || lines.iter().try_for_each(|line| stdin.write_all(&line)));
        }
        let (send, output) = sync_channel(1);
        if let Some(stdout) = process.stdout.take() {
            thread::spawn(move || lines_of(stdout).try_for_each(|line| send.send(line)));
        }
        Ok(Child { process: Some(process), input: Some(input), output, peak: None, ready: None, cpu: None })
    }

    /// Gives it a line, which is written while the caller goes on; whether it was read, the next answer tells.
    pub fn send(&self, line: Vec<u8>) {
        let _ = self.input.as_ref().map(|input| input.send(line));
    }

    /// Tells it that there is nothing more to read.
    pub fn close(&mut self) {
        self.look();
        self.input = None;
    }

    /// Says that what it does from now on is its work, and no longer its start.
    pub fn ready(&mut self) {
        self.ready = self.process.as_ref().and_then(|process| group::cpu(process.id()));
    }

    /// Looks what it has had, which cannot be told once it has ended, and is its end's when there is nothing more to read.
    fn look(&mut self) {
        if let Some(process) = self.process.as_ref().filter(|_| self.input.is_some()) {
            self.peak = self.peak.max(group::peak(process.id()));
            self.cpu = group::cpu(process.id());
        }
    }

    /// Its next line, by `limit` at the latest.
    pub fn line(&self, limit: Instant) -> Result<Vec<u8>, Lost> {
        let left = limit.checked_duration_since(Instant::now()).ok_or(Lost::Late)?;
        match self.output.recv_timeout(left) {
            Ok(line) => line.map_err(|_| Lost::TooLong),
            Err(RecvTimeoutError::Timeout) => Err(Lost::Late),
            Err(RecvTimeoutError::Disconnected) => Err(Lost::Closed("its output ended".to_owned())),
        }
    }

    /// Ends it, with all that it began, and says what it took; `None` where that is unknown.
    pub fn end(mut self) -> Option<Usage> {
        self.look();
        // One that is ending by itself keeps its own status.
        let usage = killed(self.process.take()?)?;
        let told = Some(usage.rusage.maxrss).filter(|bytes| *bytes > 0 && !cfg!(target_os = "linux"));
        let cpu = usage.rusage.utime + usage.rusage.stime;
        let working = self.cpu.zip(self.ready).map(|(all, before)| (all - before).max(0.0));
        Some(Usage { status: usage.status, cpu, working, peak: self.peak.or(told) })
    }
}

/// No program outlives its session, whatever went wrong.
impl Drop for Child {
    fn drop(&mut self) {
        self.process.take().map(killed);
    }
}

fn killed(mut process: std::process::Child) -> Option<wait4::ResUse> {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        // It may be gone already, which is as well.
        let _ = kill_process_group(Pid::from_child(&process), Signal::KILL);
    }
    let _ = process.kill();
    process.wait4().ok()
}

/// The lines of `output`; after one that is too long, or cannot be read, an error and no more.
fn lines_of(output: impl Read) -> impl Iterator<Item = io::Result<Vec<u8>>> {
    let mut reader = Some(BufReader::new(output));
    std::iter::from_fn(move || {
        let own = reader.as_mut()?;
        let mut line = Vec::new();
        let read = own.take(LONGEST).read_until(b'\n', &mut line);
        match read {
            Ok(0) => None,
            Ok(bytes) if bytes as u64 == LONGEST && !line.ends_with(b"\n") => {
                reader = None;
                Some(Err(io::ErrorKind::FileTooLarge.into()))
            }
            Ok(_) => Some(Ok(line)),
            Err(error) => {
                reader = None;
                Some(Err(error))
            }
        }
    })
}
