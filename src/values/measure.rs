//! Amounts of money, shares and measures: a number and its unit.

use super::number::number;
use crate::document::EntityType;

/// How a currency stands before or behind a number, by its ISO 4217 code, longest first where one begins another.
const CURRENCIES: &[(&str, &[&str])] = &[
    ("USD", &["us$", "usd", "us dollars", "us dollar", "u.s. dollars", "u.s. dollar"]),
    ("CAD", &["c$", "ca$", "cad", "canadian dollars", "canadian dollar"]),
    ("AUD", &["a$", "au$", "aud", "australian dollars", "australian dollar"]),
    ("NZD", &["nz$", "nzd", "new zealand dollars", "new zealand dollar"]),
    ("HKD", &["hk$", "hkd", "hong kong dollars", "hong kong dollar"]),
    ("SGD", &["s$", "sgd", "singapore dollars", "singapore dollar"]),
    ("BRL", &["r$", "brl", "reais", "real"]),
    ("USD", &["$", "dollars", "dollar", "bucks"]),
    ("EUR", &["€", "eur", "euros", "euro"]),
    ("GBP", &["£", "gbp", "pounds sterling", "pounds", "pound", "quid"]),
    ("JPY", &["jpy", "japanese yen", "yen", "¥"]),
    ("CNY", &["cny", "rmb", "chinese yuan", "yuan", "renminbi"]),
    ("INR", &["₹", "inr", "indian rupees", "rs."]),
    ("RUB", &["₽", "rub", "russian rubles", "rubles", "roubles", "ruble", "rouble"]),
    ("KRW", &["₩", "krw", "won"]),
    ("ILS", &["₪", "ils", "shekels", "shekel"]),
    ("CHF", &["chf", "swiss francs", "swiss franc"]),
    ("NOK", &["nok", "norwegian kroner", "norwegian krone"]),
    ("SEK", &["sek", "swedish kronor", "swedish krona"]),
    ("DKK", &["dkk", "danish kroner", "danish krone"]),
    ("ZAR", &["zar", "rand"]),
    ("TRY", &["try", "turkish lira", "turkish liras"]),
    ("UAH", &["uah", "hryvnia", "hryvnias"]),
    ("PLN", &["pln", "zloty", "zlotys"]),
    ("MXN", &["mxn", "mexican pesos", "mexican peso"]),
    ("NGN", &["ngn", "₦", "naira"]),
];

/// Hundredths of a currency.
const CENTS: &[(&str, &[&str])] =
    &[("USD", &["cents", "cent", "¢"]), ("GBP", &["pence", "penny"]), ("EUR", &["euro cents", "euro cent"])];

const SHARES: &[(&str, &[&str])] = &[
    ("percentage point", &["percentage points", "percentage point"]),
    ("basis point", &["basis points", "basis point"]),
    ("%", &["percent", "per cent", "pct", "pct.", "%"]),
];

