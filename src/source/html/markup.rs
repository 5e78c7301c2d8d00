//! The marks of a page told from its words, each word with its bytes. A browser's tokenizer does it, so that what is
//! traced here is what the page's tree holds.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use crate::document::{How, Span, Traced, is_blank, is_invisible};

/// The deepest that elements may stand in each other; browsers stop at 512.
const DEEPEST: usize = 512;

/// The most elements of a page: each takes some hundred bytes of memory.
const MOST_ELEMENTS: usize = 200_000;

/// The most elements with all those around each of them, which a reader view scores again and again.
const MOST_NESTED: usize = 5_000_000;

/// The most bytes of words outside of scripts: no news is longer, and every word is read many times.
const MOST_WORDS: usize = 1 << 20;

/// The most attributes of one element: each is compared with all before it.
const MOST_ATTRIBUTES: usize = 1_000;

/// Elements that nothing stands in.
const VOID: [&[u8]; 14] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param",
    b"source", b"track", b"wbr",
];

/// Elements that the next one of their kind or the end of what they stand in closes.
const CLOSED_BY_OTHERS: [&[u8]; 18] = [
    b"html",
    b"head",
    b"body",
    b"p",
    b"li",
    b"dt",
    b"dd",
    b"option",
    b"optgroup",
    b"tr",
    b"td",
    b"th",
    b"thead",
    b"tbody",
    b"tfoot",
    b"colgroup",
    b"rp",
    b"rt",
];

/// Elements in which those of other languages stand.
const FOREIGN: [&[u8]; 2] = [b"svg", b"math"];

/// Elements of pages that end a drawing in which they stand.
const LEAVES_FOREIGN: [&[u8]; 13] =
    [b"div", b"span", b"p", b"b", b"i", b"em", b"strong", b"u", b"s", b"ul", b"ol", b"dl", b"table"];

/// Elements whose text a reader of the page does not see.
const UNSEEN: [&[u8]; 6] = [b"script", b"style", b"noscript", b"template", b"iframe", b"noembed"];

/// All words of `page` in the order of its bytes, those of scripts too.
///
/// # Errors
/// The byte from which the page is more than a tree of it could be built for, and why.
pub fn words(page: &str) -> Result<Traced, (usize, String)> {
    let mut words = Traced::default();
    let (mut open, mut elements, mut nested, mut attributes) = (Open::default(), 0, 0, 0);
    let (mut unseen, mut bytes) = (false, 0);
    let tokens = read(page, |event, place| {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                (elements, attributes) = (elements + 1, 0);
                open.start(name);
                nested += open.names.len();
                unseen = UNSEEN.contains(&name);
            }
            CallbackEvent::CloseStartTag { self_closing: true } => open.close_itself(),
            CallbackEvent::AttributeName { .. } => attributes += 1,
            CallbackEvent::EndTag { name } => {
                unseen = false;
                open.end(name);
            }
            CallbackEvent::String { value } => {
                bytes += if unseen { 0 } else { value.len() };
                if bytes <= MOST_WORDS {
                    push(&mut words, page, value, place.clone());
                }
            }
            _ => {}
        }
        let over = [
            (open.names.len() > DEEPEST, "elements stand in each other", DEEPEST),
            (elements > MOST_ELEMENTS, "elements", MOST_ELEMENTS),
            (nested > MOST_NESTED, "elements around others", MOST_NESTED),
            (bytes > MOST_WORDS, "bytes of words", MOST_WORDS),
            (attributes > MOST_ATTRIBUTES, "attributes in one element", MOST_ATTRIBUTES),
        ];
        let (_, what, most) = over.into_iter().find(|row| row.0)?;
        Some((place.start, format!("more than {most} {what}; save the words of the article as text")))
    });
    tokens.map_or(Ok(words), Err)
}

/// The elements that are open, as far as tags alone tell: an end that closes several counts for one, so that no
/// order of ends hides how deep a tree is.
#[derive(Default)]
struct Open {
    names: Vec<Vec<u8>>,
    /// Inside of a drawing or a formula, where an element may close itself.
    foreign: bool,
    /// Whether the last start opened an element that counts.
    counted: bool,
}

