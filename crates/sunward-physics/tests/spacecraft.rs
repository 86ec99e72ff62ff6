//! The closed satellite: published panels, laws of its budgets, refusals.

use proptest::prelude::*;
use sunward_physics::battery::Battery;
use sunward_physics::cell::{Cell, operating_point};
use sunward_physics::constants::{EARTH_ALBEDO, EARTH_INFRARED, EARTH_RADIUS, SOLAR_CONSTANT, STEFAN_BOLTZMANN};
use sunward_physics::heat::{albedo_view_factor, plate_view_factor};
use sunward_physics::radiator::{Concept, Radiator};
use sunward_physics::spacecraft::{ArrayMass, CORNERS, CannotClose, Design, Masses, Propulsion, Sized, SkyView, size};
use sunward_quantity::elementary::{exp, fourth_power, power};
use sunward_quantity::{
    Angle, ArealMass, Density, Energy, Flux, Length, Mass, PerKelvin, Power, Quantity, Rate, SpecificEnergy,
    SpecificMass, SpecificPower, Speed, Temperature, TemperatureDifference, TimeSpan,
};

#[track_caller]
fn close(ours: f64, wanted: f64, within: f64) {
    assert!((ours / wanted - 1.0).abs() <= within, "{ours} is not within {within} of {wanted}");
}

/// Dawn and dusk at 650 km: one season round the June solstice, when the Sun is far.
fn dawn_dusk() -> SkyView {
    let altitude = Length::kilometres(650.0);
    let (far, near) = (1361.0 * 0.967, 1361.0 * 1.034);
    let dark = 20.2 / 97.7;
    let mut corners = [(0.0, 0.0); CORNERS];
    corners[0] = (1.0 / (far * 1.002), dark / (1.0 - dark) / (far * 1.002));
    corners[1] = (1.0 / far, 0.9 * dark / (1.0 - dark) / far);
    SkyView {
        sunlit_fraction: 0.96,
        longest_eclipse: TimeSpan::minutes(20.2),
        period: TimeSpan::minutes(97.7),
        eclipses_per_year: 1300.0,
        mean_flux: SOLAR_CONSTANT,
        least_flux: Flux::watts_per_square_metre(far),
        greatest_flux: Flux::watts_per_square_metre(near),
        altitude,
        corners,
        corner_count: 2,
        earth_view_edge: plate_view_factor(altitude, Angle::degrees(90.0), EARTH_RADIUS),
        albedo_view_edge: albedo_view_factor(altitude, 0.5, EARTH_RADIUS),
        infrared: EARTH_INFRARED,
        albedo: EARTH_ALBEDO,
        density: Density::kilograms_per_cubic_metre(8.9e-14),
        speed: Speed::metres_per_second(7531.0),
    }
}

fn without_eclipse(sky: SkyView) -> SkyView {
    let mut sky = SkyView {
        sunlit_fraction: 1.0,
        longest_eclipse: TimeSpan::ZERO,
        eclipses_per_year: 0.0,
        corner_count: 1,
        ..sky
    };
    sky.corners[0] = (1.0 / sky.least_flux.in_si(), 0.0);
    sky
}

/// A satellite of a hundred kilowatts; the numbers are of the order of the published ones, not of any one satellite.
fn example() -> Design {
    Design {
        it_power: Power::kilowatts(100.0),
        eclipse_share: 1.0,
        conversion_efficiency: 0.93,
        housekeeping: Power::kilowatts(1.5),
        link_power: Power::kilowatts(1.0),
        link_light: 0.1,
        pump_share: 0.02,
        life: TimeSpan::years(5.0),
        sky: dawn_dusk(),
        cell: Cell {
            efficiency: 0.30,
            temperature_coefficient: PerKelvin::per_kelvin(-0.0022),
            packing: 0.9,
            absorptivity: 0.92,
            emissivity_front: 0.85,
            emissivity_back: 0.90,
            loss: Rate::per_year(0.01),
            pointing: 0.99,
        },
        array_mass: Some(ArrayMass::PerPower(SpecificPower::watts_per_kilogram(100.0))),
        battery: Battery {
            specific_energy: SpecificEnergy::watt_hours_per_kilogram(180.0),
            depth_of_discharge: 0.6,
            reference_cycles: 30_000.0,
            reference_depth: 0.3,
            cycle_exponent: 1.3,
            charge_efficiency: 0.96,
            discharge_efficiency: 0.96,
        },
        radiator: Radiator {
            concept: Concept::Separate,
            chip_limit: Temperature::kelvin(358.15),
            rise: TemperatureDifference::kelvin(25.0),
            emissivity: 0.85,
            absorptivity: 0.25,
            fin_efficiency: 0.92,
            blocked: 0.0,
            neighbour_gap: None,
            given_flux: None,
            areal_mass: ArealMass::kilograms_per_square_metre(5.0),
            sun_cosine: 0.02,
            loop_mass: SpecificMass::kilograms_per_kilowatt(1.5),
        },
        payload_mass: SpecificMass::kilograms_per_kilowatt(8.0),
        power_electronics: SpecificMass::kilograms_per_kilowatt(1.0),
        shielding: ArealMass::kilograms_per_square_metre(27.0),
        shielded_area_per_watt: 1e-4,
        link_mass: Mass::kilograms(60.0),
        fixed_mass: Mass::kilograms(150.0),
        structure: 0.12,
        margin: 0.10,
        propulsion: Propulsion {
            specific_impulse: TimeSpan::seconds(1700.0),
            drag_coefficient: 2.2,
            frontal_share: 0.1,
            manoeuvres: Speed::metres_per_second(5.0) / TimeSpan::years(1.0),
            deorbit: Speed::metres_per_second(180.0),
            tank_share: 0.25,
        },
    }
}

