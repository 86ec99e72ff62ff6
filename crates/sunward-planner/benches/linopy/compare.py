"""The program of a plan built with linopy, beside ours.

    cargo bench -p sunward-planner -- write /tmp/network.json
    python3 -m venv /tmp/linopy
    /tmp/linopy/bin/pip install -r crates/sunward-planner/benches/linopy/requirements.txt
    /tmp/linopy/bin/python crates/sunward-planner/benches/linopy/compare.py /tmp/network.json

Reads a network, works out the same coefficients with whole arrays, and builds the program of least cost as one who knows
linopy would: no loop over rows, variables masked where there are none, recipes as long tables that are grouped by market. Two ways
are tried, with and without linopy's sparse expressions; the faster counts, and of several rounds the fastest, in seconds of the
processor, which other work on the machine does not lengthen. What is timed ends with a finished `linopy.Model`: reading the file is
left out, and so is handing the model to a solver, which is timed for itself. Ours ends with the matrix in the user's units. The
program is then solved once, to show that it is the same.
"""

import gc
import json
import sys
import time

import highspy
import linopy
import numpy
import pandas
import xarray

ROUNDS = 15
# The same program has the same optimum, to this share.
SAME = 1e-6
MILLION = 1e6


def read(file):
    """Arrays of a network: `process, period` and `line, period`."""
    with open(file) as text:
        network = json.load(text)
    if network["budget"] is not None:
        sys.exit("the network has a budget, and this script knows none")
    processes = network["processes"]
    for name in ("price", "fixed_cost", "running_cost", "availability", "coming", "most", "seed"):
        processes[name] = numpy.array(processes[name], dtype=float)  # what is absent becomes NaN
    for name in ("lead_time", "life", "growth", "first", "standing", "wacc"):
        processes[name] = numpy.array(processes[name])
    processes["free"] = numpy.array(processes["free"])
    for name in ("makes", "uses", "capital", "takes"):
        for column in ("process", "market", "limit", "counted"):
            if column in network[name]:
                network[name][column] = numpy.array(network[name][column])
        network[name]["amount"] = numpy.array(network[name]["amount"])
    demands = network["demands"]
    demands["market"] = numpy.array(demands["market"])
    demands["amount"] = numpy.array(demands["amount"])
    nothing = [None] * len(network["years"])
    demands["price"] = numpy.array([price or nothing for price in demands["price"]], dtype=float)
    network["limits"]["amount"] = numpy.array(network["limits"]["amount"])
    network["limits"]["ever"] = numpy.array(network["limits"]["ever"])
    for name in ("start", "years", "decay"):
        network[name] = numpy.array(network[name], dtype=float)
    return network


