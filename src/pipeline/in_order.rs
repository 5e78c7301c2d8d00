//! Work on many threads whose results come in the order of the inputs.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use anyhow::Result;

/// Inputs that each thread may be ahead of the result that is due: so many results wait in memory behind a slow one.
const AHEAD: usize = 4;

/// What the threads share.
struct Queue<I> {
    state: Mutex<State<I>>,
    moved: Condvar,
    window: usize,
}

struct State<I> {
    inputs: I,
    /// The number of the next input.
    next: usize,
    /// The number of the input whose result is taken next.
    due: usize,
    stopped: bool,
}

impl<I: Iterator> Queue<I> {
    fn state(&self) -> MutexGuard<'_, State<I>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next input with its number, once it is in the window; `None` at the end.
    fn next(&self) -> Option<(usize, I::Item)> {
        let open = |state: &mut State<I>| !state.stopped && state.next >= state.due + self.window;
        let mut state = self.moved.wait_while(self.state(), open).unwrap_or_else(PoisonError::into_inner);
        if state.stopped {
            return None;
        }
        let input = state.inputs.next()?;
        state.next += 1;
        Some((state.next - 1, input))
    }

    fn change(&self, change: impl FnOnce(&mut State<I>)) {
        change(&mut self.state());
        self.moved.notify_all();
    }
}

/// Wakes all that wait when its thread is done, so that none waits for one that failed.
struct Stop<'q, I: Iterator> {
    queue: &'q Queue<I>,
    only_failed: bool,
}

impl<I: Iterator> Drop for Stop<'_, I> {
    fn drop(&mut self) {
        if !self.only_failed || thread::panicking() {
            self.queue.change(|state| state.stopped = true);
        }
    }
}

/// Does `work` on `inputs` on `threads` threads and hands each result to `take`, in the order of the inputs.
///
/// # Errors
/// The first of `take`, after which nothing more is begun.
pub fn in_order<I: Iterator + Send, T: Send>(
    inputs: I,
    threads: usize,
    work: impl Fn(I::Item) -> T + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()>
where
    I::Item: Send,
{
    let threads = threads.max(1);
    let state = State { inputs, next: 0, due: 0, stopped: false };
    let queue = Queue { state: Mutex::new(state), moved: Condvar::new(), window: AHEAD * threads };
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..threads {
            let (send, queue, work) = (send.clone(), &queue, &work);
            scope.spawn(move || {
                let _stop = Stop { queue, only_failed: true };
                while let Some((at, input)) = queue.next() {
                    if send.send((at, work(input))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let _stop = Stop { queue: &queue, only_failed: false };
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (at, result) in receive {
            early.insert(at, result);
            while let Some(result) = early.remove(&due) {
                take(result)?;
                due += 1;
                queue.change(|state| state.due = due);
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    use super::*;

    #[test]
    fn results_are_those_of_one_thread_in_its_order() {
        for threads in [1, 2, 7] {
            for count in [0, 1, 100] {
                let mut found = Vec::new();
                let work = |at: usize| {
                    (0..(at * 7919) % 13).for_each(|_| thread::yield_now());
                    at * at
                };
                let taken = in_order(0..count, threads, work, |result| {
                    found.push(result);
                    Ok(())
                });
                assert!(taken.is_ok());
                assert_eq!(found, (0..count).map(|at| at * at).collect::<Vec<_>>(), "{threads} threads");
            }
        }
    }

    #[test]
    fn documents_waited_without_bound_behind_a_slow_one() {
        let (begun, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let window = 2 * AHEAD;
        let work = |at: usize| {
            begun.fetch_add(1, SeqCst);
            while at == 0 && done.load(SeqCst) < window - 1 {
                thread::yield_now();
            }
            if at == 0 {
                // Time for the others to run ahead, if nothing held them.
                (0..1000).for_each(|_| thread::yield_now());
                return begun.load(SeqCst);
            }
            done.fetch_add(1, SeqCst);
            0
        };
        let mut most = 0;
        in_order(0..500, 2, work, |begun| {
            most = most.max(begun);
            Ok(())
        })
        .expect("nothing fails");
        assert_eq!(most, window);
    }

    #[test]
    fn an_error_ends_the_run() {
        let begun = AtomicUsize::new(0);
        let work = |at: usize| {
            begun.fetch_add(1, SeqCst);
            at
        };
        let taken =
            in_order(0.., 3, work, |at| if at == 5 { anyhow::bail!("the disk is full") } else { Ok(()) });
        assert_eq!(taken.expect_err("it failed").to_string(), "the disk is full");
        assert!(begun.load(SeqCst) <= 6 + 3 * AHEAD);
    }

    #[test]
    fn a_thread_that_fails_leaves_none_waiting() {
        let run = || in_order(0..500, 2, |at: usize| assert_ne!(at, 3, "a fault"), |()| Ok(()));
        assert!(std::panic::catch_unwind(run).is_err());
    }
}