/// The whole panel is array and radiator; nothing is stored or sent off.
fn back_of_array() -> Design {
    let mut design = example();
    design.sky = without_eclipse(design.sky);
    design.radiator.concept = Concept::BackOfArray;
    design.radiator.emissivity = 0.90;
    design.radiator.fin_efficiency = 1.0;
    design.radiator.rise = TemperatureDifference::kelvin(8.0);
    design.cell.pointing = 1.0;
    design.radiator.areal_mass = ArealMass::kilograms_per_square_metre(1.5);
    design
}

fn changed(change: impl FnOnce(&mut Design)) -> Design {
    let mut design = example();
    change(&mut design);
    design
}

fn mass(design: &Design) -> f64 {
    size(design).unwrap().mass_total.in_kilograms()
}

/// Case D8 (McCalip's code, run): 62.6 °C = 335.75 K, here as the hottest panel of a closed satellite.
#[test]
fn an_array_that_radiates_from_its_back_settles_at_62_6_celsius() {
    let mut design = back_of_array();
    design.sky.earth_view_edge = 0.0212;
    design.sky.albedo = 0.0;
    design.sky.greatest_flux = SOLAR_CONSTANT;
    design.sky.corners[0].0 = 1.0 / 1361.0;
    design.link_light = 0.0;
    let sized = size(&design).unwrap();
    assert!((sized.radiator_temperature.in_kelvin() - 335.75).abs() < 0.1, "{}", sized.radiator_temperature);
    assert_eq!(sized.radiator_area, sized.array_area);
    // All electricity comes back, so the cells are exactly that warm.
    close(sized.cell_temperature.in_kelvin(), sized.radiator_temperature.in_kelvin(), 1e-9);
    design.radiator.chip_limit = Temperature::kelvin(348.15);
    design.radiator.rise = TemperatureDifference::kelvin(12.5);
    let refused = size(&design).unwrap_err();
    assert!(matches!(refused, CannotClose::ArrayTooHotForChips { .. }), "{refused}");
}

