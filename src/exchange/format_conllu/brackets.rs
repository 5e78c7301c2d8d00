//! Mentions in brackets, as CorefUD and GUM have them in `Entity=`: `(e1-person-giv` opens, `e1)`
//! closes, `(e2-place-new)` is one token long, and several stand one after the other.

use anyhow::{Result, anyhow, bail, ensure};

pub struct Brackets {
    /// Which of an opening bracket's values is the type (`# global.Entity`).
    kind: usize,
    /// Id, type and start of the mentions that are open.
    open: Vec<(String, String, usize)>,
}

impl Default for Brackets {
    fn default() -> Brackets {
        Brackets { kind: 1, open: Vec::new() }
    }
}

impl Brackets {
    /// `fields` is `# global.Entity`, such as `GRP-etype-infstat`.
    pub fn new(fields: &str) -> Brackets {
        let kind = fields.split('-').position(|field| matches!(field, "etype" | "entity"));
        Brackets { kind: kind.unwrap_or(1), open: Vec::new() }
    }

    /// The id of a mention that is still open.
    pub fn open(&self) -> Option<&str> {
        self.open.first().map(|open| open.0.as_str())
    }

    /// The brackets at the token `start..end`; mentions that close go to `found`.
    ///
    /// # Errors
    /// When one closes that is not open, or an opening one has no type.
    pub fn next(
        &mut self,
        value: &str,
        start: usize,
        end: usize,
        found: &mut Vec<(String, usize, usize)>,
    ) -> Result<()> {
        let mut rest = value;
        while !rest.is_empty() {
            let opens = rest.starts_with('(');
            let body = rest.strip_prefix('(').unwrap_or(rest);
            let cut = body.find(['(', ')']).unwrap_or(body.len());
            let closes = body[cut..].starts_with(')');
            ensure!(opens || closes, "{value:?}: brackets do not match");
            let (head, tail) = (&body[..cut], &body[cut + usize::from(closes)..]);
            let id = head.split('-').next().unwrap_or_default();
            if id.contains('[') {
                bail!("{value:?}: a mention in several parts, which cannot be an entity; take it out first");
            }
            if opens {
                let kind = head.split('-').nth(self.kind);
                let kind =
                    kind.filter(|kind| !kind.is_empty()).ok_or_else(|| anyhow!("{head:?}: no type"))?;
                self.open.push((id.to_owned(), kind.to_owned(), start));
            }
            if closes {
                let at = self.open.iter().rposition(|open| open.0 == id);
                let at = at.ok_or_else(|| anyhow!("{id:?} is closed, but not open"))?;
                let (_, kind, from) = self.open.remove(at);
                found.push((kind, from, end));
            }
            rest = tail;
        }
        Ok(())
    }
}