impl Open {
    fn start(&mut self, name: &[u8]) {
        self.foreign = FOREIGN.contains(&name) || self.foreign && !LEAVES_FOREIGN.contains(&name);
        self.counted = !VOID.contains(&name) && !CLOSED_BY_OTHERS.contains(&name);
        if self.counted {
            self.names.push(name.to_owned());
        }
    }

    fn close_itself(&mut self) {
        if self.foreign && self.counted {
            self.names.pop();
        }
    }

    fn end(&mut self, name: &[u8]) {
        self.foreign &= !FOREIGN.contains(&name);
        if let Some(at) = self.names.iter().rposition(|own| own == name) {
            self.names.remove(at);
        }
    }
}

/// What the characters in `written` are in a page: references decoded.
pub fn decode(written: &str) -> String {
    let mut decoded = Vec::new();
    let _: Option<()> = read(written, |event, _| {
        if let CallbackEvent::String { value } = event {
            decoded.extend_from_slice(value);
        }
        None
    });
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Whether `gap` of a page holds marks, and what nobody sees, alone.
pub fn is_wordless(gap: &str) -> bool {
    has_words_only_in(gap, |name| UNSEEN.contains(&name))
}

/// Whether all words in `gap` of a page stand in elements that begin there: what is no part of the article.
pub fn is_left_out(gap: &str) -> bool {
    has_words_only_in(gap, |name| !VOID.contains(&name))
}

/// Whether no word of `gap` stands outside the elements that `hides` names.
fn has_words_only_in(gap: &str, hides: impl Fn(&[u8]) -> bool) -> bool {
    let mut depth = 0_usize;
    let word = read(gap, |event, _| {
        match event {
            CallbackEvent::OpenStartTag { name } => depth += usize::from(hides(name)),
            CallbackEvent::EndTag { name } => depth = depth.saturating_sub(usize::from(hides(name))),
            CallbackEvent::String { value } if depth == 0 => {
                let value = String::from_utf8_lossy(value);
                return value.chars().any(|c| !is_blank(c) && !is_invisible(c)).then_some(());
            }
            _ => {}
        }
        None
    });
    word.is_none()
}

/// Hands `see` the marks and words of `page`, until it answers.
fn read<T>(page: &str, mut see: impl FnMut(CallbackEvent, Range<usize>) -> Option<T>) -> Option<T> {
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, place: html5gum::Span<usize>| {
        see(event, place.start..place.end)
    });
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(page, emitter).next().map(|found: Result<T, Infallible>| match found {
        Ok(found) => found,
        Err(never) => match never {},
    })
}

/// Adds the words `value` that are written at `place`; nothing where it cannot be told which bytes they come of.
fn push(words: &mut Traced, page: &str, value: &[u8], place: Range<usize>) {
    let Some(written) = page.get(place.clone()) else { return };
    if written.as_bytes() == value {
        words.push(written, place, How::Same);
        return;
    }
    let mut found = Traced::default();
    let mut at = 0;
    while at < written.len() {
        let rest = &written[at..];
        let plain = rest.find(['&', '\r', '\0']).unwrap_or(rest.len());
        let start = place.start + at;
        found.push(&rest[..plain], start..start + plain, How::Same);
        at += plain;
        let Some(first) = rest[plain..].bytes().next() else { break };
        let length = if first == b'&' { reference(&rest[plain..]) } else { line_end(&rest[plain..]) };
        let mark = &rest[plain..plain + length];
        let meant = decode(mark);
        let how = if meant == mark { How::Same } else { How::Decoded };
        found.push(&meant, place.start + at..place.start + at + length, how);
        at += length;
    }
    if found.text().as_bytes() == value {
        words.push_part(&found, Span::new(0, found.text().len()));
    }
}

/// The length of what may be a reference at the start of `text`: a name goes on as far as it can.
fn reference(text: &str) -> usize {
    let name = text[1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    1 + name + usize::from(text[1 + name..].starts_with(';'))
}

fn line_end(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { 1 }
}