/// Case B1 (Turyshev), closed by the whole machine with its extras turned off: 4,394 m², 1,920 m² of faces, 22.76 kg/kW.
/// A sunlit share of 0.95 is an eclipse of 1/20 of each revolution, with a battery that loses and weighs nothing.
#[test]
fn turyshevs_floor_closes() {
    let mut design = example();
    design.sky.corner_count = 1;
    design.sky.corners[0] = (1.0 / 1361.0, 0.05 / 0.95 / 1361.0);
    design.sky.longest_eclipse = design.sky.period * 0.05;
    (design.battery.charge_efficiency, design.battery.discharge_efficiency) = (1.0, 1.0);
    design.battery.specific_energy = SpecificEnergy::joules_per_kilogram(1e12);
    (design.sky.infrared, design.sky.albedo, design.sky.density) = (Flux::ZERO, 0.0, Density::ZERO);
    (design.it_power, design.conversion_efficiency) = (Power::megawatts(1.0), 0.8);
    (design.housekeeping, design.link_power, design.pump_share) = (Power::ZERO, Power::ZERO, 0.0);
    design.cell = Cell {
        efficiency: 0.22,
        temperature_coefficient: PerKelvin::ZERO,
        packing: 1.0,
        pointing: 1.0,
        loss: Rate::ZERO,
        ..design.cell
    };
    design.radiator = Radiator {
        chip_limit: Temperature::kelvin(350.0),
        rise: TemperatureDifference::ZERO,
        emissivity: 0.9,
        absorptivity: 0.0,
        fin_efficiency: 0.85,
        areal_mass: ArealMass::kilograms_per_square_metre(10.0),
        loop_mass: SpecificMass::ZERO,
        ..design.radiator
    };
    (design.payload_mass, design.power_electronics) = (SpecificMass::ZERO, SpecificMass::ZERO);
    (design.shielding, design.link_mass, design.fixed_mass) = (ArealMass::ZERO, Mass::ZERO, Mass::ZERO);
    (design.structure, design.margin, design.propulsion.deorbit) = (0.0, 0.0, Speed::ZERO);
    design.propulsion.manoeuvres = Speed::ZERO / TimeSpan::years(1.0);
    let sized = size(&design).unwrap();
    close(sized.array_area.in_square_metres(), 4394.0, 0.01);
    close(2.0 * sized.radiator_area.in_square_metres(), 1920.0, 0.01);
    close(sized.specific_mass.in_kilograms_per_kilowatt(), 22.76, 0.01);
}

/// Everything [`size`] promises, worked out again from its result by the plain equations.
fn every_budget_holds(d: &Design, s: &Sized) {
    let (sky, cell, battery, radiator) = (&d.sky, &d.cell, &d.battery, &d.radiator);
    assert!(s.residual < 1e-9, "{}", s.residual);

    // Heat: what is drawn and not sent off, with the losses of the charging battery.
    let light = d.link_power * d.link_light;
    let charging_loss = s.recharge_power * (1.0 - battery.charge_efficiency);
    let made = s.sunlit_load - light + charging_loss;
    let dark = s.eclipse_load / battery.discharge_efficiency - light * d.eclipse_share;
    let greatest = if sky.longest_eclipse > TimeSpan::ZERO { made.max(dark) } else { made };
    close(s.heat.in_watts(), greatest.in_watts(), 1e-9);
    // The pumps move that heat.
    let useful = d.it_power + d.link_power + d.housekeeping + made * d.pump_share;
    close(s.sunlit_load.in_watts(), useful.in_watts() / d.conversion_efficiency, 1e-9);

    // Heat radiated is heat produced.
    close((s.radiator_flux_per_panel * s.radiator_area).in_watts(), s.heat.in_watts(), 1e-9);
    close(s.radiator_flux_per_panel / s.radiator_flux_per_face, 2.0, 1e-12);
    if radiator.concept == Concept::Separate {
        let t4 = fourth_power(s.radiator_temperature.in_kelvin());
        let sent =
            2.0 * radiator.fin_efficiency * (1.0 - radiator.blocked) * radiator.emissivity * STEFAN_BOLTZMANN * t4;
        let taken = radiator.absorptivity
            * sky.greatest_flux.in_si()
            * (radiator.sun_cosine + 2.0 * sky.albedo * sky.albedo_view_edge)
            + 2.0 * radiator.emissivity * sky.earth_view_edge * sky.infrared.in_si();
        close(s.radiator_flux_per_panel.in_si(), sent - taken, 1e-9);
    }
    assert!(s.radiator_temperature + radiator.rise <= radiator.chip_limit + TemperatureDifference::kelvin(1e-9));

    // The array at the end of life gives the loads of the sizing day, and at least those of every other one.
    let flux = cell.pointing * cell.packing * s.retention;
    let law =
        cell.efficiency * (1.0 + cell.temperature_coefficient.in_si() * (s.cell_temperature.in_kelvin() - 301.15));
    close(s.cell_efficiency, law, 1e-12);
    let c = s.eclipse_load / s.sunlit_load / (battery.charge_efficiency * battery.discharge_efficiency);
    let gives = s.array_area.in_si() * s.sizing_flux.in_si() * flux * s.cell_efficiency;
    assert!(gives >= s.array_power_eol.in_watts() * (1.0 - 1e-9));
    close(gives, s.array_power_bol.in_watts() * s.retention, 1e-9);
    for &(x, y) in &sky.corners[..sky.corner_count] {
        let needed = s.sunlit_load * (1.0 + c * y / x);
        let from_earth = sky.infrared * sky.earth_view_edge;
        let given = if radiator.concept == Concept::Separate {
            let elsewhere = from_earth * (cell.emissivity_front + cell.emissivity_back);
            operating_point(cell, Flux::from_si(1.0 / x), elsewhere, s.retention, 0.0).unwrap()
        } else {
            // The electricity that comes back on that day.
            let heat = s.sunlit_load - light + (needed - s.sunlit_load) * (1.0 - battery.charge_efficiency);
            let share = radiator.fin_efficiency * (1.0 - radiator.blocked);
            let panel = Cell {
                emissivity_front: cell.emissivity_front * share,
                emissivity_back: radiator.emissivity * share,
                ..*cell
            };
            let reflected = sky.albedo * sky.albedo_view_edge * (cell.absorptivity + radiator.absorptivity) / x;
            let elsewhere = from_earth * (cell.emissivity_front + radiator.emissivity) + Flux::from_si(reflected);
            operating_point(&panel, Flux::from_si(1.0 / x), elsewhere, s.retention, heat / needed).unwrap()
        };
        let given = given.power * s.array_area;
        assert!(given >= needed * (1.0 - 1e-9), "{given:?} {needed:?}");
    }

    // Battery.
    let drawn = s.battery_energy * (s.battery_depth * battery.discharge_efficiency);
    if s.battery_depth > 0.0 {
        close(drawn.in_joules(), (s.eclipse_load * sky.longest_eclipse).in_joules(), 1e-9);
        assert!(s.battery_depth <= battery.depth_of_discharge);
    } else {
        assert_eq!(s.battery_energy, Energy::ZERO);
    }

    // Mass.
    let m: &Masses = &s.masses;
    let parts =
        m.payload + m.shielding + m.array + m.battery + m.power_electronics + m.radiator + m.heat_loop + m.links;
    let bare = parts + m.fixed + m.propulsion;
    close(m.structure.in_si(), (bare * d.structure).in_si(), 1e-9);
    close(m.margin.in_si(), ((bare + m.structure) * d.margin).in_si(), 1e-9);
    close(m.propulsion.in_si(), (m.propellant * d.propulsion.tank_share).in_si(), 1e-9);
    close(s.mass_total.in_si(), (bare + m.structure + m.margin + m.propellant).in_si(), 1e-9);
    close(m.dry().in_si(), (bare + m.structure + m.margin).in_si(), 1e-9);
}

