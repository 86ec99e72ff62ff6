//! Ribbons between nodes: how much passes from whom to whom.

use super::html::Html;
use super::svg::{Anchor, Drawing, Size, n};
use super::words;

/// A ribbon.
#[derive(Debug, Clone)]
pub struct Ribbon {
    /// Index of the node it leaves.
    pub from: usize,
    /// Index of the node it reaches.
    pub to: usize,
    /// How much.
    pub value: f64,
    /// What it says when pointed at.
    pub says: String,
}

/// A node.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub name: String,
    /// Class of its colour, and of the ribbons that leave it.
    pub class: String,
}

/// Nodes and ribbons.
#[derive(Debug, Clone)]
pub struct Sankey {
    /// What it shows, for those who cannot see it.
    pub says: String,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The ribbons, no two between the same nodes in the same direction.
    pub ribbons: Vec<Ribbon>,
    /// Words after the value of a node.
    pub unit: String,
}

/// Where a node stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    column: usize,
    top: f64,
    high: f64,
}

impl Sankey {
    fn out(&self, node: usize) -> f64 {
        self.ribbons.iter().filter(|r| r.from == node).map(|r| r.value).sum()
    }

    fn into(&self, node: usize) -> f64 {
        self.ribbons.iter().filter(|r| r.to == node).map(|r| r.value).sum()
    }

