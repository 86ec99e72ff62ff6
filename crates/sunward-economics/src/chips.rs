//! What chips are made of, what that costs, and what it asks of fabs: wafers, exposures, scanners, memory, packages.

use crate::datasheet::Refusal;
use std::f64::consts::PI;
use sunward_model::supply::{Memory, Package, Packaging, Process, Scanner, Wafer};
use sunward_model::{Key, Model, OptionalKey, Shaped, Values};
use sunward_quantity::elementary::{exp, ln_1p};
use sunward_quantity::{Area, Length, Money, PerArea, Power, Rate, Ratio};

/// How much of the edge is lost to dies that do not fit: `K` of [`dies_per_wafer`]. Source: `devries2005`.
const EDGE_LOSS: f64 = 0.58;

/// A chip that no fab makes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CannotMake {
    /// Not one fits on the wafer.
    TooLarge {
        /// Of the die or carrier.
        area: Area,
        /// Of the wafer, without its edge.
        diameter: Length,
    },
    /// A number that no die or wafer has.
    NotPossible {
        /// Which number.
        what: &'static str,
        /// The number, in SI.
        value: f64,
    },
}

impl std::fmt::Display for CannotMake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge { area, diameter } => {
                write!(f, "no piece of {area} fits on a wafer with {diameter} of useful diameter")
            }
            Self::NotPossible { what, value } => write!(f, "nothing has a {what} of {value}"),
        }
    }
}

impl std::error::Error for CannotMake {}

/// Whole dies on a round wafer, on average over ways to lay them.
///
/// `N = πd²/4S − K πd/√S`, `d = D − 2e`: scalar in, scalar out; the first term is the area, the second the dies cut
/// by the edge.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `D` | `diameter` of the wafer | m |
/// | `e` | `edge`, the ring that bears no dies | m |
/// | `S` | area of a die with its share of the lines between dies | m² |
/// | `K` | 0.58 | – |
///
/// Leaves out the shape of the die (square to 1 : 1.3 is meant) and dies lost to the grid of the scanner's fields. At most
/// 7 % below the best layout up to 830 mm² on 300 mm, a tenth at 2,500 mm². Source: `devries2005`.
///
/// # Errors
/// [`CannotMake::TooLarge`] if not one die is left; [`CannotMake::NotPossible`] if a size is not positive.
pub fn dies_per_wafer(diameter: Length, edge: Length, die: Area) -> Result<f64, CannotMake> {
    let useful = diameter - edge * 2.0;
    let (d, s) = (useful.in_metres(), die.in_square_metres());
    if !(s > 0.0 && s.is_finite()) {
        return Err(CannotMake::NotPossible { what: "die area", value: s });
    }
    if !(d > 0.0 && d.is_finite()) {
        return Err(CannotMake::NotPossible { what: "useful diameter", value: d });
    }
    let count = PI * d * d / (4.0 * s) - EDGE_LOSS * PI * d / s.sqrt();
    if count >= 1.0 { Ok(count) } else { Err(CannotMake::TooLarge { area: die, diameter: useful }) }
}

/// Share of dies without a killing defect.
///
/// `Y = (1 + A D₀ / α)^−α`: scalar in, scalar out; falls with area and defects, and goes to Poisson's `e^(−A D₀)` as
/// `α` grows without limit.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `A` | `area` of a die; all of it counts as sensitive | m² |
/// | `D₀` | `defects` by area | 1/m² |
/// | `α` | `clustering`; defects that come together spare other dies | – |
///
/// Leaves out failures that hit a whole wafer. Source: `stapper1983`.
#[inline]
pub fn defect_yield(defects: PerArea, area: Area, clustering: f64) -> f64 {
    exp(-clustering * ln_1p((defects * area).value() / clustering))
}

/// Share of dies that are sold: the good ones, and of the others the share that works with a broken part switched off.
///
/// `Y + (1 − Y) s`.
#[inline]
pub fn sold_share(good: f64, salvage: f64) -> f64 {
    good + (1.0 - good) * salvage
}

/// Scanners that make so many exposures: `n = r / (t a)`, with `exposures` `r`, `throughput` `t` while a scanner runs and
/// `availability` `a`. All of them busy all year; what a fab keeps spare is not in it.
#[inline]
pub fn scanners(exposures: Rate, throughput: Rate, availability: f64) -> f64 {
    exposures / (throughput * availability)
}

/// Chips for a rate of power: `ṅ = Ṗ / P`, for `power` a chip and `added` power a year.
///
/// # Errors
/// [`CannotMake::NotPossible`] if a chip takes no power.
pub fn chips_for(added: sunward_quantity::PowerRate, power: Power) -> Result<Rate, CannotMake> {
    if power.in_watts() > 0.0 {
        Ok(Rate::per_year(added.in_gigawatts_per_year() / power.in_gigawatts()))
    } else {
        Err(CannotMake::NotPossible { what: "power of a chip", value: power.in_watts() })
    }
}

