//! One rule a test, on made-up sentences.

use crate::document::Span;
use crate::sentences::rules::split;

fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    split(text, Span::new(0, text.len()), &mut found);
    found.iter().map(|sentence| sentence.span.text(text)).collect()
}

#[test]
fn abbreviations_and_initials_end_no_sentence() {
    for whole in [
        "Mr. Smith met Gen. J. R. Doe at 5 p.m. Friday.",
        "The U.S. Senate voted.",
        "It is No. 5 on the list.",
        "John F. Kennedy spoke to Ph.D. Students.",
        "1. Wash your hands.",
        "There are three problems: 1. The roof leaks.",
        "Figure 1. The harbour from above.",
        "P.S. The harbour is closed.",
        "Jane Doe (b. March 1960; m. 1990; div. 1995) lives in Oslo.",
    ] {
        assert_eq!(sentences(whole), [whole]);
    }
}

#[test]
fn an_abbreviation_before_an_opening_word_ends_one() {
    assert_eq!(sentences("He left the U.S. The trial goes on."), ["He left the U.S.", "The trial goes on."]);
    assert_eq!(sentences("It broke at 5 p.m. No one saw it."), ["It broke at 5 p.m.", "No one saw it."]);
}

#[test]
fn a_closing_quote_belongs_to_the_sentence_it_closes() {
    assert_eq!(sentences("“We won.” The crowd left."), ["“We won.”", "The crowd left."]);
    assert_eq!(sentences("“We won. We go on,” she said."), ["“We won.", "We go on,” she said."]);
}

#[test]
fn a_dot_after_the_closing_quote_ends_one_too() {
    assert_eq!(
        sentences("He spoke of “peace”. The war went on."),
        ["He spoke of “peace”.", "The war went on."]
    );
    assert_eq!(sentences("It rained . The war went on."), ["It rained .", "The war went on."]);
}

#[test]
fn citation_marks_hang_on_the_sentence_before() {
    assert_eq!(sentences("He died.[6] [7] She wept."), ["He died.[6] [7]", "She wept."]);
    assert_eq!(
        sentences("He died. [citation needed] She wept."),
        ["He died. [citation needed]", "She wept."]
    );
    assert_eq!(sentences("It costs a fee. 8 Yet some pay."), ["It costs a fee. 8", "Yet some pay."]);
    assert_eq!(sentences("It costs a fee. 8 men paid."), ["It costs a fee.", "8 men paid."]);
    assert_eq!(sentences("Born c. 1818 in Oslo."), ["Born c. 1818 in Oslo."]);
}

#[test]
fn a_small_letter_opens_a_sentence_where_no_abbreviation_stands() {
    assert_eq!(sentences("It rained. eBay grew. we left."), ["It rained.", "eBay grew.", "we left."]);
    assert_eq!(sentences("is it open? or not!"), ["is it open?", "or not!"]);
    for whole in [
        "The talks etc. were long.",
        "It opens at 5 p.m. on Monday.",
        "We saw Viva Maria! in Oslo.",
        "He lives in Bellevue, WA. and works in Oslo.",
        "“Why?” he asked.",
        "“No!” – so she said.",
    ] {
        assert_eq!(sentences(whole), [whole]);
    }
}

#[test]
fn a_missing_space_hides_no_sentence_but_addresses_are_whole() {
    assert_eq!(sentences("This is the end.The rest is rain."), ["This is the end.", "The rest is rain."]);
    for whole in ["Write to Jane.Doe@example.com today.", "See www.Example.com or plan.DOC there."] {
        assert_eq!(sentences(whole), [whole]);
    }
}

#[test]
fn what_closes_after_a_space_and_smileys_hang_on_the_sentence() {
    assert_eq!(sentences("( See here. ) We left."), ["( See here. )", "We left."]);
    assert_eq!(sentences("It is free. :) We left."), ["It is free. :)", "We left."]);
}

#[test]
fn days_and_states_are_words_when_small() {
    assert_eq!(sentences("It shines like the sun. Wind blows."), ["It shines like the sun.", "Wind blows."]);
    assert_eq!(sentences("On Sun. May 5 it rained."), ["On Sun. May 5 it rained."]);
}

#[test]
fn i_is_a_word_after_a_small_one() {
    assert_eq!(
        sentences("So did my wife and I. Overall it rained."),
        ["So did my wife and I.", "Overall it rained."]
    );
    assert_eq!(sentences("He met Charles I. Doe."), ["He met Charles I. Doe."]);
}

#[test]
fn a_question_goes_with_its_speaker() {
    assert_eq!(sentences("“Why?” he asked."), ["“Why?” he asked."]);
    assert_eq!(sentences("“Why?” Jane Doe asked."), ["“Why?” Jane Doe asked."]);
    assert_eq!(sentences("“Why?” The room fell silent."), ["“Why?”", "The room fell silent."]);
}

#[test]
fn an_ellipsis_ends_a_sentence_before_a_new_one() {
    assert_eq!(
        sentences("They call on experts... This work goes on."),
        ["They call on experts...", "This work goes on."]
    );
    assert_eq!(sentences("Well... maybe."), ["Well... maybe."]);
    assert_eq!(sentences("It was dumb. . . . He left."), ["It was dumb. . . .", "He left."]);
    assert_eq!(sentences("What ? ? ? We left."), ["What ? ? ?", "We left."]);
    assert_eq!(sentences("... And so on."), ["... And so on."]);
}
