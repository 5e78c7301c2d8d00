//! A panic while one article is read, as a value: a fault of the program costs that article and not the run.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static TOLD: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What `work` gives, or where it panicked and what it said: "src/claims/view.rs:50: index out of bounds".
///
/// What `work` changed must not be used after a panic.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(
            move |info| if GUARDED.get() { TOLD.set(told(info)) } else { before(info) },
        ));
    });
    let outer = GUARDED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    done.map_err(|_| TOLD.take())
}

fn told(info: &PanicHookInfo) -> String {
    let message = info.payload_as_str().unwrap_or("no message");
    info.location()
        .map_or(message.to_owned(), |place| format!("{}:{}: {message}", place.file(), place.line()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_with_its_place() {
        let told = caught(|| Vec::<u8>::new()[1]).expect_err("it panics");
        assert!(told.starts_with(&format!("{}:", file!())), "{told}");
        assert!(told.contains("out of bounds"), "{told}");
        assert_eq!(caught(|| 1), Ok(1));
    }
}