#[test]
fn every_budget_of_the_example_holds() {
    let separate = size(&example()).unwrap();
    every_budget_holds(&example(), &separate);
    every_budget_holds(&back_of_array(), &size(&back_of_array()).unwrap());
    println!("{separate:#?}");
    assert!((5.0..75.0).contains(&separate.specific_mass.in_kilograms_per_kilowatt()), "{}", separate.specific_mass);
}

/// The propellant formula against burning it in small steps.
#[test]
fn propellant_is_what_flying_the_life_burns() {
    let design = changed(|d| {
        d.sky.density = Density::kilograms_per_cubic_metre(4e-12);
        d.propulsion.manoeuvres = Speed::metres_per_second(60.0) / TimeSpan::years(1.0);
    });
    let sized = size(&design).unwrap();
    let exhaust = 1700.0 * 9.806_65;
    let area = (sized.array_area + sized.radiator_area).in_si() * 0.1;
    let drag = 0.5 * 4e-12 * 7531.0 * 7531.0 * 2.2 * area;
    let steps = 200_000;
    let step = design.life.in_seconds() / f64::from(steps);
    let mut mass = sized.mass_total.in_kilograms();
    for _ in 0..steps {
        let middle = mass - 0.5 * step * (drag + mass * design.propulsion.manoeuvres.in_si()) / exhaust;
        mass -= step * (drag + middle * design.propulsion.manoeuvres.in_si()) / exhaust;
    }
    mass *= exp(-180.0 / exhaust);
    close(mass, sized.masses.dry().in_kilograms(), 1e-9);
}

/// The balance of the panel on its sizing day, when part of its electricity is stored and part sent off as light.
#[test]
fn an_array_that_radiates_keeps_its_balance_while_it_charges() {
    let mut design = back_of_array();
    design.sky = dawn_dusk();
    let s = size(&design).unwrap();
    every_budget_holds(&design, &s);
    let light = design.link_power * design.link_light;
    let charging = s.array_power_eol - s.sunlit_load;
    let heat = s.sunlit_load - light + charging * (1.0 - 0.96);
    let flux = s.sizing_flux.in_si();
    let from_earth = design.sky.earth_view_edge * 237.0 * 1.75
        + design.sky.albedo * design.sky.albedo_view_edge * flux * (0.92 + design.radiator.absorptivity);
    let taken = (0.92 * flux + from_earth) * s.array_area.in_si() + (heat - s.array_power_eol).in_watts();
    let sent = 1.75 * STEFAN_BOLTZMANN * fourth_power(s.cell_temperature.in_kelvin()) * s.array_area.in_si();
    close(sent, taken, 1e-9);
}