/// A round wafer's numbers.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
struct PreparedWafer {
    diameter: Key<Length>,
    edge: Key<Length>,
}

impl PreparedWafer {
    fn moved(self, by: usize) -> Self {
        Self { diameter: self.diameter.moved(by), edge: self.edge.moved(by) }
    }

    fn new(wafer: &Wafer) -> Self {
        Self { diameter: wafer.diameter, edge: wafer.edge }
    }

    fn pieces(&self, values: &Values, area: Key<Area>) -> Result<f64, CannotMake> {
        dies_per_wafer(values.get(self.diameter), values.get(self.edge), values.get(area))
    }
}

/// How a package is made, ready to be worked out: which number stands where.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct PreparedPackage {
    package: Package,
    process: Process,
    scanner: Scanner,
    memory: Memory,
    packaging: Packaging,
    wafers: [PreparedWafer; 3],
}

/// What one chip costs to make, part by part, and how its dies come off the wafer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Made {
    /// Whole dies on a wafer.
    pub dies_per_wafer: f64,
    /// Share of them without a defect.
    pub good: f64,
    /// Share of them that is sold.
    pub sold: f64,
    /// Logic dies.
    pub silicon: Money,
    /// Memory.
    pub memory: Money,
    /// Carrier, joining and substrate.
    pub packaging: Money,
    /// Dies, memory and carriers in packages that fail.
    pub lost: Money,
    /// Test, board and what is on it.
    pub test: Money,
}

impl Made {
    /// All of it.
    pub fn cost(&self) -> Money {
        self.silicon + self.memory + self.packaging + self.lost + self.test
    }
}

/// What a rate of chips asks of fabs; shares of the world are of what the scenario states for the year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChipDemand {
    /// Good chips.
    pub chips: Rate,
    /// Logic wafers.
    pub wafers: Rate,
    /// Against those the world can start on this process.
    pub wafers_of_world: Option<f64>,
    /// Exposures to extreme ultraviolet light.
    pub exposures: Rate,
    /// Scanners kept busy by them.
    pub scanners: f64,
    /// Against those that stand in the world's fabs.
    pub scanners_of_world: Option<f64>,
    /// Years of the world's making of scanners.
    pub scanner_years: Option<f64>,
    /// What the scanners cost.
    pub scanner_price: Money,
    /// Wafers of carriers.
    pub carriers: Rate,
    /// Against those the world can start.
    pub carriers_of_world: Option<f64>,
    /// Stacks of memory.
    pub stacks: Rate,
    /// Wafers of memory.
    pub memory_wafers: Rate,
    /// Against those the world can start for such memory.
    pub memory_of_world: Option<f64>,
}

impl PreparedPackage {
    /// Finds everything that the package of this name refers to.
    ///
    /// # Panics
    /// If the model does not hold it: the reader has looked.
    pub fn new(model: &Model, name: &str) -> Self {
        let package = model.packages[name].clone();
        let process = model.processes[&package.process].clone();
        let memory = model.memories[&package.memory].clone();
        let packaging = model.packagings[&package.packaging].clone();
        let wafer = |name: &String| PreparedWafer::new(&model.wafers[name]);
        Self {
            wafers: [wafer(&process.wafer), wafer(&memory.wafer), wafer(&packaging.wafer)],
            scanner: model.scanners[&process.scanner].clone(),
            package,
            process,
            memory,
            packaging,
        }
    }

    /// The names of process, memory and packaging.
    pub fn names(&self) -> [&str; 3] {
        [&self.process.name, &self.memory.name, &self.packaging.name]
    }

    /// What one chip costs to make.
    ///
    /// `(n C_w/(N s) + m C_m + C_p)/y + C_t`: scalar out.
    ///
    /// | symbol | is | unit |
    /// |---|---|---|
    /// | `n`, `m` | dies and stacks in a package | – |
    /// | `C_w`, `C_m`, `C_p`, `C_t` | price of a wafer, a stack, packaging, test | USD |
    /// | `N`, `s` | [`dies_per_wafer`], [`sold_share`] | – |
    /// | `y` | share of packages that work | – |
    ///
    /// Leaves out design, masks and dies kept for repair.
    ///
    /// # Errors
    /// [`CannotMake`].
    pub fn made(&self, values: &Values) -> Result<Made, CannotMake> {
        let ratio = |key: Key<Ratio>| values.get(key).value();
        let (package, process) = (&self.package, &self.process);
        let dies_per_wafer = self.wafers[0].pieces(values, package.die_area)?;
        let good = defect_yield(values.get(process.defects), values.get(package.die_area), ratio(process.clustering));
        let sold = sold_share(good, ratio(package.salvage));
        let silicon = values.get(process.wafer_price) * (ratio(package.dies) / (dies_per_wafer * sold));
        let memory = values.get(self.memory.price) * ratio(package.stacks);
        let packaging = values.get(package.packaging_price);
        let joined = silicon + memory + packaging;
        let lost = joined * (1.0 / ratio(self.packaging.yield_share) - 1.0);
        Ok(Made { dies_per_wafer, good, sold, silicon, memory, packaging, lost, test: values.get(package.test_price) })
    }

