//! What a network must be before anyone plans over it.
//!
//! A network that [`connect`](crate::connect()) made keeps these rules; one that is written in code may not.

use crate::network::{Counted, Learning, Line, Network, Place, Process, Series};

impl Network {
    /// Everything that is wrong with it, in words; empty where nothing is.
    pub fn check(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.periods.is_empty() {
            return vec!["there are no periods".into()];
        }
        self.check_periods(&mut found);
        self.check_markets(&mut found);
        for process in &self.processes {
            self.check_process(process, &mut found);
        }
        self.check_limits(&mut found);
        self.check_demands(&mut found);
        for experience in &self.experiences {
            let name = format!("experience `{}`", experience.name);
            if !(experience.rate >= 0.0 && experience.rate < 1.0) {
                found.push(format!("{name}: the rate {} is not from 0 to below 1", experience.rate));
            }
            if !(experience.initial > 0.0 && experience.initial.is_finite()) {
                found.push(format!("{name}: experience at the start is {}, and must be above 0", experience.initial));
            }
            if !(experience.floor >= 0.0 && experience.floor <= 1.0) {
                found.push(format!("{name}: the floor {} is not from 0 to 1", experience.floor));
            }
        }
        if let Some(budget) = &self.budget {
            self.check_series("budget", budget, &mut found);
        }
        if let Some(target) = &self.target {
            if target.commodity >= self.commodities.len() {
                found.push(format!("target: there is no commodity {}", target.commodity));
            }
            if !(target.amount >= 0.0 && target.amount.is_finite()) {
                found.push(format!("target: the amount is {}", target.amount));
            }
        }
        found
    }

    fn check_periods(&self, found: &mut Vec<String>) {
        for period in &self.periods {
            if !(period.years > 0.0 && period.years.is_finite() && period.start.is_finite()) {
                found.push(format!("period {}: it is {} years long", period.year, period.years));
            }
        }
        for pair in self.periods.windows(2) {
            if (pair[1].start - pair[0].end()).abs() > 1e-6 {
                found.push(format!(
                    "period {}: it begins at {}, the one before ends at {}",
                    pair[1].year,
                    pair[1].start,
                    pair[0].end()
                ));
            }
        }
        if !(self.discount > -1.0 && self.discount.is_finite()) {
            found.push(format!("discount: {} is no rate", self.discount));
        }
    }

    fn check_markets(&self, found: &mut Vec<String>) {
        for commodity in &self.commodities {
            if commodity.decay.is_some_and(|decay| !(0.0..=1.0).contains(&decay)) {
                found.push(format!("commodity `{}`: the share lost in a year is not from 0 to 1", commodity.name));
            }
        }
        for location in &self.locations {
            if location.world >= self.worlds.len() {
                found.push(format!("location `{}`: there is no world {}", location.name, location.world));
            }
        }
        for (index, market) in self.markets.iter().enumerate() {
            let there = match market.place {
                Place::Location(location) => location < self.locations.len(),
                Place::World(world) => world < self.worlds.len(),
            };
            if market.commodity >= self.commodities.len() || !there {
                found.push(format!("market {index}: there is no such commodity or place"));
            }
            if self.markets[..index].contains(market) {
                found.push(format!("market {index}: it is there twice"));
            }
        }
    }