/// What a measure's name is, and how it is written; longest first where one ends another.
const MEASURES: &[(&str, &[&str])] = &[
    (
        "square kilometre",
        &[
            "square kilometres",
            "square kilometers",
            "square kilometre",
            "square kilometer",
            "sq km",
            "km2",
            "km²",
        ],
    ),
    ("square mile", &["square miles", "square mile", "sq mi"]),
    ("square metre", &["square metres", "square meters", "square metre", "square meter", "sq m", "m²"]),
    ("square foot", &["square feet", "square foot", "sq ft"]),
    ("cubic metre", &["cubic metres", "cubic meters", "cubic metre", "cubic meter", "m³"]),
    ("cubic foot", &["cubic feet", "cubic foot"]),
    (
        "kilometre per hour",
        &[
            "kilometres per hour",
            "kilometers per hour",
            "kilometres an hour",
            "kilometers an hour",
            "km/h",
            "kph",
            "kmh",
        ],
    ),
    ("mile per hour", &["miles per hour", "miles an hour", "mile per hour", "mph"]),
    ("kilometre", &["kilometres", "kilometers", "kilometre", "kilometer", "kms", "km"]),
    ("centimetre", &["centimetres", "centimeters", "centimetre", "centimeter", "cm"]),
    ("millimetre", &["millimetres", "millimeters", "millimetre", "millimeter", "mm"]),
    ("nautical mile", &["nautical miles", "nautical mile"]),
    ("metre", &["metres", "meters", "metre", "meter"]),
    ("mile", &["miles", "mile"]),
    ("yard", &["yards", "yard"]),
    ("foot", &["feet", "foot", "ft"]),
    ("inch", &["inches", "inch"]),
    ("acre", &["acres", "acre"]),
    ("hectare", &["hectares", "hectare", "ha"]),
    ("kilogram", &["kilograms", "kilogrammes", "kilogram", "kilos", "kilo", "kgs", "kg"]),
    ("milligram", &["milligrams", "milligram", "mg"]),
    ("gram", &["grams", "grammes", "gram"]),
    ("tonne", &["metric tons", "metric ton", "tonnes", "tonne"]),
    ("ton", &["tons", "ton"]),
    ("pound", &["pounds", "pound", "lbs", "lb"]),
    ("ounce", &["ounces", "ounce", "oz"]),
    ("litre", &["litres", "liters", "litre", "liter"]),
    ("gallon", &["gallons", "gallon"]),
    ("barrel", &["barrels", "barrel"]),
    ("degree Celsius", &["degrees celsius", "degree celsius", "°c"]),
    ("degree Fahrenheit", &["degrees fahrenheit", "degree fahrenheit", "°f"]),
    ("degree", &["degrees", "degree", "°"]),
    ("kilowatt hour", &["kilowatt hours", "kilowatt hour", "kwh"]),
    ("gigawatt", &["gigawatts", "gigawatt", "gw"]),
    ("megawatt", &["megawatts", "megawatt", "mw"]),
    ("kilowatt", &["kilowatts", "kilowatt", "kw"]),
    ("terabyte", &["terabytes", "terabyte", "tb"]),
    ("gigabyte", &["gigabytes", "gigabyte", "gb"]),
    ("megabyte", &["megabytes", "megabyte", "mb"]),
    ("light year", &["light years", "light year"]),
];

/// The unit and the amount of a mention of this kind, its words in small letters; `None` where one of them is not told.
pub fn measure(kind: EntityType, words: &str) -> Option<(&'static str, f64)> {
    match kind {
        EntityType::Money => {
            let cents = amount(CENTS, words).map(|(unit, amount)| (unit, amount / 100.0));
            cents.or_else(|| amount(CURRENCIES, words))
        }
        EntityType::Percent => amount(SHARES, words),
        _ => amount(MEASURES, words),
    }
}

/// What is left of `words` without a unit before or behind them, as a number; the unit.
fn amount(units: &[(&'static str, &[&str])], words: &str) -> Option<(&'static str, f64)> {
    let forms = units.iter().flat_map(|(unit, forms)| forms.iter().map(move |form| (*unit, *form)));
    let whole = |rest: &str, form: &str| {
        // A unit of letters is a word of its own, or follows digits: "5km".
        !form.starts_with(char::is_alphabetic) || !rest.ends_with(char::is_alphabetic)
    };
    forms.into_iter().find_map(|(unit, form)| {
        let behind = words.strip_suffix(form).filter(|rest| whole(rest, form));
        let before = || words.strip_prefix(form).filter(|rest| !rest.starts_with(char::is_alphabetic));
        let rest = behind.or_else(before)?;
        Some((unit, number(&rest.split_whitespace().collect::<Vec<_>>())?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_of_its_unit() {
        for (kind, units) in
            [(EntityType::Money, CURRENCIES), (EntityType::Percent, SHARES), (EntityType::Quantity, MEASURES)]
        {
            for (unit, forms) in units {
                for form in *forms {
                    let found = measure(kind, &format!("3 {form}"));
                    assert_eq!(found, Some((*unit, 3.0)), "{form}");
                }
            }
        }
        for (unit, forms) in CENTS {
            for form in *forms {
                assert_eq!(measure(EntityType::Money, &format!("50 {form}")), Some((*unit, 0.5)), "{form}");
            }
        }
    }

    #[test]
    fn a_unit_alone_is_no_amount() {
        for words in ["dollars", "a few dollars", "$", "the pound"] {
            assert_eq!(measure(EntityType::Money, words), None, "{words}");
        }
    }
}