class Coefficients:
    """What the program's numbers are worked out from; last indices are `built, period`."""

    def __init__(self, network):
        p = network["processes"]
        start, years = network["start"], network["years"]
        end, middle, beginning = start + years, start + years / 2, start[0]
        periods = numpy.arange(len(start))
        life, lead_time = p["life"][:, None], p["lead_time"][:, None]

        earliest = numpy.maximum(beginning + lead_time, p["first"][:, None])
        self.buildable = (middle > earliest + 1e-9) & ~p["free"][:, None]

        later = periods[:, None] <= periods
        ends = start + life
        left = numpy.minimum(ends[:, :, None], end) - start
        self.survival = numpy.where(later, (left / years).clip(0, 1), 0)
        self.stands = (periods[:, None] < periods) & (ends[:, :, None] > start + 1e-9)

        # What stands at the start retires evenly over one life.
        left = (life - (start - beginning)).clip(min=0)
        residual = numpy.where(
            end - beginning <= life, 1 - (middle - beginning) / life, left * left / (2 * life * years)
        )
        age = (start - beginning) / life
        coming, standing = p["coming"], p["standing"][:, None]
        self.fixed = standing * residual + numpy.einsum("pv,pvt->pt", coming, self.survival)
        self.fixed_at_beginning = standing * (1 - age).clip(min=0) + numpy.einsum("pv,pvt->pt", coming, self.stands)

        # Capital goods: evenly over the lead time, or over the period where that is longer.
        over = numpy.maximum(lead_time, years)
        overlap = numpy.minimum(end, start[:, None]) - numpy.maximum(start, (start - over)[:, :, None])
        overlap = numpy.where((periods[:, None] > periods) & (overlap > 1e-9), overlap, 0) / over[:, :, None]
        first = numpy.argmax(overlap > 0, axis=2)[:, :, None]
        rest = numpy.take_along_axis(overlap, first, 2) + 1 - overlap.sum(axis=2, keepdims=True)
        numpy.put_along_axis(overlap, first, rest, 2)
        at_once = (lead_time < 0.5 * years - 1e-9) | (periods == 0)
        self.spread = numpy.where(at_once[:, :, None], numpy.eye(len(start)), overlap)

        # A dollar of price: interest while building, repaid over the life, counted inside the horizon.
        def mean_growth(x):
            return numpy.where(numpy.abs(x) < 1e-9, 1 + x / 2, numpy.expm1(x) / numpy.where(x == 0, 1, x))

        repaid, discounted = numpy.log1p(p["wacc"])[:, None], numpy.log1p(network["discount"])
        served = numpy.minimum(life, end[-1] - start).clip(min=0)
        interest = mean_growth(repaid * lead_time)
        stream = 1 / (life * mean_growth(-repaid * life))
        worth = served * mean_growth(-discounted * served) * numpy.exp(-discounted * (start - beginning))
        self.weights = years * numpy.power(1 + network["discount"], beginning - middle)
        kept = numpy.einsum("pt,pvt->pv", p["fixed_cost"] * self.weights, self.survival)
        self.build_cost = p["price"] * interest * stream * worth + kept
        self.run_cost = p["running_cost"] * self.weights
        self.short_cost = network["demands"]["price"] * self.weights
        limited = ~p["free"][:, None]
        self.unavoidable = float((p["fixed_cost"] * self.fixed * self.weights * limited).sum())


def labelled(values, *indexes):
    """An array whose dimensions have these labels."""
    return xarray.DataArray(values, coords=list(indexes))


def chosen(variable, coefficients, **where):
    """A long table of terms: in each row one coefficient and one of the variables."""
    row = pandas.RangeIndex(len(coefficients), name="row")
    where = {dimension: labelled(at, row) for dimension, at in where.items()}
    return labelled(coefficients, row) * variable.sel(where), row


