//! The levelised cost of compute: one function for every option.

use crate::datasheet::{Datasheet, PARTS, Part, Refusal};
use crate::finance::Interest;
use crate::network::loads;
use crate::running::Together;
use sunward_model::world::Workload;
use sunward_model::{Model, OptionalKey, Values};
use sunward_quantity::{
    ComputeRate, DataPerCompute, Money, MoneyRate, Operations, Power, PricePerCompute, PricePerEnergy, Rate, Ratio,
    TimeSpan,
};

/// Most uses of compute in one scenario.
pub const MOST_WORKLOADS: usize = 8;

/// What both sides of a comparison are measured by: the uses of compute, and how money is counted. Where the numbers
/// stand.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct PreparedTerms {
    delay_margin: OptionalKey<Ratio>,
    payments: OptionalKey<Ratio>,
    year_length: OptionalKey<TimeSpan>,
    workloads: Vec<Workload>,
}

impl PreparedTerms {
    /// Of a model, whose workloads are at most [`MOST_WORKLOADS`].
    pub fn new(model: &Model) -> Self {
        Self {
            delay_margin: model.scenario.delay_margin,
            payments: model.scenario.payments,
            year_length: model.scenario.year_length,
            workloads: model.workloads.clone(),
        }
    }

    /// The same for some of the uses only, by index.
    pub fn of_uses(&self, uses: &[usize]) -> Self {
        Self { workloads: uses.iter().filter_map(|index| self.workloads.get(*index).cloned()).collect(), ..*self }
    }

    /// The numbers themselves.
    pub fn read(&self, values: &Values) -> Terms {
        let mut terms = Terms::default();
        self.read_into(values, &mut terms);
        terms
    }

    /// The numbers themselves, into terms that are already there; of their workloads those of the scenario are filled in.
    #[inline]
    pub(crate) fn read_into(&self, values: &Values, terms: &mut Terms) {
        terms.delay_margin = values.get_optional(self.delay_margin).map_or(0.0, Ratio::value);
        terms.payments = values.get_optional(self.payments).map_or(1.0, Ratio::value);
        terms.year = values.get_optional(self.year_length).map_or(1.0, |length| TimeSpan::years(1.0) / length);
        terms.workload_count = self.workloads.len();
        for (terms, workload) in terms.workloads.iter_mut().zip(&self.workloads) {
            *terms = WorkloadTerms {
                software: values.get(workload.software).value(),
                utilisation: values.get(workload.utilisation).value(),
                traffic: values.get(workload.traffic),
                global_share: values.get_optional(workload.global_share).map_or(0.0, Ratio::value),
                user_traffic: values.get_optional(workload.user_traffic).unwrap_or(DataPerCompute::ZERO),
                operations_per_token: values.get(workload.operations_per_token),
                together: Together::of(workload, values),
            };
        }
    }
}

/// What both sides of a comparison are measured by.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Terms {
    /// What a seller of compute keeps of its price, before the cost of waiting.
    pub delay_margin: f64,
    /// How often in a year capital is repaid.
    pub payments: f64,
    /// A Julian year over the year by which yearly shares of capital are counted.
    pub year: f64,
    /// How many workloads count.
    pub workload_count: usize,
    /// Uses of compute, in the order of the scenario.
    pub workloads: [WorkloadTerms; MOST_WORKLOADS],
}

/// The numbers of one use of compute.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WorkloadTerms {
    /// Useful share of the peak.
    pub software: f64,
    /// Used share of the hours in service.
    pub utilisation: f64,
    /// Bits traded for each operation.
    pub traffic: DataPerCompute,
    /// Share of it that goes to any machine of the network.
    pub global_share: f64,
    /// Bits to and from the ground for each operation.
    pub user_traffic: DataPerCompute,
    /// Operations for each token.
    pub operations_per_token: Operations,
    /// What interruptions do to it.
    pub together: Together,
}

