//! One rule a test, on made-up sentences.

use crate::document::EntityType::*;
use crate::document::{Document, EntityType, Sentence, Span};
use crate::entities::rules::Rules;
use crate::method::Method;

/// The mentions of an article of one sentence a line: words, type and id ("" where it has none).
fn found(text: &str) -> Vec<(String, EntityType, String)> {
    let mut document = Document::plain("a", text);
    document.sentences = document.kept().map(|(_, span)| Sentence { span }).collect();
    Rules.annotate(&mut document);
    let row = |entity: &crate::document::Entity| {
        let id = entity.id.clone().unwrap_or_default();
        (entity.span.text(text).to_owned(), entity.kind, id)
    };
    document.entities.iter().map(row).collect()
}

fn has(text: &str, name: &str, kind: EntityType, id: &str) {
    let found = found(text);
    let wanted = (name.to_owned(), kind, id.to_owned());
    assert!(found.contains(&wanted), "{name:?} {kind:?} {id:?} not in {found:?}");
}

fn only(text: &str, names: &[&str]) {
    let found: Vec<String> = found(text).into_iter().map(|row| row.0).collect();
    assert_eq!(found, names);
}

#[test]
fn leaves_titles_out_and_marks_the_nationality() {
    let text = "Norwegian Prime Minister Anna Berg spoke.";
    only(text, &["Norwegian", "Anna Berg"]);
    has(text, "Norwegian", Norp, "norwegians");
    has(text, "Anna Berg", Person, "anna-berg");
}

#[test]
fn a_surname_is_the_person_of_the_full_name() {
    has("The boat of Anna Berg sank.\nBerg said so.", "Berg", Person, "anna-berg");
}

#[test]
fn a_common_word_at_the_start_is_no_name() {
    only("Experts met.\nReports differ.", &[]);
}

#[test]
fn spellings_of_a_public_name_share_the_id() {
    has("They met Volodymyr Zelenskiy.", "Volodymyr Zelenskiy", Person, "volodymyr-zelenskyy");
}

#[test]
fn a_head_word_makes_an_organisation_of_the_whole_name() {
    has(
        "The Maltese Police Directorate closed.",
        "Maltese Police Directorate",
        Org,
        "maltese-police-directorate",
    );
    has(
        "The Ministry of Finance and Economy paid.",
        "Ministry of Finance and Economy",
        Org,
        "ministry-of-finance-and-economy",
    );
    has(
        "The Maltese Auditor General’s Office paid.",
        "Maltese Auditor General’s Office",
        Org,
        "maltese-auditor-generals-office",
    );
}

#[test]
fn a_preposition_after_a_person_ends_the_name() {
    only("Fines hit Hansen for Malta Airways losses.", &["Hansen", "Malta Airways"]);
}

#[test]
fn an_acronym_in_brackets_is_the_long_name() {
    let text = "The Nordic Whale Agency (NWA) met.\nThen NWA paid.";
    assert_eq!(found(text).iter().filter(|row| row.2 == "nordic-whale-agency").count(), 3);
}

#[test]
fn an_organisation_is_one_under_state_and_nationality() {
    has("Malta Airways lost.\nThe Maltese Airways plane fell.", "Maltese Airways", Org, "malta-airways");
}

#[test]
fn a_lower_case_noun_beside_a_name_is_outside() {
    only("They left Oslo airport in western Norway with Norway-backed crews.", &["Oslo", "Norway", "Norway"]);
}

#[test]
fn facilities_and_waters_have_their_own_types() {
    has("It hit the Torvald Bridge.", "Torvald Bridge", Fac, "torvald-bridge");
    has("It fell into Lake Como.", "Lake Como", Loc, "lake-como");
}

#[test]
fn the_name_of_a_state_has_one_id() {
    has("The U.S. agreed.", "U.S.", Gpe, "united-states");
    has("The US agreed.", "US", Gpe, "united-states");
}