#[test]
fn mass_grows_with_power_and_shrinks_with_the_chips_temperature() {
    let mut last = 0.0;
    for kilowatts in [1.0, 10.0, 100.0, 1000.0, 1e6] {
        let now = mass(&changed(|d| d.it_power = Power::kilowatts(kilowatts)));
        assert!(now > last);
        last = now;
    }
    let mut last = f64::MAX;
    for kelvin in [300.0, 330.0, 360.0, 400.0, 500.0, 10_000.0] {
        let now = mass(&changed(|d| d.radiator.chip_limit = Temperature::kelvin(kelvin)));
        assert!(now < last);
        last = now;
    }
}

#[test]
fn what_does_not_depend_on_power_does_not_matter_for_much_of_it() {
    let per_kilowatt = |megawatts| {
        let design = changed(|d| {
            d.it_power = Power::megawatts(megawatts);
            d.housekeeping = Power::ZERO;
            d.link_power = Power::ZERO;
        });
        size(&design).unwrap().specific_mass.in_kilograms_per_kilowatt()
    };
    close(per_kilowatt(1e3), per_kilowatt(1e4), 1e-4);
}

#[test]
fn keeping_up_more_in_eclipse_costs_mass_and_earns_power() {
    let at = |share| size(&changed(|d| d.eclipse_share = share)).unwrap();
    let mut last = at(0.0);
    assert_eq!(last.power_duty, 0.96);
    assert!(last.eclipse_load > Power::kilowatts(1.5), "housekeeping is always kept up");
    for share in [0.25, 0.5, 0.75, 1.0] {
        let now = at(share);
        assert!(now.mass_total > last.mass_total && now.power_duty > last.power_duty);
        assert!(now.battery_energy > last.battery_energy && now.array_area > last.array_area);
        last = now;
    }
    assert_eq!(last.power_duty, 1.0);
}

#[test]
fn without_eclipses_there_is_no_battery() {
    let sized = size(&changed(|d| d.sky = without_eclipse(d.sky))).unwrap();
    assert_eq!(sized.battery_energy, Energy::ZERO);
    assert_eq!(sized.masses.battery, Mass::ZERO);
    assert_eq!(sized.recharge_power, Power::ZERO);
    assert!(sized.mass_total < size(&example()).unwrap().mass_total);
}

#[test]
fn many_eclipses_keep_the_battery_shallow() {
    let (few, many) = (size(&example()).unwrap(), size(&changed(|d| d.sky.eclipses_per_year = 12_000.0)).unwrap());
    assert_eq!(few.battery_depth, 0.6);
    close(many.cycles, 60_000.0, 1e-12);
    close(many.battery_depth, 0.3 * power(0.5, 1.0 / 1.3), 1e-12);
    assert!(many.masses.battery > few.masses.battery * 1.5);
}

#[test]
fn the_worst_day_counts_sunlight_and_eclipse() {
    let mut sky = dawn_dusk();
    assert_eq!(sky.worst_requirement(0.0), sky.corners[1].0);
    assert_eq!(sky.worst_requirement(1.0), sky.corners[0].0 + sky.corners[0].1);
    sky.corner_count = 99;
    assert!(sky.worst_requirement(1.0) > 0.0);
}

/// Whichever day comes first in the list, the array is the same, and it is the largest any single day asks for.
#[test]
fn the_order_of_the_worst_days_does_not_matter() {
    let mut design = example();
    let days = [(1.0 / 1316.0, 2.0e-5), (1.0 / 1340.0, 2.9e-5), (1.0 / 1400.0, 6.0e-5), (1.0 / 1361.0, 4.2e-5)];
    let area = |d: &Design| size(d).unwrap().array_area.in_square_metres();
    design.sky.corner_count = 1;
    let mut largest = 0.0;
    for day in days {
        design.sky.corners[0] = day;
        largest = f64::max(largest, area(&design));
    }
    design.sky.corner_count = days.len();
    for turn in 0..days.len() {
        for (i, day) in days.iter().enumerate() {
            design.sky.corners[(i + turn) % days.len()] = *day;
        }
        close(area(&design), largest, 1e-12);
    }
}

