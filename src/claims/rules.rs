//! Claims by rules: a cue lexicon, phrases found by closed classes, and quotation marks.

pub mod according;
pub mod aims;
pub mod addressee;
pub mod confidence;
pub mod content;
pub mod finder;
pub mod postposed;
pub mod preposed;
pub mod speech;
pub mod subject;
pub mod uncued;
pub mod turns;
pub mod unlisted;
pub mod veto;

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::view::{NONE, View};
use crate::claims::{assemble, cue};
use crate::document::{BlockKind, Document};
use crate::method::{Method, Shared};
use crate::words::classes::PERFORM;
use crate::words::token::Kind;
use crate::words::verbs;
use finder::Finder;

/// Longer sentences are worked through in pieces of so many words, so that time stays linear.
const LONGEST: usize = 400;

/// Direct, indirect and mixed speech, thought and demands; and the outlet's own claims.
pub struct Rules;

impl Method for Rules {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        let view = View::shared(document, shared);
        let mut finder = Finder::new(document, &view);
        finder.labels = turns::labels(&finder);
        for (index, sentence) in view.sentences.iter().enumerate() {
            for start in sentence.clone().step_by(LONGEST) {
                attributions(&mut finder, index, &(start..sentence.end.min(start + LONGEST)));
            }
        }
        let mut claims = assemble::claims(document, &view, finder.drafts);
        confidence::weigh(&mut claims, document.text());
        document.claims = claims;
    }
}

/// The attributions of a sentence, or of a piece of a long one: cues that follow their content first, since
/// what they take is in no other.
fn attributions(finder: &mut Finder, index: usize, range: &Range<usize>) {
    let view = finder.view;
    let opens = view.opens_block[index] && view.sentences[index].start == range.start;
    let range = &if opens { turns::past_dateline(view, range)..range.end } else { range.clone() };
    let heading = finder.kinds[index] == BlockKind::Headline;
    let may_be = |at: usize| {
        let entry = view.words[at].entry;
        entry.cue != 0 || entry.class & PERFORM != 0 || entry.verb & verbs::SAYS != 0
    };
    let candidates = range.clone().filter(|&at| may_be(at));
    let mut cues: Vec<_> =
        candidates.filter_map(|at| found(view, at, &finder.region(at, range), heading)).collect();
    finder.first = finder.drafts.len();
    finder.turn(index, range);
    finder.opinion(index, range);
    finder.hearsay(index, range);
    finder.aim(index, range);
    finder.quoted_words(index, range);
    cues.retain(|cue| view.words[cue.head].quote != NONE || finder.postposed(cue, index, range).is_none());
    for cue in &cues {
        if !finder.taken(cue) {
            let region = finder.inner_region(cue.head, range);
            finder.preposed(cue, index, &region);
        }
    }
    finder.signed(index, range);
    finder.leads_in(index, range);
    finder.beside_quotation(index, range);
    finder.closing_verb(index, range);
    finder.inserted(index, range);
    finder.before_quotation_mark(index, range);
    finder.remember_speech(index);
    finder.continue_quotation(index, range);
}

