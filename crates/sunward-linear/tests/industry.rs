//! Programs of the kind that Sunward plans with: processes that build each other, over years and sites.

use sunward_linear::{Change, Column, Limits, Program, Row, Solver, certify};

const FREE: f64 = f64::INFINITY;

/// Numbers without a pattern, always the same: Knuth's generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    /// Between `least` and ten to the `decades` times that.
    fn spread(&mut self, least: f64, decades: usize) -> f64 {
        let mut value = least * (1.0 + self.below(900) as f64 / 100.0);
        for _ in 0..self.below(decades) {
            value *= 10.0;
        }
        value
    }
}

struct Industry {
    program: Program,
    builds: Vec<Column>,
    needs: Vec<Row>,
    recipes: Vec<(Row, Column)>,
}

/// One process for each good; goods are made from earlier ones, capacity from goods, and everything can be had at a high price.
fn industry(goods: usize, years: usize, sites: usize) -> Industry {
    let mut numbers = Numbers(11);
    let mut program = Program::new();
    let size: Vec<f64> = (0..goods).map(|_| numbers.spread(1e-3, 6)).collect();
    let row = |kind: usize, good: usize, site: usize, year: usize| {
        Row((((kind * goods + good) * sites + site) * years + year) as u32)
    };
    let mut needs = Vec::new();
    for kind in 0..2 {
        for (good, size) in size.iter().enumerate() {
            for site in 0..sites {
                for year in 0..years {
                    let demand = if kind == 0 && good + 1 == goods {
                        (1.0 + site as f64) * (1 + year) as f64 * size
                    } else {
                        0.0
                    };
                    let installed = if kind == 1 { -0.5 * size } else { demand };
                    assert_eq!(program.add_row(installed, FREE), row(kind, good, site, year));
                    if demand > 0.0 {
                        needs.push(row(kind, good, site, year));
                    }
                }
            }
        }
    }
    let (mut builds, mut recipes) = (Vec::new(), Vec::new());
    for good in 0..goods {
        let inputs: Vec<(usize, f64)> = (0..3.min(good))
            .map(|_| numbers.below(good))
            .map(|other| (other, 0.3 * size[other] / size[good]))
            .collect();
        let capital: Vec<(usize, f64)> =
            (0..2).map(|_| numbers.below(goods)).map(|other| (other, 0.4 * size[other] / size[good])).collect();
        let cost = numbers.spread(1.0, 2) / size[good];
        for site in 0..sites {
            for year in 0..years {
                let worth = 1.0 / (1.0 + 0.05 * year as f64);
                let mut entries = vec![(row(0, good, site, year), 1.0), (row(1, good, site, year), -1.0)];
                entries.extend(inputs.iter().map(|(other, much)| (row(0, *other, site, year), -much)));
                let runs = program.add_column(cost * worth, 0.0, FREE, &entries);
                recipes.extend(inputs.iter().map(|(other, _)| (row(0, *other, site, year), runs)));
                let mut entries: Vec<(Row, f64)> =
                    (year + 1..years.min(year + 15)).map(|later| (row(1, good, site, later), 0.9)).collect();
                entries.extend(capital.iter().map(|(other, much)| (row(0, *other, site, year), -much)));
                builds.push(program.add_column(6.0 * cost * worth, 0.0, FREE, &entries));
                program.add_column(50.0 * cost * worth, 0.0, FREE, &[(row(0, good, site, year), 1.0)]);
                let other = (site + 1) % sites;
                if other != site {
                    let entries = [(row(0, good, site, year), -1.0), (row(0, good, other, year), 0.97)];
                    program.add_column(0.05 * cost * worth, 0.0, FREE, &entries);
                }
            }
        }
    }
    Industry { program, builds, needs, recipes }
}

/// Solves as the change asks; the answer is certified, and costs what a cold one does.
fn check(solver: &mut Solver, change: Change) {
    let warm = solver.solve(change).unwrap();
    let certificate = certify(solver.program(), &warm);
    assert!(certificate.holds(1e-7), "{change:?}: {certificate}");
    let cold = Solver::new(solver.program().clone(), Limits::default()).unwrap().solve(Change::Everything).unwrap();
    let (warm, cold) = (warm.objective, cold.objective);
    assert!((warm - cold).abs() <= 1e-7 * cold.abs(), "{change:?}: {warm} and {cold}");
}

fn lives(industry: Industry) {
    let mut solver = Solver::new(industry.program, Limits::default()).unwrap();
    check(&mut solver, Change::Everything);
    let mut costs: Vec<f64> = solver.program().all_columns().map(|column| solver.program().cost(column)).collect();
    for column in &industry.builds {
        costs[column.index()] *= 0.97;
    }
    solver.set_costs(&costs).unwrap();
    check(&mut solver, Change::Costs);
    for row in &industry.needs {
        let (lower, upper) = solver.program().bounds_of_row(*row);
        solver.set_row_bounds(*row, lower * 1.05, upper).unwrap();
    }
    check(&mut solver, Change::Bounds);
    for (row, column) in &industry.recipes {
        let much = solver.program().coefficient(*row, *column);
        solver.set_coefficient(*row, *column, much * 0.98).unwrap();
    }
    check(&mut solver, Change::Coefficients);
}

#[test]
fn an_industry_is_planned_again_after_every_kind_of_change() {
    lives(industry(8, 12, 2));
}

/// Large enough for the interior point.
#[test]
fn a_large_industry_is_planned_again_after_every_kind_of_change() {
    lives(industry(15, 25, 3));
}