#[test]
fn odd_but_possible_satellites_close() {
    let weightless = size(&changed(|d| d.radiator.areal_mass = ArealMass::ZERO)).unwrap();
    assert_eq!(weightless.masses.radiator, Mass::ZERO);
    let day = size(&changed(|d| d.life = TimeSpan::days(1.0))).unwrap();
    assert!(day.retention > 0.9999 && day.mass_total.is_finite());
    let furnace = size(&changed(|d| d.radiator.chip_limit = Temperature::kelvin(10_000.0))).unwrap();
    assert!(furnace.radiator_area.in_square_metres() < 0.01 && furnace.mass_total.is_finite());
    let airless = size(&changed(|d| {
        d.sky.density = Density::ZERO;
        d.propulsion.manoeuvres = Speed::ZERO / TimeSpan::years(1.0);
        d.propulsion.deorbit = Speed::ZERO;
    }))
    .unwrap();
    assert_eq!(airless.masses.propellant, Mass::ZERO);
    let uncounted = size(&changed(|d| d.array_mass = None)).unwrap();
    assert_eq!(uncounted.masses.array, Mass::ZERO);
    // A Lagrange point has no period of revolution.
    let mut sky = without_eclipse(dawn_dusk());
    sky.period = TimeSpan::seconds(f64::INFINITY);
    assert!(size(&changed(|d| d.sky = sky)).is_ok());
}

#[track_caller]
fn refused(design: &Design, reason: &str) -> CannotClose {
    let refused = size(design).unwrap_err();
    assert!(refused.to_string().contains(reason), "`{refused}` does not say `{reason}`");
    refused
}

#[test]
fn a_radiator_that_absorbs_more_than_it_emits_is_refused() {
    let sunned = changed(|d| {
        d.radiator.sun_cosine = 1.0;
        d.radiator.absorptivity = 0.95;
        d.radiator.emissivity = 0.5;
        d.radiator.chip_limit = Temperature::kelvin(420.0);
        d.radiator.rise = TemperatureDifference::kelvin(60.0);
    });
    refused(&sunned, "the radiator absorbs more than it emits");
    let cold = changed(|d| d.radiator.chip_limit = Temperature::kelvin(150.0));
    let reason = refused(&cold, "the chips may not exceed 150 K");
    assert!(matches!(reason, CannotClose::ChipLimitBelowSink { sink, .. } if sink > Temperature::kelvin(150.0)));
    let steep = changed(|d| d.radiator.rise = TemperatureDifference::kelvin(400.0));
    refused(&steep, "the radiator absorbs more than it emits");
    refused(&changed(|d| d.radiator.blocked = 1.0), "sum of emissivities");
}

#[test]
fn arrays_that_give_nothing_are_refused() {
    let near = changed(|d| {
        d.sky.greatest_flux = SOLAR_CONSTANT * 40.0;
        d.sky.corners[0].0 = 1.0 / d.sky.greatest_flux.in_si();
    });
    refused(&near, "too hot to give power");
    refused(&changed(|d| d.cell.loss = Rate::per_year(1.0)), "age leaves nothing");
    refused(&changed(|d| d.cell.absorptivity = 0.05), "more electricity than the array absorbs");
    let night = changed(|d| d.sky.longest_eclipse = d.sky.period);
    refused(&night, "leaves no sunlight");
}

#[test]
fn rounds_that_do_not_close_are_refused() {
    let pushed = changed(|d| d.propulsion.manoeuvres = Speed::metres_per_second(10_000.0) / TimeSpan::years(1.0));
    refused(&pushed, "propellant does not close");
    let pumped = changed(|d| d.pump_share = 0.9);
    refused(&pumped, "more heat than they move");
    let huge = changed(|d| d.it_power = Power::watts(1e307));
    refused(&huge, "grows without bound");
}

#[test]
fn numbers_no_satellite_has_are_refused() {
    assert_eq!(size(&changed(|d| d.life = TimeSpan::ZERO)), Err(CannotClose::LifeNotPositive(TimeSpan::ZERO)));
    refused(&changed(|d| d.life = TimeSpan::years(f64::NAN)), "life in seconds is NaN");
    refused(&changed(|d| d.it_power = Power::ZERO), "IT power");
    refused(&changed(|d| d.it_power = Power::watts(f64::INFINITY)), "IT power in W is inf");
    refused(&changed(|d| d.eclipse_share = 1.5), "must lie between 0 and 1");
    refused(&changed(|d| d.sky.corner_count = 0), "number of worst days");
    refused(&changed(|d| d.sky.corner_count = CORNERS + 1), "number of worst days");
    refused(&changed(|d| d.sky.corners[1].0 = f64::NAN), "inverse sunlight of a worst day");
    refused(&changed(|d| d.array_mass = Some(ArrayMass::PerArea(ArealMass::from_si(-1.0)))), "array mass");
    refused(&changed(|d| d.sky.period = TimeSpan::seconds(f64::NAN)), "leaves no sunlight");
}

