//! Claims rewritten to the conventions of other corpora, so that one scorer serves all.

use crate::document::{Claim, Document, EntityType, Span, Voice};

/// The document with its claims as PolNeAR marks attributions: "that" and the possessive clitic
/// inside, prepositions and adverbs in the cue, no nesting, one attribution for all that a cue
/// introduces. Looks at the claims and the text alone.
pub fn polnear(document: &Document) -> Document {
    let mut converted = document.clone();
    let mut claims: Vec<Claim> = Vec::with_capacity(document.claims.len());
    for claim in &document.claims {
        if claim.voice == Voice::Author || claim.nested_in.is_some() {
            continue;
        }
        let claim = one(document.text(), claim);
        let same =
            |other: &Claim| !claim.cue.is_empty() && other.cue == claim.cue && other.source == claim.source;
        match claims.iter_mut().rev().take(40).find(|other| same(other)) {
            Some(other) => other.content = merged(document.text(), &other.content, &claim.content),
            None => claims.push(claim),
        }
    }
    converted.claims = claims;
    converted
}

fn one(text: &str, claim: &Claim) -> Claim {
    let mut claim = claim.clone();
    claim.source = claim.source.iter().map(|span| with_clitic(text, *span)).collect();
    if let (Some(first), Some(last)) = (claim.cue.first().copied(), claim.cue.last().copied()) {
        let mut start = first.start();
        while let Some(word) = word_before(text, start).filter(|word| is_adverb(word.text(text))) {
            start = word.start();
        }
        let end = last.end();
        if let Some(to) = word_before(text, start).filter(|word| word.text(text) == "to") {
            start = to.start();
        }
        claim.cue = vec![Span::new(start, end)];
    } else if let Some(colon) =
        claim.source.last().and_then(|span| Span::of(text, span.end()..span.end() + 1))
    {
        claim.cue = vec![colon].into_iter().filter(|span| span.text(text) == ":").collect();
    }
    if let (Some(source), Some(cue)) = (claim.source.first().copied(), claim.cue.first()) {
        // An apposition between commas keeps its second comma.
        let closed = source.end() < cue.start()
            && text[source.end()..].starts_with(',')
            && source.text(text).contains(',');
        if closed && claim.source.len() == 1 {
            claim.source = vec![Span::new(source.start(), source.end() + 1)];
        }
    }
    head_of_content(text, &mut claim);
    claim
}

/// Takes "that" into the content and a preposition out of it.
fn head_of_content(text: &str, claim: &mut Claim) {
    let Some(cue_end) = claim.cue.last().map(|span| span.end()) else { return };
    let Some(at) = claim.content.iter().position(|span| span.start() >= cue_end) else { return };
    let span = claim.content[at];
    if let Some(that) = word_before(text, span.start()).filter(|word| word.text(text) == "that") {
        claim.content[at] = Span::new(that.start(), span.end());
        return;
    }
    let head = span.text(text).split_whitespace().next().unwrap_or("");
    let joined = text.get(cue_end..span.start()).is_some_and(|gap| gap.trim().is_empty());
    const PREPOSITIONS: &[&str] = &[
        "of", "for", "about", "on", "with", "against", "in", "from", "into", "over", "at", "toward",
        "towards",
    ];
    let rest = span.text(text)[head.len()..].trim_start();
    let infinitive = rest.chars().next().is_some_and(char::is_lowercase)
        && !DETERMINERS.contains(&rest.split_whitespace().next().unwrap_or(""))
        && !rest.split_whitespace().next().unwrap_or("").ends_with("ing");
    let moves = PREPOSITIONS.contains(&head) || head == "to" && !infinitive;
    if joined && moves && !rest.is_empty() {
        let start = span.end() - rest.len();
        claim.content[at] = Span::new(start, span.end());
        let last = claim.cue.len() - 1;
        claim.cue[last] = Span::new(claim.cue[last].start(), span.start() + head.len());
    }
}

const DETERMINERS: &[&str] =
    &["the", "a", "an", "his", "her", "their", "its", "this", "that", "these", "those", "what", "how"];