    /// What a rate of good chips asks of fabs.
    ///
    /// Packages are started for those that fail; dies, stacks and carriers with them.
    ///
    /// # Errors
    /// [`CannotMake`] if a die, a memory die or a carrier does not fit on its wafer.
    pub fn demand(&self, values: &Values, chips: Rate) -> Result<ChipDemand, CannotMake> {
        let ratio = |key: Key<Ratio>| values.get(key).value();
        let against = |asked: Rate, key: OptionalKey<Rate>| values.get_optional(key).map(|world| asked / world);
        let (package, process, memory, scanner) = (&self.package, &self.process, &self.memory, &self.scanner);
        let made = self.made(values)?;
        let started = chips / ratio(self.packaging.yield_share);
        let wafers = started * (ratio(package.dies) / (made.dies_per_wafer * made.sold));
        let exposures = wafers * ratio(process.exposures);
        let needed = scanners(exposures, values.get(scanner.throughput), ratio(scanner.availability));
        let stacks = started * ratio(package.stacks);
        let memory_dies = self.wafers[1].pieces(values, memory.die_area)?;
        let memory_wafers = stacks * (ratio(memory.dies) / (memory_dies * ratio(memory.yield_share)));
        let carriers = started / self.wafers[2].pieces(values, package.carrier_area)?;
        Ok(ChipDemand {
            chips,
            wafers,
            wafers_of_world: against(wafers, process.capacity),
            exposures,
            scanners: needed,
            scanners_of_world: values.get_optional(scanner.installed).map(|world| needed / world.value()),
            scanner_years: values.get_optional(scanner.output).map(|output| needed / output.in_per_year()),
            scanner_price: values.get(scanner.price) * needed,
            carriers,
            carriers_of_world: against(carriers, self.packaging.capacity),
            stacks,
            memory_wafers,
            memory_of_world: against(memory_wafers, memory.capacity),
        })
    }
}

/// What a chip costs who buys it: typed in, or worked out from what it is made of.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct ChipPrice {
    typed: OptionalKey<Money>,
    margin: Key<Ratio>,
    package: Option<PreparedPackage>,
}

impl ChipPrice {
    /// Of the chip of this name.
    ///
    /// # Panics
    /// If the model does not hold it: the reader has looked.
    pub fn new(model: &Model, chip: &str) -> Self {
        let chip = &model.chips[chip];
        let package = chip.package.as_ref().map(|name| PreparedPackage::new(model, name));
        Self { typed: chip.price, margin: chip.margin, package }
    }

    /// The same, where its numbers stand behind `by` others.
    pub(crate) fn moved(&self, by: usize) -> Self {
        let package = self.package.as_ref().map(|made| PreparedPackage {
            package: made.package.moved(by),
            process: made.process.moved(by),
            scanner: made.scanner.moved(by),
            memory: made.memory.moved(by),
            packaging: made.packaging.moved(by),
            wafers: made.wafers.map(|wafer| wafer.moved(by)),
        });
        Self { typed: self.typed.moved(by), margin: self.margin.moved(by), package }
    }

    /// What it is made of, where the scenario says.
    pub fn package(&self) -> Option<&PreparedPackage> {
        self.package.as_ref()
    }

    /// Whether the price is typed in.
    pub fn is_typed(&self, values: &Values) -> bool {
        values.get_optional(self.typed).is_some()
    }

    /// The price: typed in, else `cost / (1 − margin)`.
    ///
    /// # Errors
    /// [`Refusal::CannotMake`].
    #[inline]
    pub fn of(&self, values: &Values) -> Result<Money, Refusal> {
        match values.get_optional(self.typed) {
            Some(price) => Ok(price),
            None => self.worked_out(values),
        }
    }

    /// `cost / (1 − margin)`, whether or not a price is typed in.
    ///
    /// # Errors
    /// [`Refusal::CannotMake`]; [`Refusal::NotFinite`] where nothing is said of what it is made of.
    pub fn worked_out(&self, values: &Values) -> Result<Money, Refusal> {
        let package = self.package.as_ref().ok_or(Refusal::NotFinite)?;
        let made = package.made(values).map_err(Refusal::CannotMake)?;
        Ok(made.cost() / (1.0 - values.get(self.margin).value()))
    }
}
