//! What is measured. The names are those in tables, in JSON and in recorded scores.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::labels::ClaimLabel;
use crate::document::{BlockKind, Claim, EntityType, Label, Quote};
use crate::method::Layer;

/// What is scored: a layer, or what people label beside the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scored {
    Layer(Layer),
    Propositions,
}

impl Scored {
    /// What is called `name`.
    pub fn parse(name: &str) -> Option<Scored> {
        let layers = Layer::ALL.iter().map(|row| Scored::Layer(row.0));
        layers.chain([Scored::Propositions]).find(|scored| scored.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Scored::Layer(layer) => layer.name(),
            Scored::Propositions => "propositions",
        }
    }
}

impl From<Layer> for Scored {
    fn from(layer: Layer) -> Scored {
        Scored::Layer(layer)
    }
}

impl Serialize for Scored {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Scored {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Scored, D::Error> {
        let name = String::deserialize(from)?;
        Scored::parse(&name).ok_or_else(|| de::Error::custom(format!("{name:?} is no layer")))
    }
}

/// A way to count how well one document's labels fit another's; what each counts stands with the
/// function that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Lines of the raw file of the right kind, all or one.
    Kind(Option<BlockKind>),
    /// Sentences, and mentions of whatever type, with both ends right.
    Exact,
    Boundary,
    BoundaryFinal,
    BoundaryFinalInside,
    /// Mentions with span and type right, of all types or one.
    Strict(Option<EntityType>),
    Partial,
    Type,
    BCubed,
    CeafE,
    Id,
    Pairwise,
    Role(Role, Fit),
    /// `content exact` of some claims only.
    ContentExact(Content),
    WholeExact,
    WholeOverlap,
    AuthorExact,
    Label(ClaimLabel),
}

/// A part of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Source,
    Cue,
    Content,
}

impl Label for Role {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Source, "source", "who speaks"),
        (Self::Cue, "cue", "the words that signal the attribution"),
        (Self::Content, "content", "what is claimed"),
    ];
}

/// When a role's span is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    Exact,
    ByClaim,
    Spans,
    NoPunctuation,
    Overlap,
    AnyOverlap,
}

impl Label for Fit {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Exact, "exact", "distinct spans with all ends right"),
        (Self::ByClaim, "exact by claim", "the same, a span counted for each claim that it serves"),
        (Self::Spans, "spans", "the pieces of an interrupted span each by itself"),
        (Self::NoPunctuation, "no punctuation", "distinct spans with the right words"),
        (Self::Overlap, "overlap", "the share of words that a span of the other side covers"),
        (Self::AnyOverlap, "any overlap", "spans that share a word with one of the other side"),
    ];
}

/// Kinds of content that methods find unevenly well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    Quoted(Quote),
    InOnePart,
    Interrupted,
}

impl Content {
    pub const ALL: [Content; 5] = [
        Content::Quoted(Quote::Direct),
        Content::Quoted(Quote::Indirect),
        Content::Quoted(Quote::Mixed),
        Content::InOnePart,
        Content::Interrupted,
    ];

    fn name(self) -> &'static str {
        match self {
            Content::Quoted(quote) => quote.name(),
            Content::InOnePart => "in one part",
            Content::Interrupted => "interrupted",
        }
    }

    /// Whether `claim`'s content is of this kind.
    pub fn holds(self, claim: &Claim) -> bool {
        match self {
            Content::Quoted(quote) => claim.quote == Some(quote),
            Content::InOnePart => claim.content.len() == 1,
            Content::Interrupted => claim.content.len() > 1,
        }
    }
}

/// A kind of label that a corpus or a tool may lack: "not labeled" is not "none".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelKind {
    Claim(ClaimLabel),
    /// What a mention names.
    EntityId,
}

impl LabelKind {
    /// Every kind: what our own gold and methods state.
    pub fn all() -> Vec<LabelKind> {
        let claims = ClaimLabel::ALL.iter().map(|row| LabelKind::Claim(row.0));
        claims.chain([LabelKind::EntityId]).collect()
    }
}