/// Numbers enough for [`drawn`].
const DRAWS: usize = 48 + 2 * CORNERS;

/// Numbers drawn over most of what [`size`] takes; `wild` ones may lie outside it.
fn drawn(draws: &[f64], wild: f64) -> Design {
    let mut next = draws.iter();
    let mut between = |low: f64, high: f64| {
        let at = *next.next().unwrap();
        low + (high - low) * (at * (1.0 + wild) - 0.5 * wild)
    };
    let mut d = example();
    d.it_power = Power::kilowatts(between(1.0, 2000.0));
    d.eclipse_share = between(0.0, 1.0);
    d.conversion_efficiency = between(0.7, 1.0);
    d.housekeeping = Power::kilowatts(between(0.0, 20.0));
    d.link_power = Power::kilowatts(between(0.0, 20.0));
    d.link_light = between(0.0, 1.0);
    d.pump_share = between(0.0, 0.1);
    d.life = TimeSpan::years(between(0.01, 20.0));
    d.sky.longest_eclipse = TimeSpan::minutes(between(0.0, 40.0));
    d.sky.eclipses_per_year = between(0.0, 6000.0);
    d.sky.earth_view_edge = between(0.0, 0.4);
    d.sky.albedo_view_edge = between(0.0, 0.3);
    d.sky.density = Density::from_si(between(0.0, 1e-11));
    for corner in &mut d.sky.corners {
        *corner = (1.0 / between(1316.0, 1407.0), between(0.0, 0.6) / 1361.0);
    }
    d.sky.corner_count = between(1.0, CORNERS as f64) as usize;
    d.cell.efficiency = between(0.1, 0.4);
    d.cell.temperature_coefficient = PerKelvin::per_kelvin(between(-0.005, 0.0005));
    d.cell.packing = between(0.5, 1.0);
    d.cell.absorptivity = between(0.6, 1.0);
    d.cell.emissivity_front = between(0.2, 1.0);
    d.cell.emissivity_back = between(0.2, 1.0);
    d.cell.loss = Rate::per_year(between(0.0, 0.05));
    d.cell.pointing = between(0.7, 1.0);
    d.battery.depth_of_discharge = between(0.2, 1.0);
    d.battery.cycle_exponent = between(0.5, 3.0);
    d.battery.charge_efficiency = between(0.8, 1.0);
    d.battery.discharge_efficiency = between(0.8, 1.0);
    if between(0.0, 1.0) > 0.5 {
        d.radiator.concept = Concept::BackOfArray;
    }
    d.radiator.chip_limit = Temperature::kelvin(between(280.0, 450.0));
    d.radiator.rise = TemperatureDifference::kelvin(between(0.0, 50.0));
    d.radiator.emissivity = between(0.4, 1.0);
    d.radiator.absorptivity = between(0.0, 0.6);
    d.radiator.fin_efficiency = between(0.6, 1.0);
    d.radiator.blocked = between(0.0, 0.5);
    d.radiator.sun_cosine = between(0.0, 0.2);
    d.structure = between(0.0, 0.4);
    d.margin = between(0.0, 0.4);
    d.propulsion.specific_impulse = TimeSpan::seconds(between(200.0, 3000.0));
    d.propulsion.manoeuvres = Speed::metres_per_second(between(0.0, 200.0)) / TimeSpan::years(1.0);
    d.propulsion.tank_share = between(0.0, 0.5);
    d
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn sane_satellites_close_or_say_why_not(draws in prop::collection::vec(0.0..1.0_f64, DRAWS)) {
        let design = drawn(&draws, 0.0);
        match size(&design) {
            Ok(sized) => every_budget_holds(&design, &sized),
            Err(reason) => prop_assert!(
                !matches!(reason, CannotClose::OutOfRange { .. } | CannotClose::GrowsWithoutBound),
                "{}", reason
            ),
        }
    }

    #[test]
    fn wild_satellites_never_panic(draws in prop::collection::vec(0.0..1.0_f64, DRAWS), wild in 0.0..3.0_f64) {
        if let Ok(sized) = size(&drawn(&draws, wild)) {
            prop_assert!(sized.mass_total.is_finite() && sized.specific_mass.is_finite());
            prop_assert!(sized.residual < 1e-9 && sized.radiator_flux_per_panel.is_finite());
        }
    }
}

