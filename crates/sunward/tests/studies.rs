//! Published studies, each recomputed in a few lines that share nothing with the engine: what the engine must give
//! when a scenario is fed with a study's own inputs and conventions.

use sunward_quantity::elementary::power;

mod studies {
    pub mod ai1;
    pub mod harness;
    pub mod iscr;
    pub mod jeshap;
    pub mod mccalip;
    pub mod myana_finance;
    pub mod myana_physics;
    pub mod odc;
    pub mod semianalysis;
    pub mod spacedc_mdao;
    pub mod starcloud;
    pub mod suncatcher;
    pub mod tether;
    pub mod turyshev;
}

/// Hours in the year of all these studies.
const HOURS: f64 = 8760.0;

/// Share of a sum paid in each of `periods` so that it is repaid with interest of `rate` a period.
fn annuity(rate: f64, periods: f64) -> f64 {
    rate / (1.0 - power(1.0 + rate, -periods))
}

/// Share of a sum paid in a year of twelve equal payments that repay it in `years`, each bearing a twelfth of `rate`.
fn twelve_payments(rate: f64, years: f64) -> f64 {
    12.0 * annuity(rate / 12.0, 12.0 * years)
}

/// That a number prints as it was published: it lies within half of the last `digit` printed.
#[track_caller]
fn prints(found: f64, published: f64, digit: f64) {
    assert!((found - published).abs() <= 0.5 * digit * (1.0 + 1e-9), "{found} does not print as {published}");
}
