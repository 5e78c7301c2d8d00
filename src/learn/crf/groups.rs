//! Groups of features, each of which training can leave out, to see what it is worth.

/// Which of a model's groups are in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Groups {
    names: &'static [&'static str],
    /// A bit for each group that is left out.
    out: u32,
}

impl Groups {
    /// All groups of `names` but those in `out`.
    pub fn without<'n>(names: &'static [&'static str], out: impl IntoIterator<Item = &'n str>) -> Groups {
        let place = |name: &str| names.iter().position(|own| *own == name);
        let out = out.into_iter().filter_map(place).fold(0, |bits, place| bits | 1 << place);
        Groups { names, out }
    }

    /// Whether the group called `name` is in use.
    pub fn has(self, name: &str) -> bool {
        debug_assert!(self.names.contains(&name), "no group is called {name}");
        self.out == 0
            || !self.names.iter().zip(0..).any(|(own, bit)| *own == name && self.out >> bit & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_in_use_but_for_those_left_out() {
        let groups = Groups::without(&["a", "b", "c"], ["b", "other"]);
        assert_eq!(["a", "b", "c"].map(|name| groups.has(name)), [true, false, true]);
        assert!(Groups::without(&["a"], []).has("a"));
    }
}
