//! The labeling interface of a project: what a person can mark, link and choose.

use crate::document::{Act, EntityType, Factuality, Label, Quote, Voice};
use crate::exchange::roles::{ROLES, SENTENCE};

/// The name of the control by which regions are labeled.
pub const LABELS: &str = "label";

/// The label of a relation from an attribution to the one in whose content it stands.
pub const NESTED: &str = "nested_in";

/// Labels of an attribution that are chosen for one of its regions.
pub const CHOICES: [&str; 4] = ["voice", "quote", "act", "factuality"];

/// The colours of [`ROLES`], of sentences and of entities.
const COLOURS: [&str; 5] = ["#1f6fc4", "#c4452f", "#2f8f46", "#8a8a92", "#a9790a"];

/// What goes into "Labeling Interface", "Code".
pub fn interface() -> String {
    let label = |name: &str, colour: &str| format!("    <Label value=\"{name}\" background=\"{colour}\"/>\n");
    let roles: String = ROLES.iter().zip(COLOURS).map(|(role, colour)| label(role, colour)).collect();
    let entities: String = EntityType::names().iter().map(|name| label(name, COLOURS[4])).collect();
    let links = ROLES.map(str::to_lowercase);
    let links = links.iter().map(String::as_str).chain([NESTED]);
    let links: String = links.map(|name| format!("    <Relation value=\"{name}\"/>\n")).collect();
    let values = [Voice::names(), Quote::names(), Act::names(), Factuality::names()];
    let choices: String = CHOICES.iter().zip(values).map(|(name, values)| choices(name, &values)).collect();
    format!(
        "<View>\n  <Labels name=\"{LABELS}\" toName=\"text\">\n{roles}{entities}{}  </Labels>\n  <Relations>\n{links}  \
         </Relations>\n  <Text name=\"text\" value=\"$text\"/>\n{choices}</View>\n",
        label(SENTENCE, COLOURS[3]),
    )
}

/// Those of one label, shown where a part of an attribution is selected.
fn choices(name: &str, values: &[&str]) -> String {
    let values: String = values.iter().map(|value| format!("    <Choice value=\"{value}\"/>\n")).collect();
    format!(
        "  <Header value=\"{name}\" size=\"5\"/>\n  <Choices name=\"{name}\" toName=\"text\" perRegion=\"true\" choice=\"single\" \
         showInline=\"true\" visibleWhen=\"region-selected\" whenTagName=\"{LABELS}\" whenLabelValue=\"{}\">\n{values}  \
         </Choices>\n",
        ROLES.join(",")
    )
}
