//! Kinds of lines by their wordings, marks and neighbours.

mod duplicate;
mod line;

use crate::blocks::keep;
use crate::document::{BlockKind, Document};
use crate::method::{Method, Shared};
use line::Line;

/// Wordings, marks and neighbours.
pub struct Rules;

impl Method for Rules {
    fn fill(&self, document: &mut Document, _: &mut Shared) {
        let kinds = kinds(&document.lines());
        keep(document, &kinds);
    }
}

/// The kind of every line, decided from the line and its neighbours.
fn kinds(texts: &[&str]) -> Vec<BlockKind> {
    let lines: Vec<Line> = texts.iter().map(|text| Line::read(text)).collect();
    let mut kinds: Vec<Option<BlockKind>> = lines.iter().map(Line::own_kind).collect();
    for (at, repeated) in duplicate::find(texts).into_iter().enumerate() {
        if repeated && kinds[at] != Some(BlockKind::Related) {
            kinds[at] = Some(BlockKind::Duplicate);
        }
    }
    mark_teasers(&lines, &mut kinds);
    mark_captions(&lines, &mut kinds);
    mark_headline(&lines, &mut kinds);
    mark_subheadings(&lines, &mut kinds);
    kinds.into_iter().map(|kind| kind.unwrap_or(BlockKind::Body)).collect()
}

/// After a line that announces other stories come their titles: bullets, or lines that are no
/// sentences. The first line of running text ends them.
fn mark_teasers(lines: &[Line], kinds: &mut [Option<BlockKind>]) {
    let mut at = 0;
    while at < lines.len() {
        let announces = kinds[at] == Some(BlockKind::Related) && lines[at].announces;
        at += 1;
        if !announces {
            continue;
        }
        let bullets = lines.get(at).is_some_and(|line| line.bullet);
        while at < lines.len() && !lines[at].terminal && lines[at].bullet == bullets {
            if kinds[at] != Some(BlockKind::Credit) {
                kinds[at] = Some(BlockKind::Related);
            }
            at += 1;
        }
    }
}

/// A line above a photographer's credit describes the picture.
fn mark_captions(lines: &[Line], kinds: &mut [Option<BlockKind>]) {
    for at in 1..lines.len() {
        let above = &lines[at - 1];
        if lines[at].picture_credit && kinds[at - 1].is_none() && above.terminal && above.words <= 70 {
            kinds[at - 1] = Some(BlockKind::Caption);
        }
    }
}

/// The first line that is no sentence, before any running text, is the headline; a shorter one
/// above it is a section label.
fn mark_headline(lines: &[Line], kinds: &mut [Option<BlockKind>]) {
    let open: Vec<usize> = (0..lines.len())
        .filter(|&at| kinds[at].is_none())
        .take_while(|&at| lines[at].looks_like_title())
        .collect();
    let Some(&longest) = open.iter().take(3).max_by_key(|&&at| (lines[at].words, usize::MAX - at)) else {
        return;
    };
    // Only a label is passed over; a title may well be shorter than the standfirst below it.
    let headline = open.iter().copied().find(|&at| at == longest || lines[at].words > 3).unwrap_or(longest);
    kinds[headline] = Some(BlockKind::Headline);
    for &label in open.iter().take_while(|&&at| at < headline) {
        kinds[label] = Some(BlockKind::Metadata);
    }
}

/// A title further down opens a part of the article, so running text follows it.
fn mark_subheadings(lines: &[Line], kinds: &mut [Option<BlockKind>]) {
    let mut text_follows = false;
    for at in (0..lines.len()).rev() {
        if kinds[at].is_some() {
            continue;
        }
        let title = lines[at].looks_like_title() && !lines[at].bullet;
        if !title {
            text_follows = true;
        } else if text_follows {
            kinds[at] = Some(BlockKind::Subheading);
        } else if lines[at].words <= 3 {
            kinds[at] = Some(BlockKind::Metadata);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Label;

    fn kinds_of(raw: &str) -> Vec<&'static str> {
        let lines: Vec<&str> = raw.lines().collect();
        kinds(&lines).into_iter().map(Label::name).collect()
    }

    const BODY: &str = "The harbour of Oslo was closed on Monday after a storm, the city said.";

    #[test]
    fn a_section_label_stands_above_the_headline() {
        let raw = format!("World news\nStorm closes the harbour of Oslo\n{BODY}\n");
        assert_eq!(kinds_of(&raw), ["metadata", "headline", "body"]);
    }

    #[test]
    fn datelines_in_many_formats_are_metadata() {
        for dateline in [
            "28 December 2024",
            "Published: Dec. 28, 2024 at 2:40 PM ET",
            "Last updated on 28.12.2024 14:40 GMT",
            "Sat 28 Dec 2024 14.40 CET",
            "2024-12-28 14:40",
            "2024-12-28T14:40:00Z",
            "5 min read",
        ] {
            let raw = format!("Storm closes the harbour of Oslo\n{dateline}\n{BODY}\n");
            assert_eq!(kinds_of(&raw), ["headline", "metadata", "body"], "{dateline}");
        }
    }

    #[test]
    fn a_title_of_words_that_datelines_have_is_none() {
        for title in
            ["The first 100 days at home", "The last 5 hours of the day", "24 hours on the pm’s time"]
        {
            let raw = format!("{title}\n{BODY}\n");
            assert_eq!(kinds_of(&raw), ["headline", "body"], "{title}");
        }
        for money in ["Money 2024", "Thumb 5"] {
            assert_eq!(kinds_of(&format!("{money}\n{BODY}\n")), ["headline", "body"], "{money}");
        }
    }

    #[test]
    fn teasers_go_with_the_line_that_announces_them() {
        for phrase in
            ["ALSO READ:", "Read more", "Related stories", "You may also like:", "More on this story"]
        {
            let raw = format!(
                "{BODY}\n{phrase}\n- King Visits Bergen\n- Ferry Sinks Off Malta\n{BODY} And so on.\n"
            );
            assert_eq!(kinds_of(&raw)[1..], ["related", "related", "related", "body"], "{phrase}");
        }
    }

    #[test]
    fn a_line_above_a_picture_credit_is_a_caption() {
        for credit in
            ["Jane Doe | Reuters", "Photo: Jane Doe/AFP", "Jane Doe / Getty Images", "(AP Photo/Jane Doe)"]
        {
            let raw = format!("Waves hit the quay in Oslo, December 5, 2024.\n{credit}\n{BODY}\n");
            assert_eq!(kinds_of(&raw), ["caption", "credit", "body"], "{credit}");
        }
    }

    #[test]
    fn the_shorter_of_two_that_repeat_is_the_duplicate() {
        let raw = format!("{BODY}\n{BODY} It opened again on Tuesday.\n");
        assert_eq!(kinds_of(&raw), ["duplicate", "body"]);
        let raw = format!("Storm shuts the harbour of Oslo\n{BODY}\nStorm shuts the harbour of Oslo\n");
        assert_eq!(kinds_of(&raw), ["headline", "body", "duplicate"]);
    }

    #[test]
    fn titles_further_down_are_subheadings() {
        let raw = format!("Storm closes the harbour of Oslo\n{BODY}\nWhat the city said\n{BODY} More.\n");
        assert_eq!(kinds_of(&raw)[2], "subheading");
    }
}