#[test]
fn a_letter_missing_in_a_long_state_name_is_forgiven() {
    has("A crash in Kyrgystan killed one man.", "Kyrgystan", Gpe, "kyrgyzstan");
}

#[test]
fn a_platform_of_one_letter_needs_its_context() {
    has("She wrote on X that she left.", "X", Org, "x");
    only("Take point X here.", &[]);
}

#[test]
fn flights_and_aircraft_are_products() {
    has("Then flight KQ204 left.", "KQ204", Product, "kq204");
    has("The flight 7C2216 left.", "7C2216", Product, "7c2216");
    has("An Airbus A320 left.", "Airbus A320", Product, "airbus-a320");
    has("A Cessna 172 left.", "Cessna 172", Product, "cessna-172");
}

#[test]
fn capitals_tell_nothing_in_a_title() {
    only("Minister Calls for Inquiry Into Deadly Ferry Fire in Norway", &["Norway"]);
}

#[test]
fn a_language_is_no_group_when_it_is_spoken() {
    has("She spoke Danish.", "Danish", Language, "danish");
    has("A Danish boat sank.", "Danish", Norp, "danes");
}

#[test]
fn short_forms_of_common_nouns_are_no_names() {
    only("The GPS and the TV failed.", &[]);
}

#[test]
fn dates_take_their_words_but_no_preposition() {
    for (text, date) in [
        ("It sank on May 3, 2021.", "May 3, 2021"),
        ("It sank on 3 May 2021.", "3 May 2021"),
        ("It sank earlier this week.", "earlier this week"),
        ("It sank last Friday.", "last Friday"),
        ("It sank on Christmas Day.", "Christmas Day"),
        ("It sank in the 1990s.", "1990s"),
        ("It sank in early 2014.", "early 2014"),
        ("It sank three years ago.", "three years ago"),
        ("It sank in 2014 off a reef.", "2014"),
    ] {
        has(text, date, Date, "");
    }
}

#[test]
fn may_is_a_month_only_beside_a_date() {
    only("May it rain.", &[]);
}

#[test]
fn times_are_shorter_than_a_day() {
    for (text, time) in [
        ("It sank at 2:40 p.m. there.", "2:40 p.m."),
        ("It sank at noon.", "noon"),
        ("It sank for two hours.", "two hours"),
        ("It sank on Friday morning.", "Friday morning"),
    ] {
        has(text, time, Time, "");
    }
}

#[test]
fn numbers_go_with_their_unit() {
    has("It rose 5 percent.", "5 percent", Percent, "");
    has("It rose 2.5%.", "2.5%", Percent, "");
    has("It cost $3 million.", "$3 million", Money, "");
    has("It cost 40 euros.", "40 euros", Money, "");
    has("It lay at 1,600 feet.", "1,600 feet", Quantity, "");
    has("It was the 19th boat.", "19th", Ordinal, "");
    has("It first sank.", "first", Ordinal, "");
    has("The two met twenty-one men.", "twenty-one", Cardinal, "");
    has("The two met.", "two", Cardinal, "");
}

#[test]
fn vague_counts_and_pronouns_are_no_numbers() {
    only("Several met; one of them left, and no one stayed.", &[]);
}

#[test]
fn noise_takes_linear_time_and_stays_in_order() {
    for unit in ["A", "1", ".", "Ab ", "A-", "Aa of ", "1-", "A.", "Bank of ", "hundred and ", "early "] {
        let text = unit.repeat(100_000 / unit.len());
        let mut document = Document::plain("a", &text);
        document.sentences = vec![Sentence { span: Span::new(0, text.trim_end().len()) }];
        let clock = std::time::Instant::now();
        Rules.annotate(&mut document);
        assert!(clock.elapsed().as_secs() < 5, "{unit:?}");
        assert!(document.entities.windows(2).all(|two| two[0].span.end() <= two[1].span.start()));
    }
}
