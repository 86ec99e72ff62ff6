//! The levelised cost of compute: one function for every option.

use crate::datasheet::{Datasheet, PARTS, Part, Refusal};
use crate::finance::Interest;
use crate::network::loads;
use sunward_model::{Key, OptionalKey, Values};
use sunward_quantity::{
    ComputeRate, DataPerCompute, Money, MoneyRate, Operations, Power, PricePerCompute, PricePerEnergy, Ratio,
};

/// Most uses of compute in one scenario.
pub const MOST_WORKLOADS: usize = 8;

/// The numbers of one use of compute.
#[derive(Debug, Clone, Copy)]
pub struct PreparedWorkload {
    /// Useful share of the peak.
    pub software: Key<Ratio>,
    /// Used share of the hours in service.
    pub utilisation: Key<Ratio>,
    /// Bits traded for each operation.
    pub traffic: Key<DataPerCompute>,
    /// Share of it that goes to any machine of the network.
    pub global_share: OptionalKey<Ratio>,
    /// Bits to and from the ground for each operation.
    pub user_traffic: OptionalKey<DataPerCompute>,
    /// Operations for each token.
    pub operations_per_token: Key<Operations>,
}

/// What one use of compute costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkloadCost {
    /// Share of the wanted speed that links and downlink allow.
    pub network: f64,
    /// Traffic wanted between machines over what the links carry.
    pub network_load: f64,
    /// Traffic wanted with the ground over what the downlink carries.
    pub downlink_load: f64,
    /// Compute delivered: peak × software × power × thermal × network × availability × utilisation.
    pub delivered: ComputeRate,
    /// Levelised cost of an operation delivered.
    pub compute: PricePerCompute,
    /// Dollars of the base year for a million tokens.
    pub million_tokens: Money,
    /// For an hour of one chip, sold.
    pub chip_hour: Money,
}

/// What one option costs in one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// By part; the parts add up to [`Cost::total`].
    pub by_part: [MoneyRate; PARTS],
    /// All of it, as time goes by.
    pub total: MoneyRate,
    /// What makers keep, by part: the difference between buying every stage and owning it.
    pub margin_by_part: [MoneyRate; PARTS],
    /// Power of the chips.
    pub it_power: Power,
    /// Cost by IT energy delivered.
    pub it_energy: PricePerEnergy,
    /// How many workloads of [`Cost::workloads`] count.
    pub workload_count: usize,
    /// By use of compute, in the order of the scenario.
    pub workloads: [WorkloadCost; MOST_WORKLOADS],
}

impl Cost {
    /// The cost if every stage were owned and none kept a margin.
    pub fn integrated(&self) -> MoneyRate {
        self.total - self.margin_by_part.iter().copied().sum()
    }

    /// Share of the total that a part makes up.
    pub fn share(&self, part: Part) -> f64 {
        self.by_part[part as usize] / self.total
    }
}

