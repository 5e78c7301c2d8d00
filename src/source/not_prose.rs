//! Inputs that are plainly no prose: to take them for an article would fill a dataset with rubbish. Each is told by
//! what its own format demands, so that prose that only looks a little like it passes.

use serde::de::IgnoredAny;

use super::files::File;
use super::table;
use crate::document::{Reason, is_blank};

/// What files of other formats begin with.
const FORMATS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF; save its text, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive, as Word and EPUB files are too; save its text"),
    (b"\xd0\xcf\x11\xe0", "a file of an old office program; save its text"),
    (b"BZh91AY&SY", "compressed with bzip2; unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it"),
    (b"SQLite format 3\0", "an SQLite database; write its rows as JSON Lines, with text"),
    (b"\x89PNG", "a picture; it holds no text"),
    (b"\xff\xd8\xff", "a picture; it holds no text"),
    (b"GIF8", "a picture; it holds no text"),
];

/// Tags that open or fill pages.
const TAGS: &[&str] = &[
    "html",
    "head",
    "title",
    "meta",
    "link",
    "script",
    "style",
    "body",
    "main",
    "header",
    "footer",
    "nav",
    "article",
    "section",
    "aside",
    "figure",
    "div",
    "p",
    "span",
    "a",
    "b",
    "i",
    "em",
    "strong",
    "br",
    "hr",
    "img",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
];

/// What `file` is, when its name says that it is no prose.
pub fn by_name(file: &File) -> Option<(Reason, String)> {
    let endings = [
        (&["json"][..], Reason::Data, "JSON; write one object a line, with text, and name the file .jsonl"),
        (&["xml"][..], Reason::Markup, "XML; save the words of the article as text"),
    ];
    let (_, reason, what) = endings.into_iter().find(|row| file.ends_in(row.0))?;
    Some((reason, format!("named as {what}")))
}

/// What `raw` is, when it is no text in UTF-8 that could be read.
pub fn by_bytes(raw: &[u8]) -> Option<(Reason, String)> {
    if let Some((_, what)) = FORMATS.iter().find(|row| raw.starts_with(row.0)) {
        return Some((Reason::Binary, (*what).to_owned()));
    }
    if let Some(encoding) = wide(raw) {
        return Some((
            Reason::NotUtf8,
            format!("{encoding}; convert it, for example with iconv -f {encoding} -t UTF-8"),
        ));
    }
    let nul = raw.iter().position(|&byte| byte == 0)?;
    Some((Reason::Binary, format!("byte {nul} is NUL, so it is no text; give the text itself")))
}

/// The encoding of several bytes a letter that `raw` is in, by its mark or by its many NULs.
fn wide(raw: &[u8]) -> Option<&'static str> {
    let marks: [(&[u8], &str); 4] = [
        (b"\xff\xfe\0\0", "UTF-32LE"),
        (b"\0\0\xfe\xff", "UTF-32BE"),
        (b"\xff\xfe", "UTF-16LE"),
        (b"\xfe\xff", "UTF-16BE"),
    ];
    if let Some((_, encoding)) = marks.iter().find(|row| raw.starts_with(row.0)) {
        return Some(encoding);
    }
    let head = &raw[..raw.len().min(1024)];
    let nul = |place: usize| head.iter().skip(place).step_by(4).filter(|byte| **byte == 0).count() * 4;
    let most = |places: &[usize]| places.iter().all(|&place| nul(place) * 4 > head.len() * 3);
    let found = [
        (&[1, 2, 3][..], "UTF-32LE"),
        (&[0, 1, 2][..], "UTF-32BE"),
        (&[1, 3][..], "UTF-16LE"),
        (&[0, 2][..], "UTF-16BE"),
    ];
    found.iter().find(|row| head.len() > 7 && most(row.0)).map(|row| row.1)
}

/// What `text` is, when it is no prose.
pub fn by_words(text: &str) -> Option<(Reason, String)> {
    let text = text.trim_matches(is_blank);
    let found = if text.starts_with("{\\rtf") {
        (Reason::Markup, "RTF; save it as plain text")
    } else if is_html(text) {
        (Reason::Markup, "HTML; save the words of the article as text, a paragraph a line")
    } else if is_xml(text) {
        (Reason::Markup, "XML; save the words of the article as text, a paragraph a line")
    } else if text.starts_with(['[', '{']) && serde_json::from_str::<IgnoredAny>(text).is_ok() {
        (Reason::Data, "JSON; write one object a line, with text, for example with jq -c '.[]'")
    } else if is_object(text.lines().next().unwrap_or_default()) {
        (Reason::Data, "JSON Lines, which holds an article a line; give it to `build`")
    } else if table::is_table(text) {
        (
            Reason::Data,
            "a table; say which column is the text with --column text=NAME, and name the file .csv",
        )
    } else {
        return None;
    };
    Some((found.0, found.1.to_owned()))
}

