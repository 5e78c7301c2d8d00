//! What stands in plain text that was cut out of pages: character references of HTML, and marks that nobody sees.

/// The references that text out of pages is full of, by name (HTML Living Standard, 13.5).
const NAMED: &[(&str, &str)] = &[
    ("quot", "\""),
    ("amp", "&"),
    ("apos", "'"),
    ("lt", "<"),
    ("gt", ">"),
    ("nbsp", "\u{a0}"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("eacute", "é"),
    ("shy", "\u{ad}"),
];

/// The longest reference, marks included.
pub const LONGEST: usize = 10;

/// The reference at the start of `text`: its length, and what it means. `None` where none stands.
pub fn reference(text: &str) -> Option<(usize, String)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(LONGEST - 1).position(|byte| byte == b';')?;
    let name = &rest[..end];
    let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let meant = match number {
        Some(code) => char::from_u32(code?).filter(|c| !c.is_control())?.to_string(),
        None => NAMED.iter().find(|row| row.0 == name)?.1.to_owned(),
    };
    Some((end + 2, meant))
}

/// Whether nobody sees the character: soft hyphens, zero-width blanks and joiners, direction marks, byte order marks.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// What a character stands for that is but another form of plain ones: a blank that does not break, a ligature.
pub fn plain_form(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => " ",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_by_name_and_number() {
        assert_eq!(reference("&ldquo;Yes"), Some((7, "“".to_owned())));
        assert_eq!(reference("&#8220;Yes"), Some((7, "“".to_owned())));
        assert_eq!(reference("&#x201C;"), Some((8, "“".to_owned())));
        for none in ["& co;", "&unknown;", "&#0;", "AT&T", "&", "&amp", "&øøøøøøøøø;"] {
            assert_eq!(reference(none), None, "{none}");
        }
    }
}