/// What one use of compute costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkloadCost {
    /// Share of the wanted speed that links and downlink allow.
    pub network: f64,
    /// Share of its time in use that is work that lasts: what interruptions leave.
    pub running: f64,
    /// Traffic wanted between machines over what the links carry.
    pub network_load: f64,
    /// Traffic wanted with the ground over what the downlink carries.
    pub downlink_load: f64,
    /// Compute delivered: peak × software × running × power × thermal × network × availability × utilisation.
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
    const BLANK: Self = Self {
        by_part: [MoneyRate::ZERO; PARTS],
        total: MoneyRate::ZERO,
        margin_by_part: [MoneyRate::ZERO; PARTS],
        it_power: Power::ZERO,
        it_energy: PricePerEnergy::ZERO,
        workload_count: 0,
        workloads: [NOTHING; MOST_WORKLOADS],
    };

    /// Of nothing, to be filled in by [`Prepared::evaluate_into`](crate::Prepared::evaluate_into).
    #[inline]
    pub const fn blank() -> Self {
        Self::BLANK
    }

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
/// cost of waiting `total = κ that / (1 − margin r delay)`; over delivered compute
/// `peak × software × running × power × thermal × network × availability × utilisation`, where
/// [`Together::running`] is what interruptions leave.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `priceᵢ`, `lifeᵢ`, `residualᵢ`, `replacedᵢ` | of each part of the sheet | USD, years, –, 1/year |
/// | `r` | the sheet's cost of capital | 1/year |
/// | `IDC` | interest during construction; 1 for chips, which are bought when the rest stands | – |
/// | `κ` | price over cost: 1 but in a market that is short | – |
/// | `delay`, `margin` | lead time, and what a seller keeps of the price of compute | years, – |
///
/// Waiting comes once, before the first year of service: the margin not earned is carried as interest for ever. It
/// is counted alike on both sides.
///
/// Leaves out taxes, subsidies, inflation (all money is of one year) and the change of prices within a life.
///
/// # Errors
/// [`Refusal::NotFinite`] when nothing is delivered.
pub fn levelise(sheet: &Datasheet, terms: &Terms) -> Result<Cost, Refusal> {
    let mut cost = Cost::blank();
    levelise_into(sheet, terms, &mut Common::default(), &mut cost)?;
    Ok(cost)
}

/// How many rates of interest, and lives under each, are remembered; what finds no room is worked out each time.
const REMEMBERED: (usize, usize) = (6, 8);

/// What options that are measured by the same terms have in common, worked out once for all of them: interest, capital recovery
/// factors, and what interruptions leave of chips that stop alike. Nothing else than what would be worked out again.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Common {
    owed: [Option<Owed>; REMEMBERED.0],
    /// For each use: stops and silent errors of a chip, and the share of time that lasts.
    running: [Option<(Rate, Rate, f64)>; MOST_WORKLOADS],
}

/// What one cost of capital asks.
#[derive(Debug, Clone, Copy)]
struct Owed {
    wacc: Rate,
    interest: Interest,
    /// Life, capital recovery factor, and what a dollar at its end is worth.
    lives: [(TimeSpan, Rate, f64); REMEMBERED.1],
    known: usize,
}

impl Owed {
    #[inline]
    fn new(wacc: Rate, payments: f64) -> Self {
        let lives = [(TimeSpan::ZERO, Rate::ZERO, 0.0); REMEMBERED.1];
        Self { wacc, interest: Interest::repaid(wacc, payments), lives, known: 0 }
    }

    #[inline]
    fn over(&mut self, life: TimeSpan) -> (Rate, f64) {
        if let Some((_, factor, discount)) = self.lives[..self.known].iter().find(|row| row.0 == life) {
            return (*factor, *discount);
        }
        let factor = self.interest.capital_recovery_factor(life);
        let discount = self.interest.discount_by(factor);
        if let Some(room) = self.lives.get_mut(self.known) {
            *room = (life, factor, discount);
            self.known += 1;
        }
        (factor, discount)
    }
}

