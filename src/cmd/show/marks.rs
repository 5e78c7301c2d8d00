//! What is marked in a document, for the terminal and for pages.

use std::collections::HashMap;

use crate::document::{Claim, Document, EntityType, Label, Span, Voice};

/// What a stretch of text is marked as; later ones win where they overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Content,
    Entity,
    Source,
    Cue,
}

impl Mark {
    pub const ALL: [Mark; 4] = [Mark::Content, Mark::Entity, Mark::Source, Mark::Cue];

    pub fn name(self) -> &'static str {
        match self {
            Mark::Content => "content",
            Mark::Entity => "entity",
            Mark::Source => "source",
            Mark::Cue => "cue",
        }
    }
}

/// A stretch of a block in which no mark begins or ends.
pub struct Piece<'d> {
    pub text: &'d str,
    /// The strongest mark but for an entity's.
    pub mark: Option<Mark>,
    pub in_entity: bool,
    /// The types of the entities that end with it.
    pub ending: Vec<EntityType>,
}

/// All marks of a document, in text order, each with the type of an entity.
pub struct Marks<'d> {
    document: &'d Document,
    marks: Vec<(Span, Mark, Option<EntityType>)>,
}

impl<'d> Marks<'d> {
    pub fn of(document: &'d Document) -> Marks<'d> {
        let mut marks = Vec::new();
        for claim in document.claims.iter().filter(|claim| claim.voice == Voice::Attributed) {
            let roles =
                [(&claim.content, Mark::Content), (&claim.source, Mark::Source), (&claim.cue, Mark::Cue)];
            for (spans, mark) in roles {
                marks.extend(spans.iter().map(|&span| (span, mark, None)));
            }
        }
        let entities = document.entities.iter();
        marks.extend(entities.map(|entity| (entity.span, Mark::Entity, Some(entity.kind))));
        marks.sort_by_key(|mark| (mark.0, mark.1));
        Marks { document, marks }
    }

    /// The text of `block`, cut wherever a mark begins or ends.
    pub fn pieces(&self, block: Span) -> Vec<Piece<'d>> {
        let first = self.marks.partition_point(|mark| mark.0.start() < block.start());
        let after = self.marks.partition_point(|mark| mark.0.start() < block.end());
        let inside = || self.marks[first..after].iter().filter(|mark| block.contains(mark.0));
        let mut cuts: Vec<usize> = inside().flat_map(|mark| [mark.0.start(), mark.0.end()]).collect();
        cuts.extend([block.start(), block.end()]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut coming = inside().peekable();
        let mut over: Vec<&(Span, Mark, Option<EntityType>)> = Vec::new();
        let piece = |pair: &[usize]| {
            let own = Span::new(pair[0], pair[1]);
            over.retain(|mark| mark.0.end() > own.start());
            while let Some(mark) = coming.next_if(|mark| mark.0.start() <= own.start()) {
                over.push(mark);
            }
            Piece {
                text: own.text(self.document.text()),
                mark: over.iter().map(|mark| mark.1).filter(|mark| *mark != Mark::Entity).max(),
                in_entity: over.iter().any(|mark| mark.1 == Mark::Entity),
                ending: over
                    .iter()
                    .filter(|mark| mark.0.end() == own.end())
                    .filter_map(|mark| mark.2)
                    .collect(),
            }
        };
        cuts.windows(2).map(piece).collect()
    }
}

/// The claims of each block, in order.
pub fn claims_by_block(document: &Document) -> HashMap<usize, Vec<&Claim>> {
    let mut claims: HashMap<usize, Vec<&Claim>> = HashMap::new();
    for claim in &document.claims {
        if let Some(block) = claim.content.first().and_then(|first| document.block_of(*first)) {
            claims.entry(block).or_default().push(claim);
        }
    }
    claims
}

/// A claim in a line: who, in which words, what, and how sure.
pub fn in_words(claim: &Claim, document: &Document) -> String {
    let words =
        |spans: &[Span]| spans.iter().map(|span| span.text(document.text())).collect::<Vec<_>>().join(" … ");
    let who = match claim.voice {
        Voice::Author => "author".to_owned(),
        Voice::Attributed => format!(
            "{} | {} | {}",
            claim.speakers().unwrap_or("?".to_owned()),
            words(&claim.source),
            words(&claim.cue)
        ),
    };
    let nested = if claim.nested_in.is_some() { "  ↳ " } else { "" };
    let (act, factuality) = (claim.act.name(), claim.factuality.name());
    format!("{nested}{who} | {} | {act} {factuality}", words(&claim.content))
}
