//! Options that are a share.

/// Reads a share, for options.
pub fn share(text: &str) -> Result<f32, String> {
    let number = text.parse::<f32>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "a number from 0 to 1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_number_from_0_to_1() {
        assert_eq!(share("0.5"), Ok(0.5));
        assert!(["-0.1", "1.1", "NaN", "half", ""].iter().all(|text| share(text).is_err()));
    }
}