/// Draws of which a few are no numbers at all, or hardly.
fn strange() -> impl Strategy<Value = Vec<f64>> {
    let odd = prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e308, 1e-300, 1e30, 0.0]);
    prop::collection::vec(prop_oneof![20 => 0.0..1.0_f64, 1 => odd], DRAWS)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]
    #[test]
    fn strange_numbers_never_panic(draws in strange()) {
        match size(&drawn(&draws, 0.0)) {
            Ok(sized) => prop_assert!(sized.mass_total.is_finite() && sized.residual < 1e-9 && sized.array_area.is_finite()),
            Err(reason) => prop_assert!(!reason.to_string().is_empty()),
        }
    }
}

/// So that the properties above do not hold of nothing.
#[test]
fn most_sane_satellites_close() {
    let mut state = 1_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let closed =
        (0..2000).filter(|_| size(&drawn(&std::array::from_fn::<f64, DRAWS, _>(|_| draw()), 0.0)).is_ok()).count();
    println!("{closed} of 2000");
    assert!(closed > 1000);
}

/// Between neighbours the panels grow until they shed what they did in the open: `A (e (1 − B) − a) = Q`.
#[test]
fn neighbours_make_the_radiator_larger_and_the_satellite_heavier() {
    let between = |gap: f64| changed(|d| d.radiator.neighbour_gap = Some(Length::metres(gap)));
    let alone = size(&example()).unwrap();
    let near = size(&between(30.0)).unwrap();
    let far = size(&between(1e5)).unwrap();
    assert!(near.radiator_area > alone.radiator_area * 1.02, "{}", near.radiator_area);
    assert!(near.mass_total > alone.mass_total);
    close(far.radiator_area.in_si(), alone.radiator_area.in_si(), 1e-6);
    close((near.radiator_flux_per_panel * near.radiator_area).in_si(), near.heat.in_si(), 1e-9);
    let side = Length::metres(near.radiator_area.in_si().sqrt());
    let hidden = sunward_physics::heat::parallel_squares_view_factor(side, Length::metres(30.0));
    let known = size(&changed(|d| d.radiator.blocked = hidden)).unwrap();
    close(near.radiator_area.in_si(), known.radiator_area.in_si(), 1e-9);
}

#[test]
fn neighbours_too_near_or_before_an_array_are_refused() {
    let gap = Length::metres(1.0);
    let between = changed(|d| d.radiator.neighbour_gap = Some(gap));
    assert_eq!(size(&between).unwrap_err(), CannotClose::NeighboursTooNear { gap });
    assert!(size(&between).unwrap_err().to_string().contains("further off"));
    let mut shaded = back_of_array();
    shaded.radiator.neighbour_gap = Some(gap);
    assert_eq!(size(&shaded).unwrap_err(), CannotClose::NeighboursShadeTheArray);
}

/// A flux that is given leaves out faces, fins, Sun and Earth: the area is heat over flux, and nothing else changes.
#[test]
fn a_given_flux_sizes_the_radiator_alone() {
    let flux = Flux::watts_per_square_metre(500.0);
    let plain = size(&example()).unwrap();
    let given = size(&changed(|d| d.radiator.given_flux = Some(flux))).unwrap();
    close(given.radiator_area.in_si(), plain.heat.in_si() / 500.0, 1e-12);
    assert_eq!(given.radiator_flux_per_panel, flux);
    assert_eq!(given.radiator_temperature, plain.radiator_temperature);
    assert_eq!(given.array_area, plain.array_area);
    let darker = changed(|d| {
        d.radiator.given_flux = Some(flux);
        d.radiator.fin_efficiency = 0.5;
        d.radiator.sun_cosine = 1.0;
    });
    assert_eq!(size(&darker).unwrap().radiator_area, given.radiator_area);
    // The flux that would have been worked out gives the same satellite.
    let same = size(&changed(|d| d.radiator.given_flux = Some(plain.radiator_flux_per_panel))).unwrap();
    close(same.mass_total.in_si(), plain.mass_total.in_si(), 1e-12);
    let none = size(&changed(|d| d.radiator.given_flux = Some(Flux::ZERO))).unwrap_err();
    assert!(none.to_string().contains("flux given for the radiator"), "{none}");
}