/// [`levelise`] into a blank cost: it is a thousand bytes, and each copy takes as long as an exponential.
#[inline]
pub(crate) fn levelise_into(
    sheet: &Datasheet,
    terms: &Terms,
    common: &mut Common,
    cost: &mut Cost,
) -> Result<(), Refusal> {
    let place = common.owed.iter().position(|known| known.as_ref().is_none_or(|known| known.wacc == sheet.wacc));
    let mut own = None;
    let owed = match place {
        Some(place) => &mut common.owed[place],
        None => &mut own,
    };
    let owed = owed.get_or_insert_with(|| Owed::new(sheet.wacc, terms.payments));
    let construction = owed.interest.during_construction(sheet.construction);
    cost.it_power = sheet.it_power;
    cost.workload_count = terms.workload_count;
    let mut replacement = MoneyRate::ZERO;
    let mut insurance = MoneyRate::ZERO;
    let mut upkeep = MoneyRate::ZERO;
    // Most parts of a side share a life: remember the last one.
    let (mut last_life, mut last_factor, mut last_discount) = (TimeSpan::ZERO, Rate::ZERO, 0.0);
    for (i, capital) in sheet.capital.iter().enumerate() {
        if capital.price.in_dollars() == 0.0 {
            continue;
        }
        if capital.life != last_life {
            last_life = capital.life;
            (last_factor, last_discount) = owed.over(capital.life);
        }
        let left = 1.0 - capital.residual * last_discount;
        let built = if capital.at_once { 1.0 } else { construction };
        let paid = last_factor * (capital.price * (left * built * terms.year));
        cost.by_part[i] += paid;
        let again = capital.replaced * (capital.price * terms.year);
        let premium = sheet.insurance * (capital.price * terms.year);
        replacement += again;
        insurance += premium;
        upkeep += capital.upkeep * (capital.price * terms.year);
        cost.margin_by_part[i] = (paid + again + premium) * capital.margin;
    }
    cost.by_part[Part::Replacement as usize] += replacement;
    cost.by_part[Part::Insurance as usize] += insurance;
    cost.by_part[Part::Operations as usize] += upkeep;
    for (paid, running) in cost.by_part.iter_mut().zip(&sheet.running) {
        *paid += *running;
    }
    let before: MoneyRate = cost.by_part.iter().fold(MoneyRate::ZERO, |sum, part| sum + *part);
    let waiting = terms.delay_margin * (sheet.wacc * sheet.lead_time).value();
    if waiting >= 1.0 {
        return Err(Refusal::NotFinite);
    }
    let waited = 1.0 / (1.0 - waiting);
    let made = before * waited;
    cost.by_part[Part::Waiting as usize] = made - before;
    for margin in &mut cost.margin_by_part {
        *margin = *margin * waited;
    }
    // Whoever owns every stage pays no shortage: it is the last seller's margin.
    let total = made * sheet.price_over_cost;
    cost.by_part[Part::Shortage as usize] = total - made;
    cost.margin_by_part[Part::Shortage as usize] = total - made;
    cost.total = total;

    let in_service = sheet.power * sheet.thermal * sheet.availability;
    cost.it_energy = total / (sheet.it_power * in_service);
    let peak = sheet.peak * sheet.it_power;
    let uses = terms.workloads[..terms.workload_count].iter().zip(&mut common.running);
    for (cost, (workload, known)) in cost.workloads.iter_mut().zip(uses) {
        let WorkloadTerms { software, utilisation, operations_per_token, together, .. } = workload;
        let loads = loads(sheet, workload);
        let network = loads.share();
        let running = match known {
            Some((stops, silent, running)) if (*stops, *silent) == (sheet.stops, sheet.silent) => *running,
            _ => {
                let running = together.running(sheet)?;
                *known = Some((sheet.stops, sheet.silent, running));
                running
            }
        };
        let delivered = peak * (software * running * network * in_service * utilisation);
        let compute = total / delivered;
        *cost = WorkloadCost {
            network,
            network_load: loads.network,
            downlink_load: loads.downlink,
            running,
            delivered,
            compute,
            million_tokens: compute * (*operations_per_token * 1e6),
            chip_hour: (total / (sheet.chips * in_service * utilisation)) * TimeSpan::hours(1.0),
        };
        if !(0.0..=f64::MAX).contains(&compute.in_dollars_per_operation()) {
            return Err(Refusal::NotFinite);
        }
    }
    Ok(())
}

const NOTHING: WorkloadCost = WorkloadCost {
    network: 0.0,
    running: 0.0,
    network_load: 0.0,
    downlink_load: 0.0,
    delivered: ComputeRate::ZERO,
    compute: PricePerCompute::ZERO,
    million_tokens: Money::ZERO,
    chip_hour: Money::ZERO,
};
