//! Where a string stands in the bytes of a JSON object, and what each of its bytes comes to.

use std::ops::Range;

use crate::document::{How, Traced};

/// The bytes between the quotation marks of the value of `key` in `object`; `None` where it is no string. `object` is
/// a JSON object, which was proved before. Of several such keys the last counts, as it does for other readers.
pub fn string_of(object: &str, key: &str) -> Option<Range<usize>> {
    let bytes = object.as_bytes();
    let (mut at, mut depth) = (0, 0);
    let (mut named, mut found) = (false, None);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let string = at + 1..close(bytes, at + 1)?;
                at = string.end;
                let behind = bytes[at + 1..].trim_ascii_start();
                if depth == 1 && behind.starts_with(b":") {
                    named = decode(object, string)?.text() == key;
                    found = if named { None } else { found };
                } else if depth == 1 && named {
                    (named, found) = (false, Some(string));
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b',' if depth == 1 => named = false,
            _ => {}
        }
        at += 1;
    }
    found
}

/// Where the string that begins at `from` is closed.
fn close(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// What the string at `place` says, each escape a run; `None` where an escape is none.
pub fn decode(object: &str, place: Range<usize>) -> Option<Traced> {
    let mut decoded = Traced::default();
    let mut at = place.start;
    while at < place.end {
        let rest = &object[at..place.end];
        let plain = rest.find('\\').unwrap_or(rest.len());
        decoded.push(&rest[..plain], at..at + plain, How::Same);
        at += plain;
        if at < place.end {
            let (c, length) = escape(&rest[plain..])?;
            decoded.push(c.encode_utf8(&mut [0; 4]), at..at + length, How::Escaped);
            at += length;
        }
    }
    Some(decoded)
}

/// The character of the escape that begins `text`, and the escape's length.
fn escape(text: &str) -> Option<(char, usize)> {
    let unit = |from: usize| {
        let digits =
            text.get(from..from + 4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        u16::from_str_radix(digits?, 16).ok()
    };
    let plain = |c| Some((c, 2));
    match text.as_bytes().get(1)? {
        b'n' => plain('\n'),
        b't' => plain('\t'),
        b'r' => plain('\r'),
        b'b' => plain('\u{8}'),
        b'f' => plain('\u{c}'),
        c @ (b'"' | b'\\' | b'/') => plain(char::from(*c)),
        b'u' => {
            let first = unit(2)?;
            if !(0xd800..0xdc00).contains(&first) {
                return Some((char::from_u32(first.into())?, 6));
            }
            let second = text.get(6..8).filter(|mark| *mark == "\\u").and(unit(8))?;
            let c = char::decode_utf16([first, second]).next()?.ok()?;
            Some((c, 12))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(object: &str) -> Option<String> {
        Some(decode(object, string_of(object, "text")?)?.text().to_owned())
    }

    #[test]
    fn the_text_of_the_object_itself_is_found() {
        assert_eq!(found(r#"{"text":"a"}"#).as_deref(), Some("a"));
        assert_eq!(found(r#"{"a":{"text":"b"},"x":["text","c"], "text" : "d" }"#).as_deref(), Some("d"));
        assert_eq!(found(r#"{"a":"text","b":"\"text\":\"c\"","t\u0065xt":"d"}"#).as_deref(), Some("d"));
        assert_eq!(found(r#"{"text":"a","text":"b"}"#).as_deref(), Some("b"));
        assert_eq!(found(r#"{"text":"a","text":1,"b":"c"}"#), None);
        assert_eq!(found(r#"{"text":["a"]}"#), None);
    }

    #[test]
    fn each_escape_is_a_run_of_its_own() {
        let object = r#"{"text":"\"Zo\u00eb\"\n\ud83d\ude00"}"#;
        let decoded = decode(object, string_of(object, "text").expect("a text")).expect("escapes");
        let runs: Vec<_> = decoded.runs().iter().map(|run| (run.raw_start, run.raw_end, run.how)).collect();
        use How::{Escaped, Same};
        assert_eq!(decoded.text(), "\"Zoë\"\n😀");
        assert_eq!(
            runs,
            [
                (9, 11, Escaped),
                (11, 13, Same),
                (13, 19, Escaped),
                (19, 21, Escaped),
                (21, 23, Escaped),
                (23, 35, Escaped)
            ]
        );
    }

    proptest! {
        #[test]
        fn another_reader_of_json_says_the_same(text in any::<String>(), other in any::<String>(), plain in any::<bool>()) {
            let mut object = serde_json::json!({"a": other, "text": text, "z": [other]}).to_string();
            if !plain {
                let escaped = |c: char| {
                    let mut units = [0; 2];
                    c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>()
                };
                object = object.chars().map(|c| if c.is_ascii() { c.to_string() } else { escaped(c) }).collect();
            }
            prop_assert_eq!(found(&object), Some(text));
        }
    }
}