    /// Nodes from sources to ends, so that little flows back: of what is left, ends last, sources first, else who gives
    /// most beyond what it takes.
    fn order(&self) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.nodes.len()).collect();
        let (mut first, mut last) = (Vec::new(), Vec::new());
        while !left.is_empty() {
            let given = |node: usize| -> f64 {
                self.ribbons.iter().filter(|r| r.from == node && left.contains(&r.to)).map(|r| r.value).sum()
            };
            let taken = |node: usize| -> f64 {
                self.ribbons.iter().filter(|r| r.to == node && left.contains(&r.from)).map(|r| r.value).sum()
            };
            if let Some(at) = left.iter().position(|node| given(*node) == 0.0) {
                last.push(left.remove(at));
            } else if let Some(at) = left.iter().position(|node| taken(*node) == 0.0) {
                first.push(left.remove(at));
            } else {
                let beyond = |node: usize| given(node) - taken(node);
                let at = (0..left.len()).max_by(|a, b| beyond(left[*a]).total_cmp(&beyond(left[*b]))).unwrap_or(0);
                first.push(left.remove(at));
            }
        }
        first.extend(last.into_iter().rev());
        first
    }

    /// Column of each node, and whether each ribbon runs back.
    fn columns(&self) -> (Vec<usize>, Vec<bool>) {
        let order = self.order();
        let mut rank = vec![0; self.nodes.len()];
        for (place, node) in order.iter().enumerate() {
            rank[*node] = place;
        }
        let back: Vec<bool> = self.ribbons.iter().map(|r| rank[r.from] >= rank[r.to]).collect();
        let mut column = vec![0_usize; self.nodes.len()];
        for node in &order {
            let before = self.ribbons.iter().zip(&back).filter(|(r, back)| r.to == *node && !**back);
            column[*node] = before.map(|(r, _)| column[r.from] + 1).max().unwrap_or(0);
        }
        // A source stands just before the first that it feeds.
        for node in order.iter().rev() {
            let after = self.ribbons.iter().zip(&back).filter(|(r, back)| r.from == *node && !**back);
            if let Some(next) = after.map(|(r, _)| column[r.to]).min() {
                column[*node] = column[*node].max(next.saturating_sub(1));
            }
        }
        (column, back)
    }

    /// Draws it for a wide page; a narrow page shows bars instead, since ribbons need room.
    pub fn draw(&self) -> Html {
        let width = Size::Wide.width();
        let (column, back) = self.columns();
        let columns = column.iter().copied().max().unwrap_or(0) + 1;
        let backward: f64 = self.ribbons.iter().zip(&back).filter(|(_, back)| **back).map(|(r, _)| r.value).sum();
        let high = |node: usize| self.out(node).max(self.into(node));
        let (gap, top, plot) = (38.0, 36.0, 400.0);
        let members = |at: usize| (0..self.nodes.len()).filter(|node| column[*node] == at).collect::<Vec<_>>();
        let scale = (0..columns)
            .map(|at| {
                let here = members(at);
                let sum: f64 = here.iter().map(|node| high(*node)).sum();
                (plot - gap * here.len().saturating_sub(1) as f64) / sum.max(1e-12)
            })
            .fold(f64::INFINITY, f64::min);
        let scale = if backward > 0.0 { scale.min(90.0 / backward) } else { scale };
        let mut places = vec![Place::default(); self.nodes.len()];
        for at in 0..columns {
            let mut here = members(at);
            // Beside those who feed them.
            let middle = |node: usize| {
                let before = self.ribbons.iter().zip(&back).filter(|(r, back)| r.to == node && !**back);
                let (sum, weight) = before.fold((0.0, 0.0), |(sum, weight), (r, _)| {
                    let place: Place = places[r.from];
                    (sum + r.value * (place.top + place.high / 2.0), weight + r.value)
                });
                if weight > 0.0 { sum / weight } else { 0.0 }
            };
            let mut keyed: Vec<(f64, usize)> = here.drain(..).map(|node| (middle(node), node)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(high(b.1).total_cmp(&high(a.1))).then(a.1.cmp(&b.1)));
            let sum: f64 = keyed.iter().map(|row| high(row.1) * scale).sum();
            let free = plot - sum - gap * keyed.len().saturating_sub(1) as f64;
            let mut y = top + free.max(0.0) / 2.0;
            for (_, node) in keyed {
                let tall = (high(node) * scale).max(1.5);
                places[node] = Place { column: at, top: y, high: tall };
                y += tall + gap;
            }
        }
        let (thick, label) = (13.0, 150.0);
        let x = |at: usize| {
            let step = if columns > 1 { (width - label - thick) / (columns - 1) as f64 } else { 0.0 };
            at as f64 * step
        };
        let lowest = places.iter().map(|place| place.top + place.high).fold(top, f64::max);
        let height = lowest + if backward > 0.0 { backward * scale + 34.0 } else { 14.0 };
        let mut d = Drawing::new(width, height);
        self.ribbons_drawn(&mut d, &places, &back, scale, (&x, thick), lowest + 16.0);
        for (node, place) in places.iter().enumerate() {
            if high(node) <= 0.0 {
                continue;
            }
            let about = &self.nodes[node];
            let amount = format!("{} {}", words::brief(high(node)), self.unit);
            let says = format!("{}\n{amount}", about.name);
            d.rect(&format!("fill {}", about.class), (x(place.column), place.top), (thick, place.high), Some(&says));
            // Beside a tall node; above one that its own words would hide.
            let at = if place.high >= 30.0 {
                (x(place.column) + thick + 6.0, place.top + place.high / 2.0 - 1.0)
            } else {
                (x(place.column), place.top - 18.0)
            };
            d.text("part halo", at, Anchor::Start, &words::clip(&about.name, 21));
            d.text("hint halo", (at.0, at.1 + 14.0), Anchor::Start, &words::brief(high(node)));
        }
        d.finish(&self.says)
    }

    #[allow(clippy::type_complexity)]
    fn ribbons_drawn(
        &self,
        d: &mut Drawing,
        places: &[Place],
        back: &[bool],
        scale: f64,
        (x, thick): (&dyn Fn(usize) -> f64, f64),
        lane: f64,
    ) {
        // On each side of a node ribbons stand in the order of the nodes at their other ends.
        let mut leave: Vec<f64> = places.iter().map(|place| place.top).collect();
        let mut reach = leave.clone();
        let mut order: Vec<usize> = (0..self.ribbons.len()).collect();
        let key =
            |index: usize| (back[index], places[self.ribbons[index].to].top, places[self.ribbons[index].from].top);
        order.sort_by(|a, b| {
            let (a, b) = (key(*a), key(*b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.total_cmp(&b.2))
        });
        let mut starts = vec![0.0; self.ribbons.len()];
        for index in &order {
            let ribbon = &self.ribbons[*index];
            starts[*index] = leave[ribbon.from];
            leave[ribbon.from] += ribbon.value * scale;
        }
        let mut ends = vec![0.0; self.ribbons.len()];
        let mut by_source: Vec<usize> = order.clone();
        by_source.sort_by(|a, b| {
            let of = |i: usize| (back[i], places[self.ribbons[i].from].top);
            of(*a).0.cmp(&of(*b).0).then(of(*a).1.total_cmp(&of(*b).1)).then(a.cmp(b))
        });
        for index in &by_source {
            let ribbon = &self.ribbons[*index];
            ends[*index] = reach[ribbon.to];
            reach[ribbon.to] += ribbon.value * scale;
        }
        let mut low = lane;
        for index in order {
            let ribbon = &self.ribbons[index];
            let wide = (ribbon.value * scale).max(0.6);
            let (from, to) = (places[ribbon.from], places[ribbon.to]);
            let (x0, x1) = (x(from.column) + thick, x(to.column));
            let (y0, y1) = (starts[index], ends[index]);
            let class = &self.nodes[ribbon.from].class;
            let words = format!("{} → {}\n{}", self.nodes[ribbon.from].name, self.nodes[ribbon.to].name, ribbon.says);
            d.open_mark("ribbon", &words);
            if back[index] {
                let (a, b, y) = (y0 + wide / 2.0, y1 + wide / 2.0, low + wide / 2.0);
                low += wide + 3.0;
                let bend = 34.0;
                let path = format!(
                    "M{},{}C{},{} {},{} {},{}L{},{}C{},{} {},{} {},{}",
                    n(x0),
                    n(a),
                    n(x0 + bend),
                    n(a),
                    n(x0 + bend),
                    n(y),
                    n(x0),
                    n(y),
                    n(x1),
                    n(y),
                    n(x1 - bend),
                    n(y),
                    n(x1 - bend),
                    n(b),
                    n(x1),
                    n(b)
                );
                d.stroke(&format!("back {class}"), &path, wide);
            } else {
                let middle = f64::midpoint(x0, x1);
                let path = format!(
                    "M{},{}C{},{} {},{} {},{}L{},{}C{},{} {},{} {},{}Z",
                    n(x0),
                    n(y0),
                    n(middle),
                    n(y0),
                    n(middle),
                    n(y1),
                    n(x1),
                    n(y1),
                    n(x1),
                    n(y1 + wide),
                    n(middle),
                    n(y1 + wide),
                    n(middle),
                    n(y0 + wide),
                    n(x0),
                    n(y0 + wide)
                );
                d.path(&format!("forth {class}"), &path);
            }
            d.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ribbon(from: usize, to: usize, value: f64) -> Ribbon {
        Ribbon { from, to, value, says: String::new() }
    }

    #[test]
    fn what_flows_back_is_the_smaller_part() {
        let node = |name: &str| Node { name: name.into(), class: "f0".into() };
        let nodes = vec![node("robots"), node("chips"), node("compute"), node("demand")];
        let ribbons = vec![ribbon(0, 1, 1.0), ribbon(1, 2, 10.0), ribbon(2, 3, 12.0), ribbon(1, 0, 0.4)];
        let sankey = Sankey { says: String::new(), nodes, ribbons, unit: "USD".into() };
        let (column, back) = sankey.columns();
        assert_eq!(back, [false, false, false, true]);
        assert_eq!(column, [0, 1, 2, 3]);
        assert!(!sankey.draw().0.contains("NaN"));
    }
}