    fn check_process(&self, process: &Process, found: &mut Vec<String>) {
        let name = match self.locations.get(process.location) {
            Some(location) => format!("process `{}` at `{}`", process.industry, location.name),
            None => format!("process `{}`", process.industry),
        };
        if process.location >= self.locations.len() || process.to.is_some_and(|to| to >= self.locations.len()) {
            found.push(format!("{name}: there is no such location"));
        }
        if process.makes.iter().all(|line| line.amount.is_zero()) {
            found.push(format!("{name}: it makes nothing"));
        }
        for (recipe, lines) in [("makes", &process.makes), ("uses", &process.uses), ("capital", &process.capital)] {
            self.check_lines(&name, recipe, lines, found);
        }
        let series = [
            ("price", &process.price),
            ("fixed cost", &process.fixed_cost),
            ("running cost", &process.running_cost),
            ("availability", &process.availability),
        ];
        for (what, series) in series {
            self.check_series(&format!("{name}: {what}"), series, found);
        }
        if let Some(most) = &process.most {
            self.check_series(&format!("{name}: greatest capacity"), most, found);
        }
        let amounts = [
            ("lead time", process.lead_time),
            ("growth", process.growth),
            ("seed", process.seed.unwrap_or(0.0)),
            ("capacity standing", process.standing),
            ("margin", process.margin),
        ];
        for (what, amount) in amounts {
            if !(amount >= 0.0 && amount.is_finite()) {
                found.push(format!("{name}: {what} is {amount}"));
            }
        }
        let lives = process.life > 0.0 && process.life.is_finite();
        if !process.free && !lives {
            found.push(format!("{name}: it lives for {} years", process.life));
        }
        if !process.first.is_finite() {
            found.push(format!("{name}: its first year is {}", process.first));
        }
        if !(process.wacc > -1.0 && process.wacc.is_finite()) {
            found.push(format!("{name}: the cost of capital {} is no rate", process.wacc));
        }
        if process.coming.len() != self.periods.len() {
            found.push(format!(
                "{name}: capacity under construction has {} numbers for {} periods",
                process.coming.len(),
                self.periods.len()
            ));
        }
        if process.coming.iter().any(|amount| !(*amount >= 0.0 && amount.is_finite())) {
            found.push(format!("{name}: capacity under construction is negative or no number"));
        }
        let starts = process.standing > 0.0 || process.coming.iter().any(|amount| *amount > 0.0);
        if !process.free && process.seed == Some(0.0) && !starts && self.first_build(process).is_some() {
            found
                .push(format!("{name}: it cannot begin, since nothing stands, nothing is coming and its seed is zero"));
        }
        if process.free && (starts || !process.capital.is_empty() || !process.price.is_zero()) {
            found.push(format!("{name}: it needs no capacity and yet has a price, a capital recipe or capacity"));
        }
        let learning = match process.learning {
            Some(Learning::Building(index) | Learning::Running(index)) => index,
            None => 0,
        };
        if process.learning.is_some() && learning >= self.experiences.len() {
            found.push(format!("{name}: there is no experience {learning}"));
        }
    }

    fn check_lines(&self, name: &str, recipe: &str, lines: &[Line], found: &mut Vec<String>) {
        for (index, line) in lines.iter().enumerate() {
            let Some(market) = self.markets.get(line.market) else {
                found.push(format!("{name}: {recipe} names market {}, which is not there", line.market));
                continue;
            };
            let commodity = self.commodities.get(market.commodity).map_or("", |commodity| commodity.name.as_str());
            self.check_series(&format!("{name}: {recipe} `{commodity}`"), &line.amount, found);
            if lines[..index].iter().any(|other| other.market == line.market) {
                found.push(format!("{name}: {recipe} `{commodity}` twice"));
            }
        }
    }

    fn check_limits(&self, found: &mut Vec<String>) {
        for limit in &self.limits {
            let name = format!("limit `{}`", limit.name);
            self.check_series(&format!("{name}: amount"), &limit.amount, found);
            if limit.takes.is_empty() {
                found.push(format!("{name}: nothing counts against it"));
            }
            if limit.location.is_some_and(|location| location >= self.locations.len()) {
                found.push(format!("{name}: there is no such location"));
            }
            for (process, counted, amount) in &limit.takes {
                self.check_series(&format!("{name}: what counts"), amount, found);
                match self.processes.get(*process) {
                    None => found.push(format!("{name}: there is no process {process}")),
                    Some(process) if process.free && *counted != Counted::Activity => {
                        found.push(format!("{name}: `{}` has no capacity that could count", process.industry));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn check_demands(&self, found: &mut Vec<String>) {
        for demand in &self.demands {
            let name = format!("demand `{}`", demand.name);
            if demand.market >= self.markets.len() {
                found.push(format!("{name}: there is no market {}", demand.market));
            }
            self.check_series(&format!("{name}: amount"), &demand.amount, found);
            if let Some(price) = &demand.price {
                self.check_series(&format!("{name}: price"), price, found);
            }
        }
    }

    /// A series has a number for each period, finite and not negative.
    fn check_series(&self, name: &str, series: &Series, found: &mut Vec<String>) {
        let values = match series {
            Series::Constant(value) => std::slice::from_ref(value),
            Series::ByPeriod(values) => {
                if values.len() != self.periods.len() {
                    found.push(format!("{name} has {} numbers for {} periods", values.len(), self.periods.len()));
                }
                values
            }
        };
        if let Some(wrong) = values.iter().find(|value| !(**value >= 0.0 && value.is_finite())) {
            found.push(format!("{name} is {wrong}, and must be a number not below zero"));
        }
    }
}