def build(network, sparse):
    """The program of least cost as a model of linopy."""
    c = Coefficients(network)
    p, years = network["processes"], network["years"]
    demands, limits, takes = network["demands"], network["limits"], network["takes"]
    model = linopy.Model(sparse=sparse)
    count, length = c.buildable.shape

    process = pandas.RangeIndex(count, name="process")
    period = pandas.RangeIndex(length, name="period")
    market = pandas.RangeIndex(len(network["decay"]), name="market")
    kept = market[~numpy.isnan(network["decay"])]
    priced = pandas.RangeIndex(len(demands["market"]), name="demand")[~numpy.isnan(demands["price"][:, 0])]

    builds = model.add_variables(
        lower=0, coords=[process, period], mask=labelled(c.buildable, process, period), name="build"
    )
    runs = model.add_variables(lower=0, coords=[process, period], name="run")
    # A stock at the end of the last period would serve nobody.
    stores = model.add_variables(lower=0, coords=[kept, period[:-1]], name="store")
    shorts = model.add_variables(lower=0, upper=labelled(demands["amount"][priced], priced, period), name="short")

    # Balances: recipes are long tables, grouped by market.
    makes, uses, capital = network["makes"], network["uses"], network["capital"]
    line = pandas.RangeIndex(len(makes["process"]) + len(uses["process"]), name="line")
    amounts = labelled(numpy.concatenate([makes["amount"], -uses["amount"]]), line, period)
    who = labelled(numpy.concatenate([makes["process"], uses["process"]]), line)
    where = pandas.Series(numpy.concatenate([makes["market"], uses["market"]]), index=line, name="market")
    balance = (amounts * runs.sel(process=who)).groupby(where).sum()

    by_line = capital["amount"][:, :, None] * c.spread[capital["process"]] / years
    by_line *= c.buildable[capital["process"]][:, :, None]
    at, built, paid = by_line.nonzero()
    terms, row = chosen(builds, -by_line[at, built, paid], process=capital["process"][at], period=built)
    terms = terms.drop_vars(["process", "period"])
    terms = terms.assign_coords(market=("row", capital["market"][at]), period=("row", paid))
    # Where nothing is built of a good it is missing, which is not nothing: linopy drops rows of which a part is missing.
    balance = balance.add(terms.groupby(["market", "period"]).sum().fillna(0), join="left")

    left_over = numpy.power(1 - network["decay"][kept][:, None], years[1:]) / years[1:]
    balance = balance.add(stores * labelled(-1 / years[:-1], period[:-1]), join="left")
    taken = (stores * labelled(left_over, kept, period[:-1])).assign_coords(period=period[1:])
    balance = balance.add(taken, join="left")

    of = pandas.Series(demands["market"][priced], index=priced, name="market")
    balance = balance.add((1 * shorts).groupby(of).sum(), join="left")
    wanted = numpy.zeros((len(market), length))
    numpy.add.at(wanted, demands["market"], demands["amount"])
    model.add_constraints(balance >= labelled(wanted, market, period), name="balance")

    # Capacities: what was built and still stands.
    limited = process[~p["free"]]
    before = builds.sel(process=limited).rename(period="built")
    built = period.rename("built")
    standing = (labelled(c.survival[limited], limited, built, period) * before).sum("built")
    availability = labelled(p["availability"][limited], limited, period)
    fixed = labelled(c.fixed[limited], limited, period)
    model.add_constraints(runs.sel(process=limited) - availability * standing <= availability * fixed, name="capacity")

    seeded = process[~numpy.isnan(p["seed"]) & c.buildable.any(axis=1)]
    growing = labelled(c.buildable[seeded], seeded, period)
    grown = p["growth"][seeded][:, None]
    before = builds.sel(process=seeded).rename(period="built")
    stands = labelled(c.stands[seeded] * (grown * years)[:, None], seeded, built, period)
    most = years * (p["seed"][seeded][:, None] + grown * c.fixed_at_beginning[seeded])
    growth = builds.sel(process=seeded) - (stands * before).sum("built")
    model.add_constraints(growth <= labelled(most, seeded, period), mask=growing, name="growth")

    roomed = process[~numpy.isnan(p["most"][:, 0]) & c.buildable.any(axis=1)]
    if len(roomed) > 0:
        room = labelled((p["most"][roomed] - c.fixed[roomed]).clip(min=0), roomed, period)
        mask = labelled(c.buildable[roomed], roomed, period)
        model.add_constraints(standing.sel(process=roomed) <= room, mask=mask, name="most")

    if len(limits["ever"]) > 0:
        add_limits(model, network, c, builds, runs)

    # In millions of dollars: HiGHS gives up at costs of 1e11.
    costs = [(builds, c.build_cost, [process, period]), (runs, c.run_cost, [process, period])]
    costs.append((shorts, c.short_cost[priced], [priced, period]))
    model.add_objective(sum((labelled(cost / MILLION, *indexes) * variable).sum() for variable, cost, indexes in costs))
    return model, c.unavoidable