/// Whether `text` is a JSON object.
pub fn is_object(text: &str) -> bool {
    text.starts_with('{') && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Begins as a page does, or is full of its tags.
fn is_html(text: &str) -> bool {
    let tags = tags(text).filter(|name| is_tag(name)).count();
    is_page(text) || tags >= 10 && tags * 500 >= text.len()
}

/// Begins as a page does, or with a tag of one that is closed again. What declares that it is XML, or another type,
/// is a page only if it says so: `article` and `section` stand in other formats, too.
pub fn is_page(text: &str) -> bool {
    let xml = text.trim_start_matches(is_blank).starts_with("<?xml");
    let text = behind_declarations(text);
    let begins = |what: &str| text.get(..what.len()).is_some_and(|head| head.eq_ignore_ascii_case(what));
    if begins("<!doctype html") || begins("<html") {
        return true;
    }
    let closed =
        |name: &str| text.to_ascii_lowercase().contains(&format!("</{}>", name.to_ascii_lowercase()));
    let other = xml || begins("<!doctype");
    !other && text.starts_with('<') && tags(text).next().is_some_and(|name| is_tag(name) && closed(name))
}

/// `text` without the XML declaration and the comments at its start.
fn behind_declarations(text: &str) -> &str {
    let mut text = text.trim_start_matches(is_blank);
    for (opening, end) in [("<?xml", "?>"), ("<!--", "-->")].into_iter().cycle().take(8) {
        if let Some((_, behind)) = text.strip_prefix(opening).and_then(|rest| rest.split_once(end)) {
            text = behind.trim_start_matches(is_blank);
        }
    }
    text
}

/// Whether `name` is that of a tag that opens or fills pages.
fn is_tag(name: &str) -> bool {
    TAGS.contains(&name.to_ascii_lowercase().as_str())
}

/// Begins with a declaration, or stands all in one element.
fn is_xml(text: &str) -> bool {
    let root = tags(text).next().filter(|_| text.starts_with('<'));
    text.starts_with("<?xml") || root.is_some_and(|root| text.ends_with(&format!("</{root}>")))
}

/// The names of the opening tags in `text`.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('<').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let name =
            &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, ':' | '-' | '_'))?];
        let inside = rest[name.len()..].chars().next();
        let end = rest.find(['<', '>'])?;
        let whole =
            rest[end..].starts_with('>') && inside.is_some_and(|c| c == '>' || c == '/' || c.is_whitespace());
        (whole && name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(raw: &[u8]) -> Option<Reason> {
        by_bytes(raw).or_else(|| by_words(str::from_utf8(raw).expect("UTF-8"))).map(|found| found.0)
    }

    #[test]
    fn other_formats_are_told_by_what_they_demand() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let utf32 = |text: &str| text.chars().flat_map(|c| (c as u32).to_be_bytes()).collect::<Vec<u8>>();
        let files: [(&[u8], Reason); 17] = [
            (b"%PDF-1.7 ...", Reason::Binary),
            (b"PK\x03\x04", Reason::Binary),
            (b"It rains.\0It pours.", Reason::Binary),
            (&utf16("\u{feff}Mayor quits"), Reason::NotUtf8),
            (&utf16("Mayor quits\n"), Reason::NotUtf8),
            (&utf32("Mayor quits\n"), Reason::NotUtf8),
            (b"{\\rtf1\\ansi It rains.}", Reason::Markup),
            (b"<html><body><p>Ann Holm said the road was shut.</p></body></html>", Reason::Markup),
            (b"<!DOCTYPE html>\n<title>Road shut</title>", Reason::Markup),
            (b"<p class=\"lead\">Ann Holm said so.</p>\n<p>It rains.</p>", Reason::Markup),
            (b"<?xml version=\"1.0\"?>\n<nitf/>", Reason::Markup),
            (b"<nitf><body>It rains.</body></nitf>", Reason::Markup),
            (b"[{\"doc_id\":\"1\",\"text\":\"It rains.\"}]\n", Reason::Data),
            (b"\xef\xbb\xbf[1, 2]", Reason::Data),
            (b"{\"text\":\"It rains.\"}\n{\"text\":\"It pours.\"}\n", Reason::Data),
            (b"id,title,text\n1,Rain,\"It rains, she said.\"\n2,Sun,It shines.\n", Reason::Data),
            (b"id\ttext\n1\tIt rains, she said.\n2\tIt shines.\n", Reason::Data),
        ];
        for (raw, right) in files {
            assert_eq!(reason(raw), Some(right), "{}", String::from_utf8_lossy(raw));
        }
    }

    #[test]
    fn prose_that_only_looks_like_it_passes() {
        for text in [
            "<3 from Oslo: a city says thanks",
            "<Name withheld> told the court that it rained.",
            "< 5 percent, the minister said.",
            "[Updated] The mayor said it rained.",
            "[…] and then it rained.",
            "The tag <b>bold</b> is older than the web, she said. So is <i>italic</i>.",
            "Oslo, Norway\nParis, France\nBerlin, Germany",
            "On Monday, it rained, she said.\nOn Tuesday, it snowed, he said.\nOn Friday, it hailed, they said.",
            "GDP\t2.1\nIt rose, the bank said.",
            "{The mayor} spoke.",
            "PART one",
            "1,500 people came.\n2,300 stayed.\n3,400 left.",
        ] {
            assert_eq!(reason(text.as_bytes()), None, "{text}");
        }
    }
}