/// Parts in text order; parts with nothing but blanks between them become one.
fn merged(text: &str, left: &[Span], right: &[Span]) -> Vec<Span> {
    let mut parts: Vec<Span> = left.iter().chain(right).copied().collect();
    parts.sort();
    let mut out: Vec<Span> = Vec::with_capacity(parts.len());
    for part in parts {
        match out.last_mut() {
            Some(last)
                if text
                    .get(last.end()..part.start())
                    .is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() && c != '\n')) =>
            {
                *last = Span::new(last.start(), part.end());
            }
            Some(last) if last.end() > part.start() => {
                *last = Span::new(last.start(), last.end().max(part.end()))
            }
            _ => out.push(part),
        }
    }
    out
}

fn with_clitic(text: &str, span: Span) -> Span {
    let rest = &text[span.end()..];
    let clitic = ["'s", "’s"].iter().find(|clitic| rest.starts_with(**clitic));
    clitic.map_or(span, |clitic| Span::new(span.start(), span.end() + clitic.len()))
}

/// The word that ends right before `at`, blanks between.
fn word_before(text: &str, at: usize) -> Option<Span> {
    let before = text[..at].trim_end_matches(' ');
    if before.len() == at {
        return None;
    }
    let start = before
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |k| k + before[k..].chars().next().map_or(1, char::len_utf8));
    Span::of(text, start..before.len())
}

fn is_adverb(word: &str) -> bool {
    const ADVERBS: &[&str] = &[
        "also", "later", "once", "then", "still", "recently", "just", "already", "never", "often", "even",
        "first", "now", "always",
    ];
    let manner = word.len() > 4
        && word.ends_with("ly")
        && word.chars().all(char::is_lowercase)
        && !matches!(word, "family" | "rally" | "reply" | "supply" | "assembly" | "only");
    ADVERBS.contains(&word) || manner
}

/// `document` with its entities as most corpora of names have them: people, organisations, and
/// places of one type (LOC), without leading article and trailing possessive; those that touch an
/// `ignored` span are left out, and every other type is.
pub fn places(document: &Document, ignored: &[Span]) -> Document {
    let mut converted = document.clone();
    converted.entities.retain_mut(|entity| {
        entity.kind = match entity.kind {
            EntityType::Gpe | EntityType::Loc | EntityType::Fac => EntityType::Loc,
            EntityType::Person | EntityType::Org => entity.kind,
            _ => return false,
        };
        let words = entity.span.text(document.text());
        let article =
            ["the ", "The ", "a ", "A ", "an ", "An "].iter().find(|article| words.starts_with(**article));
        let possessive = ["'s", "’s"].iter().find(|ending| words.ends_with(**ending));
        let start = entity.span.start() + article.map_or(0, |article| article.len());
        let end = entity.span.end() - possessive.map_or(0, |ending| ending.len());
        if start < end {
            entity.span = Span::new(start, end);
        }
        !ignored.iter().any(|span| span.overlap(entity.span) > 0)
    });
    converted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::Method;
    use crate::{claims, sentences};

    /// Source, cue and content of each claim of `text` in PolNeAR's convention.
    fn converted(text: &str) -> Vec<[String; 3]> {
        let mut document = Document::plain("t", text);
        sentences::rules::Rules.annotate(&mut document);
        claims::rules::Rules.annotate(&mut document);
        let words = |spans: &[Span]| spans.iter().map(|span| span.text(text)).collect::<Vec<_>>().join(" / ");
        polnear(&document)
            .claims
            .iter()
            .map(|c| [words(&c.source), words(&c.cue), words(&c.content)])
            .collect()
    }

    #[test]
    fn that_joins_the_content_and_adverbs_the_cue() {
        let expected = ["Doe", "had earlier warned", "that it rained"].map(str::to_owned);
        assert_eq!(converted("Doe had earlier warned that it rained."), [expected]);
    }

    #[test]
    fn the_sentences_of_a_quotation_become_one_attribution() {
        let expected = ["Doe", "said", "“It rains. We will stay home,”"].map(str::to_owned);
        assert_eq!(converted("“It rains. We will stay home,” Doe said."), [expected]);
    }

    #[test]
    fn nested_and_author_claims_are_dropped() {
        assert_eq!(
            converted("“The boss apologized for the delay,” the firm said. It rained in Oslo.").len(),
            1
        );
    }
}
