//! What the models call the words.

/// Labels of the first model: begin and inside of source, cue and content, and none (0).
pub const ROLES: usize = 7;
pub const BEGIN_CUE: u8 = 3;
pub const INSIDE_CUE: u8 = 4;

/// Labels of the second: source, content, and outside before and after the first content.
pub const PARTS: usize = 7;
pub const OUTSIDE: u8 = 0;
pub const BEGIN_SOURCE: u8 = 1;
pub const INSIDE_SOURCE: u8 = 2;
pub const BEGIN_CONTENT: u8 = 3;
pub const INSIDE_CONTENT: u8 = 4;
pub const LAST_CONTENT: u8 = 5;
pub const AFTER: u8 = 6;
