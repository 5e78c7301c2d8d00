//! Leaving out what is not sure enough.

use super::Document;

impl Document {
    /// Takes out the entities and claims with a confidence below `least`.
    ///
    /// A claim that was nested in one that goes is nested in the nearest that stays of those around
    /// it, and in none where none stays: what stands in a content also stands in the content around
    /// that. A source keeps its id even where no mention of it is left, since the id is the
    /// claim's own label.
    pub fn keep_from(&mut self, least: f32) {
        self.entities.retain(|entity| entity.confidence >= least);
        if self.claims.iter().all(|claim| claim.confidence >= least) {
            return;
        }
        let mut kept = 0;
        let places: Vec<Option<usize>> = self
            .claims
            .iter()
            .map(|claim| {
                let stays = claim.confidence >= least;
                kept += usize::from(stays);
                stays.then(|| kept - 1)
            })
            .collect();
        let links: Vec<Option<usize>> = self.claims.iter().map(|claim| claim.nested_in).collect();
        for claim in &mut self.claims {
            let mut outer = claim.nested_in;
            // No chain is longer than the list, so that one that ran in a circle would end, too.
            for _ in 0..links.len() {
                match outer {
                    Some(at) if places[at].is_none() => outer = links[at],
                    _ => break,
                }
            }
            claim.nested_in = outer.and_then(|at| places[at]);
        }
        self.claims.retain(|claim| claim.confidence >= least);
    }
}