/// The cue at `at`, unless it is used in another sense: one of the lexicon, or by the clause that hangs on it.
fn found(view: &View, at: usize, region: &Range<usize>, heading: bool) -> Option<Cue> {
    // A verb has a capital where any word has one.
    let titled = view.words[at].capital && view.word(at).contains(char::is_lowercase);
    let capital = titled && at > region.start && !heading;
    if capital && view.words[at - 1].kind != Kind::Quote && view.mark(at - 1) != ':' {
        return None;
    }
    let known = cue::find(view, at, region);
    known
        .or_else(|| unlisted::with_clause(view, at, region, heading))
        .filter(|cue| !veto::other_sense(view, cue, region))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Act, Factuality, Quote, Span, Voice};
    use crate::sentences;
    use crate::words::phrases::PHRASES_BY_HEAD;

    fn annotated(text: &str) -> Document {
        let mut document = Document::plain("t", text);
        sentences::rules::Rules.annotate(&mut document);
        Rules.annotate(&mut document);
        document
    }

    fn show(text: &str, spans: &[Span]) -> String {
        spans.iter().map(|span| span.text(text)).collect::<Vec<_>>().join(" / ")
    }

    /// Source, cue and content of each attributed claim, parts joined by " / ".
    fn found(text: &str) -> Vec<[String; 3]> {
        let document = annotated(text);
        let attributed = document.claims.iter().filter(|claim| claim.voice == Voice::Attributed);
        attributed.map(|c| [show(text, &c.source), show(text, &c.cue), show(text, &c.content)]).collect()
    }

    #[track_caller]
    fn only(text: &str, source: &str, cue: &str, content: &str) {
        assert_eq!(found(text), [[source, cue, content].map(str::to_owned)]);
    }

    #[test]
    fn every_phrase_of_the_lexicon_is_found_in_its_example() {
        for phrase in PHRASES_BY_HEAD.all() {
            let [text, parts @ ..] = phrase.example;
            let claims = annotated(text).claims;
            let claim = claims.iter().find(|claim| show(text, &claim.cue) == parts[1]);
            let claim = claim.unwrap_or_else(|| panic!("no claim by {:?} in: {text}", parts[1]));
            let found = [&claim.source, &claim.cue, &claim.content].map(|spans| show(text, spans));
            assert_eq!(found, parts, "{text}");
            assert_eq!(claim.act, phrase.act.unwrap_or(claim.act), "{text}");
            assert_eq!(claim.factuality, phrase.factuality.unwrap_or(claim.factuality), "{text}");
        }
    }

    #[test]
    fn indirect_speech_leaves_out_that_and_adverbs() {
        only("Jane Doe also said that the bridge had closed.", "Jane Doe", "said", "the bridge had closed");
        only("She had earlier warned that the bridge was old.", "She", "had / warned", "the bridge was old");
    }

    #[test]
    fn direct_speech_before_its_cue_in_either_order() {
        only("“The bridge is closed,” Jane Doe said.", "Jane Doe", "said", "“The bridge is closed,”");
        only("“The bridge is closed,” said Jane Doe.", "Jane Doe", "said", "“The bridge is closed,”");
    }

    #[test]
    fn an_inserted_cue_splits_the_content() {
        only(
            "The bridge, the mayor said, will stay closed.",
            "the mayor",
            "said",
            "The bridge / will stay closed",
        );
    }

    #[test]
    fn a_quotation_of_several_sentences_makes_one_claim_for_each() {
        let text = "“The bridge is closed. It will not open soon,” Jane Doe said.";
        let claims = found(text);
        assert_eq!(claims.len(), 2);
        assert_eq!(claims[0][2], "“The bridge is closed.");
        assert_eq!(claims[0][..2], claims[1][..2]);
    }

    #[test]
    fn according_to_takes_the_rest_of_the_sentence() {
        only(
            "The bridge is closed, according to the mayor.",
            "the mayor",
            "according to",
            "The bridge is closed",
        );
    }

    #[test]
    fn the_addressee_is_in_no_part() {
        only("Doe told Roe that the bridge was closed.", "Doe", "told", "the bridge was closed");
        only("Doe apologized to Roe for the delay.", "Doe", "apologized", "for the delay");
    }

    #[test]
    fn a_participle_shares_the_subject_of_the_main_verb() {
        let claims = found("Doe said the bridge was closed, adding that it was old.");
        assert_eq!(claims[1], ["Doe", "adding", "it was old"].map(str::to_owned));
    }

    #[test]
    fn an_apposition_belongs_to_the_source_and_a_relative_clause_does_not() {
        only(
            "Jane Doe, the mayor of Oslo, said the bridge was closed.",
            "Jane Doe, the mayor of Oslo",
            "said",
            "the bridge was closed",
        );
        only(
            "Jane Doe, who lives nearby, said the bridge was closed.",
            "Jane Doe",
            "said",
            "the bridge was closed",
        );
    }

    #[test]
    fn refusals_take_the_verb_of_speech() {
        only(
            "The mayor declined to say if the bridge was closed.",
            "The mayor",
            "declined to say",
            "if the bridge was closed",
        );
        only(
            "The firm stopped short of admitting a leak.",
            "The firm",
            "stopped short of admitting",
            "a leak",
        );
    }

    #[test]
    fn inner_claims_name_the_outer_one() {
        let document = annotated("“The boss apologized for the delay,” the firm said.");
        assert_eq!(document.claims.len(), 2);
        assert_eq!((document.claims[0].nested_in, document.claims[1].nested_in), (None, Some(0)));
    }

    #[test]
    fn labels_follow_cue_negation_and_hedge() {
        let label = |text: &str| {
            let claim = annotated(text).claims.remove(0);
            (claim.quote, claim.act, claim.factuality)
        };
        let indirect = Some(Quote::Indirect);
        assert_eq!(label("Doe said it may rain."), (indirect, Act::Assertive, Factuality::Possible));
        assert_eq!(
            label("Doe did not say that it rained."),
            (indirect, Act::Assertive, Factuality::Uncommitted)
        );
        assert_eq!(label("Doe denied that it rained."), (indirect, Act::Assertive, Factuality::CertainNot));
        assert_eq!(label("Doe called for a full inquiry."), (indirect, Act::Directive, Factuality::Certain));
        assert_eq!(
            label("Doe promised to rebuild the bridge."),
            (indirect, Act::Commissive, Factuality::Certain)
        );
        assert_eq!(label("Doe said it was a “small” leak.").0, Some(Quote::Mixed));
    }

    #[test]
    fn what_is_asked_supposed_or_said_by_nobody_is_not_certain() {
        let factuality = |text: &str| annotated(text).claims.remove(0).factuality;
        let cases = [
            ("Did Doe say that the bridge was safe?", Factuality::Uncommitted),
            ("If Doe says that the bridge is safe, we go.", Factuality::Uncommitted),
            ("Nobody said that the bridge was safe.", Factuality::Uncommitted),
            ("Few experts believe that the bridge is safe.", Factuality::ProbableNot),
            ("Doe said: “Is it safe?”", Factuality::Certain),
        ];
        for (text, expected) in cases {
            assert_eq!(factuality(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_without_attribution_is_the_outlets_own() {
        let claims = annotated("The bridge in Oslo was closed on Monday.").claims;
        assert!(claims.len() == 1 && claims[0].voice == Voice::Author && claims[0].quote.is_none());
        assert!(annotated("Was the bridge in Oslo closed?").claims.is_empty());
    }

    #[test]
    fn a_verb_beside_a_quotation_reports_whatever_it_is() {
        for verb in ["insisted", "complained", "sighed", "shrugged"] {
            let plan = "“The plan is bad,”";
            only(&format!("{plan} Ana Ruiz {verb}."), "Ana Ruiz", verb, plan);
            only(&format!("{plan} {verb} Ana Ruiz."), "Ana Ruiz", verb, plan);
        }
        only("Ana Ruiz posted on Y: “The plan is bad.”", "Ana Ruiz", "posted", "“The plan is bad.”");
        only("The coach faulted the board: “It will fail.”", "The coach", "faulted", "“It will fail.”");
        assert!(found("He sang “Here comes the sun,” and the crowd cheered.").is_empty());
        assert!(found("The band played “Here comes the sun,” which pleased the crowd.").is_empty());
    }

    #[test]
    fn the_hearer_does_not_speak() {
        let direct = "“This is a bad plan,” Ann Berg, the mayor, told reporters.";
        only(direct, "Ann Berg, the mayor", "told", "“This is a bad plan,”");
        only("Ola Moe, 43, told the BBC that the plan was bad.", "Ola Moe, 43", "told", "the plan was bad");
        only(
            "Ola Moe, head of the fund, said 40 towns paid.",
            "Ola Moe, head of the fund",
            "said",
            "40 towns paid",
        );
        only("Oslo, the capital, is cold, said Moe.", "Moe", "said", "Oslo, the capital, is cold");
    }

    /// Fitted rules that a next event showed: each works for its like, or not at all.
    #[test]
    fn what_one_event_taught_holds_for_the_next() {
        for outlet in ["X", "Y", "Bluesky", "Radio Nord"] {
            let text = format!("Jane Doe wrote on {outlet} that the bridge was closed.");
            only(&text, "Jane Doe", "wrote", "the bridge was closed");
        }
        for thing in ["Holes", "Cracks", "Cracks in the hull", "Photos", "The debris"] {
            assert!(found(&format!("{thing} suggested that the ferry was old.")).is_empty(), "{thing}");
        }
        only("The report suggested that the ferry was old.", "The report", "suggested", "the ferry was old");
        assert!(found("The bridge was closed in accordance with EU law.").is_empty());
        assert!(found("The train stopped short of the station.").is_empty());
        assert!(found("The plan fell short of meeting its targets.").is_empty());
        let after = "Jane Doe said the vote was fair. You must be at least 18 to vote.";
        only(after, "Jane Doe", "said", "the vote was fair");
    }

    #[test]
    fn an_odd_mark_does_not_swallow_the_next_sentence() {
        let claims = found("He is an \"odd man. Doe said that the bridge was closed.");
        assert_eq!(claims[0], ["Doe", "said", "the bridge was closed"].map(str::to_owned));
    }
}