impl Measure {
    /// Every measure there is.
    pub fn all() -> Vec<Measure> {
        use Measure::{
            AuthorExact, BCubed, Boundary, BoundaryFinal, BoundaryFinalInside, CeafE, ContentExact, Exact,
            Id, Kind, Pairwise, Partial, Strict, Type, WholeExact, WholeOverlap,
        };
        let mut all = vec![Kind(None), Exact, Boundary, BoundaryFinal, BoundaryFinalInside, Strict(None)];
        all.extend([Partial, Type, BCubed, CeafE, Id, Pairwise, WholeExact, WholeOverlap, AuthorExact]);
        all.extend(BlockKind::ALL.iter().map(|row| Kind(Some(row.0))));
        all.extend(EntityType::ALL.iter().map(|row| Strict(Some(row.0))));
        for &(role, ..) in Role::ALL {
            all.extend(Fit::ALL.iter().map(|row| Measure::Role(role, row.0)));
        }
        all.extend(Content::ALL.map(ContentExact));
        all.extend(ClaimLabel::ALL.iter().map(|row| Measure::Label(row.0)));
        all
    }

    pub fn name(self) -> String {
        let fixed = match self {
            Measure::Kind(None) => "kind",
            Measure::Kind(Some(kind)) => return format!("kind {}", kind.name()),
            Measure::Exact => "exact",
            Measure::Boundary => "boundary",
            Measure::BoundaryFinal => "boundary final",
            Measure::BoundaryFinalInside => "boundary final inside",
            Measure::Strict(None) => "strict",
            Measure::Strict(Some(kind)) => return format!("strict {}", kind.name()),
            Measure::Partial => "partial",
            Measure::Type => "type",
            Measure::BCubed => "b-cubed",
            Measure::CeafE => "ceaf-e",
            Measure::Id => "id",
            Measure::Pairwise => "pairwise",
            Measure::Role(role, fit) => return format!("{} {}", role.name(), fit.name()),
            Measure::ContentExact(part) => return format!("content exact {}", part.name()),
            Measure::WholeExact => "whole exact",
            Measure::WholeOverlap => "whole overlap",
            Measure::AuthorExact => "author exact",
            Measure::Label(label) => label.name(),
        };
        fixed.to_owned()
    }

    /// The measure called `name`.
    pub fn parse(name: &str) -> Option<Measure> {
        Measure::all().into_iter().find(|measure| measure.name() == name)
    }

    /// What must be labeled for the measure to say something.
    pub fn needs(self) -> &'static [LabelKind] {
        use LabelKind::{Claim, EntityId};
        match self {
            Measure::BCubed | Measure::CeafE | Measure::Id => &[EntityId],
            Measure::AuthorExact | Measure::Label(ClaimLabel::Voice) => &[Claim(ClaimLabel::Voice)],
            Measure::ContentExact(Content::Quoted(_)) | Measure::Label(ClaimLabel::Quote) => {
                &[Claim(ClaimLabel::Quote)]
            }
            Measure::Label(ClaimLabel::Act) => &[Claim(ClaimLabel::Act)],
            Measure::Label(ClaimLabel::Factuality) => &[Claim(ClaimLabel::Factuality)],
            Measure::Label(ClaimLabel::SourceIds) => &[Claim(ClaimLabel::SourceIds)],
            Measure::Label(ClaimLabel::Nested) => &[Claim(ClaimLabel::Nested)],
            _ => &[],
        }
    }

    /// Whether a short table shows it; the others split or vary these.
    pub fn is_main(self) -> bool {
        match self {
            Measure::Kind(kind) => kind.is_none(),
            Measure::Strict(kind) => kind.is_none(),
            Measure::Role(role, fit) => {
                matches!(fit, Fit::Exact | Fit::Overlap) || (role, fit) == (Role::Content, Fit::Spans)
            }
            Measure::BoundaryFinalInside | Measure::BCubed | Measure::CeafE | Measure::Pairwise => false,
            Measure::ContentExact(_) | Measure::Label(_) => false,
            _ => true,
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name())
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for Measure {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Measure, D::Error> {
        let name = String::deserialize(from)?;
        Measure::parse(&name).ok_or_else(|| de::Error::custom(format!("{name:?} is no measure")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_a_name_of_its_own() {
        for measure in Measure::all() {
            assert_eq!(Measure::parse(&measure.name()), Some(measure), "{measure}");
        }
        assert_eq!(Measure::parse("content exact by claims"), None);
    }
}
