//! Money of one base year.
//!
//! Prices of different years are compared through the consumer price index of the United States for all urban
//! consumers, annual means, 1982–84 = 100. Source key: `bls_cpi_u`. The figure of 2026 is the mean of January to
//! May. Years outside the table are refused, never extrapolated.

/// All money inside Sunward is dollars of this year.
pub const BASE_YEAR: i32 = 2025;

/// Year and annual mean of the index.
pub const CONSUMER_PRICE_INDEX: &[(i32, f64)] = &[
    (1960, 29.575),
    (1961, 29.892),
    (1962, 30.25),
    (1963, 30.625),
    (1964, 31.017),
    (1965, 31.508),
    (1966, 32.458),
    (1967, 33.358),
    (1968, 34.783),
    (1969, 36.683),
    (1970, 38.825),
    (1971, 40.492),
    (1972, 41.817),
    (1973, 44.4),
    (1974, 49.308),
    (1975, 53.817),
    (1976, 56.908),
    (1977, 60.608),
    (1978, 65.233),
    (1979, 72.575),
    (1980, 82.408),
    (1981, 90.925),
    (1982, 96.5),
    (1983, 99.6),
    (1984, 103.883),
    (1985, 107.567),
    (1986, 109.608),
    (1987, 113.625),
    (1988, 118.258),
    (1989, 123.967),
    (1990, 130.658),
    (1991, 136.192),
    (1992, 140.317),
    (1993, 144.458),
    (1994, 148.225),
    (1995, 152.383),
    (1996, 156.85),
    (1997, 160.517),
    (1998, 163.008),
    (1999, 166.575),
    (2000, 172.2),
    (2001, 177.067),
    (2002, 179.875),
    (2003, 183.958),
    (2004, 188.883),
    (2005, 195.292),
    (2006, 201.592),
    (2007, 207.342),
    (2008, 215.302),
    (2009, 214.537),
    (2010, 218.056),
    (2011, 224.939),
    (2012, 229.594),
    (2013, 232.957),
    (2014, 236.736),
    (2015, 237.017),
    (2016, 240.007),
    (2017, 245.12),
    (2018, 251.107),
    (2019, 255.657),
    (2020, 258.811),
    (2021, 270.97),
    (2022, 292.655),
    (2023, 304.702),
    (2024, 313.689),
    (2025, 321.943),
    (2026, 330.079),
];

/// First and last year whose dollars can be converted.
pub fn known_years() -> (i32, i32) {
    (CONSUMER_PRICE_INDEX[0].0, CONSUMER_PRICE_INDEX[CONSUMER_PRICE_INDEX.len() - 1].0)
}

/// Dollars of [`BASE_YEAR`] that buy what one dollar of `year` bought: `index(base) / index(year)`.
///
/// `None` outside [`known_years`].
pub fn to_base_year(year: i32) -> Option<f64> {
    let index = |wanted: i32| CONSUMER_PRICE_INDEX.iter().find(|row| row.0 == wanted).map(|row| row.1);
    if year == BASE_YEAR {
        return Some(1.0);
    }
    Some(index(BASE_YEAR)? / index(year)?)
}