/// The levelised cost of a datasheet.
///
/// `Σ priceᵢ (1 − residualᵢ (1+r)^−lifeᵢ) IDC CRF(r, lifeᵢ) + Σ priceᵢ replacedᵢ + insurance + running`, and with the
/// cost of waiting `total = that / (1 − margin r delay)`; over delivered compute
/// `peak × software × power × thermal × network × availability × utilisation`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `priceᵢ`, `lifeᵢ`, `residualᵢ`, `replacedᵢ` | of each part of the sheet | USD, years, –, 1/year |
/// | `r` | the sheet's cost of capital | 1/year |
/// | `IDC` | interest during construction; 1 for chips, which are bought when the rest stands | – |
/// | `delay`, `margin` | lead time, and what a seller keeps of the price of compute | years, – |
///
/// Waiting comes once, before the first year of service: the margin not earned is carried as interest for ever. It
/// is counted alike on both sides.
///
/// Leaves out taxes, subsidies, inflation (all money is of one year) and the change of prices within a life.
///
/// # Errors
/// [`Refusal::NotFinite`] when nothing is delivered.
#[inline]
pub fn levelise(
    sheet: &Datasheet,
    values: &Values,
    delay_margin: Key<Ratio>,
    workloads: &[PreparedWorkload],
) -> Result<Cost, Refusal> {
    let interest = Interest::new(sheet.wacc);
    let construction = interest.during_construction(sheet.construction);
    let mut by_part = [MoneyRate::ZERO; PARTS];
    let mut margin_by_part = [MoneyRate::ZERO; PARTS];
    let mut replacement = MoneyRate::ZERO;
    let mut insurance = MoneyRate::ZERO;
    // Most parts of a side share a life: remember the last one.
    let (mut last_life, mut last_factor, mut last_discount) =
        (sunward_quantity::TimeSpan::ZERO, sunward_quantity::Rate::ZERO, None);
    for (i, capital) in sheet.capital.iter().enumerate() {
        if capital.price.in_dollars() == 0.0 {
            continue;
        }
        if capital.life != last_life {
            last_life = capital.life;
            last_factor = interest.capital_recovery_factor(capital.life);
            last_discount = None;
        }
        let left = if capital.residual > 0.0 {
            1.0 - capital.residual * *last_discount.get_or_insert_with(|| interest.discount(capital.life))
        } else {
            1.0
        };
        let built = if capital.at_once { 1.0 } else { construction };
        let paid = last_factor * (capital.price * (left * built));
        by_part[i] += paid;
        let again = capital.replaced * capital.price;
        let premium = sheet.insurance * capital.price;
        replacement += again;
        insurance += premium;
        margin_by_part[i] = (paid + again + premium) * capital.margin;
    }
    by_part[Part::Replacement as usize] += replacement;
    by_part[Part::Insurance as usize] += insurance;
    for (paid, running) in by_part.iter_mut().zip(&sheet.running) {
        *paid += *running;
    }
    let before: MoneyRate = by_part.iter().fold(MoneyRate::ZERO, |sum, part| sum + *part);
    let waiting = values.get(delay_margin).value() * (sheet.wacc * sheet.lead_time).value();
    if waiting >= 1.0 {
        return Err(Refusal::NotFinite);
    }
    let total = before / (1.0 - waiting);
    by_part[Part::Waiting as usize] = total - before;
    for margin in &mut margin_by_part {
        *margin = *margin / (1.0 - waiting);
    }

    let in_service = sheet.power * sheet.thermal * sheet.availability;
    let it_energy = total / (sheet.it_power * in_service);
    let peak = sheet.peak * sheet.it_power;
    let mut costs = [NOTHING; MOST_WORKLOADS];
    for (cost, workload) in costs.iter_mut().zip(workloads) {
        let software = values.get(workload.software).value();
        let utilisation = values.get(workload.utilisation).value();
        let loads = loads(sheet, values, workload, software);
        let network = loads.share();
        let delivered = peak * (software * network * in_service * utilisation);
        let compute = total / delivered;
        *cost = WorkloadCost {
            network,
            network_load: loads.network,
            downlink_load: loads.downlink,
            delivered,
            compute,
            million_tokens: compute * (values.get(workload.operations_per_token) * 1e6),
            chip_hour: (total / (sheet.chips * in_service * utilisation)) * sunward_quantity::TimeSpan::hours(1.0),
        };
        if !(compute.is_finite() && compute.in_dollars_per_operation() >= 0.0) {
            return Err(Refusal::NotFinite);
        }
    }
    Ok(Cost {
        by_part,
        total,
        margin_by_part,
        it_power: sheet.it_power,
        it_energy,
        workload_count: workloads.len(),
        workloads: costs,
    })
}

const NOTHING: WorkloadCost = WorkloadCost {
    network: 0.0,
    network_load: 0.0,
    downlink_load: 0.0,
    delivered: ComputeRate::ZERO,
    compute: PricePerCompute::ZERO,
    million_tokens: Money::ZERO,
    chip_hour: Money::ZERO,
};