def add_limits(model, network, c, builds, runs):
    """Limits: what is taken of each a year, or in all where it holds for ever."""
    p, years, limits, takes = network["processes"], network["years"], network["limits"], network["takes"]
    period = builds.indexes["period"]
    limit = pandas.RangeIndex(len(limits["ever"]), name="limit")
    take = pandas.RangeIndex(len(takes["limit"]), name="take")
    counted, who = takes["counted"], takes["process"]

    # What is there already is taken off.
    taken = numpy.zeros(takes["amount"].shape)
    taken[counted == "building"] = (p["coming"] / years)[who[counted == "building"]]
    taken[counted == "standing"] = c.fixed[who[counted == "standing"]]
    taken *= takes["amount"] * ~p["free"][who][:, None]
    there = numpy.zeros(limits["amount"].shape)
    numpy.add.at(there, takes["limit"], taken)

    def table(kind):
        of = take[counted == kind]
        return of, labelled(takes["amount"][of], of, period), labelled(who[of], of)

    of, amount, processes = table("activity")
    parts = [(of, amount * runs.sel(process=processes))]
    of, amount, processes = table("building")
    parts.append((of, amount / labelled(years, period) * builds.sel(process=processes)))
    of, amount, processes = table("standing")
    survival = labelled(c.survival[who[of]], of, period.rename("built"), period)
    standing = (survival * builds.sel(process=processes).rename(period="built")).sum("built")
    parts.append((of, amount * standing))
    parts = [
        terms.groupby(pandas.Series(takes["limit"][of], index=of, name="limit")).sum().reindex(limit=limit).fillna(0)
        for of, terms in parts
        if len(of) > 0
    ]
    use = parts[0]
    for part in parts[1:]:
        use = use.add(part, join="outer")

    yearly, ever = limit[~limits["ever"]], limit[limits["ever"]]
    if len(yearly) > 0:
        left = labelled((limits["amount"] - there)[yearly].clip(min=0), yearly, period)
        model.add_constraints(use.sel(limit=yearly) <= left, name="limit")
    if len(ever) > 0:
        left = (limits["amount"][ever, -1] - (there[ever] * years).sum(axis=1)).clip(min=0)
        model.add_constraints(
            (use.sel(limit=ever) * labelled(years, period)).sum("period") <= labelled(left, ever), name="limit_for_ever"
        )


def fastest(work):
    """Seconds of the fastest round, and what it gave."""
    best, answer = float("inf"), None
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        start = time.process_time()
        answer = work()
        best = min(best, time.process_time() - start)
        gc.enable()
    return best, answer


def main(file):
    network = read(file)
    ours = network["ours"]
    linopy.options["semantics"] = "v1"
    print(f"linopy {linopy.__version__}, fastest of {ROUNDS} rounds, milliseconds of the processor")
    coefficients, _ = fastest(lambda: Coefficients(network))
    print(f"  {'coefficients, with numpy (part of what follows)':<52}{1e3 * coefficients:>9.1f}")
    best, model = float("inf"), None
    for name, sparse in [("linopy, sparse expressions", True), ("linopy, as it comes", False)]:
        seconds, (built, unavoidable) = fastest(lambda: build(network, sparse))
        print(f"  {name:<52}{1e3 * seconds:>9.1f}")
        if seconds < best:
            best, model = seconds, built
    print(f"  {'ours':<52}{1e3 * ours['build_seconds']:>9.1f}")
    print(f"  theirs / ours{best / ours['build_seconds']:>48.0f}")
    passed, solver = fastest(lambda: linopy.io.to_highspy(model))
    print(f"  {'handed to HiGHS: linopy':<52}{1e3 * passed:>9.1f}")
    print(f"  {'handed to HiGHS, scaled and checked: ours':<52}{1e3 * ours['pass_seconds']:>9.1f}")
    whole = (best + passed) / (ours["build_seconds"] + ours["pass_seconds"])
    print(f"  theirs / ours, from the network to the solver{whole:>16.0f}")

    # Ours keeps a row for the target in each period, which binds nothing here.
    print(f"rows {solver.getNumRow()} and {ours['rows']:.0f}, columns {solver.getNumCol()} and {ours['columns']:.0f}")
    solver.setOptionValue("output_flag", False)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        sys.exit(f"HiGHS says of linopy's program: {solver.getModelStatus()}")
    theirs = solver.getInfo().objective_function_value * MILLION + unavoidable
    off = abs(theirs - ours["objective"]) / abs(ours["objective"])
    print(f"objective {theirs:.9e} and {ours['objective']:.9e}: off by {off:.1e}")
    if off > SAME:
        sys.exit("the two programs are not the same")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
