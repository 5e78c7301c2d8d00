//! Small monotone functions, from a method's own confidence to a probability.

/// A point of a table: a method's own confidence, and the probability that it stands for.
pub type Step = (f32, f32);

/// What `own` is worth by `steps`: between two of them on the line that joins them, before the
/// first and after the last what those say.
pub fn probability(steps: &[Step], own: f32) -> f32 {
    let after = steps.partition_point(|step| step.0 <= own);
    match (after.checked_sub(1).map(|at| steps[at]), steps.get(after)) {
        (Some((left, low)), Some(&(right, high))) => {
            let share = f64::from(own - left) / f64::from(right - left);
            (f64::from(low) + share * f64::from(high - low)) as f32
        }
        (Some((_, worth)), None) | (None, Some(&(_, worth))) => worth,
        (None, None) => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_steps_on_a_line_and_level_beyond_them() {
        let steps = [(0.25, 0.5), (0.75, 1.0)];
        let found = [0.0, 0.25, 0.5, 0.75, 1.0].map(|own| probability(&steps, own));
        assert_eq!(found, [0.5, 0.5, 0.75, 1.0, 1.0]);
        assert_eq!(probability(&[], 0.3), 0.3);
    }
}
