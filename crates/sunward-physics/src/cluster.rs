//! Satellites that fly together, and what a network of machines carries from one half to the other.

use crate::link::{NoLink, positive};
use sunward_quantity::elementary::{exp, ln, squared};
use sunward_quantity::{DataRate, Length};

/// Satellites in a flat cluster.
///
/// `N = 3.63 (R / r)²`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `R` | `radius` of the cluster | m |
/// | `r` | `least_distance` two of them keep | m |
///
/// The densest lattice in one plane of relative motion (`2π/√3 = 3.63`). Source: `mit_clusters2026`.
///
/// # Errors
/// [`NoLink`] if a length is not positive.
pub fn planar_count(radius: Length, least_distance: Length) -> Result<f64, NoLink> {
    let ratio = positive("cluster radius", radius.in_metres())?
        / positive("distance between satellites", least_distance.in_metres())?;
    Ok((3.63 * squared(ratio)).max(1.0))
}

/// How machines are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topology {
    /// Each with two neighbours.
    Ring,
    /// A lattice of equal sides that ends at its edges, in so many dimensions (2 or 3).
    Mesh(u8),
    /// A lattice of equal sides that closes on itself.
    Torus(u8),
    /// Each with every other.
    Full,
}

impl Topology {
    /// Links of one machine, among which its rate is divided.
    #[inline]
    fn links_each(self, machines: f64) -> f64 {
        match self {
            Self::Ring => 2.0,
            Self::Mesh(dimensions) | Self::Torus(dimensions) => 2.0 * f64::from(dimensions),
            Self::Full => machines - 1.0,
        }
    }

    /// Links that the cut through the middle meets.
    ///
    /// Ring 2; mesh `k^(d−1)`; torus `2 k^(d−1)`; all with all `N²/4`; with `k = N^(1/d)` machines a side.
    ///
    /// Exact for an even number a side (the test counts); least for an odd one. A torus of two a side has two links between
    /// the same two machines. Source: `dally_towles2004`.
    #[inline]
    pub fn cut(self, machines: f64) -> f64 {
        let face = |dimensions: u8| match dimensions {
            2 => machines.sqrt(),
            // A logarithm and an exponential cost less than half of the power function; a number of machines is never near zero.
            d => exp(ln(machines) * (1.0 - 1.0 / f64::from(d))),
        };
        match self {
            Self::Ring => 2.0,
            Self::Mesh(dimensions) => face(dimensions),
            Self::Torus(dimensions) => 2.0 * face(dimensions),
            Self::Full => squared(machines) / 4.0,
        }
    }
}

/// Data that one half of a network can send to the other.
///
/// `B = cut(N) · b / l`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `N` | `machines`, more than 1 | – |
/// | `b` | `rate` of one machine, all its links together, one way | bit/s |
/// | `l` | links of one machine: 2, 2 d, or N − 1 | – |
///
/// Links at the edge of a mesh that lead nowhere are lost. Source: `dally_towles2004`.
#[inline]
pub fn bisection(topology: Topology, machines: f64, rate: DataRate) -> DataRate {
    rate * (topology.cut(machines) / topology.links_each(machines))
}

/// Data each machine can send when every machine sends to all others alike.
///
/// `T = 4 B / N`: half of what the `N/2` machines of one half send must cross the middle. Infinite for one machine alone.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `B` | [`bisection`], one way | bit/s |
/// | `N` | `machines` | – |
///
/// Holds for the best routing; the machine's own rate is a limit beside it. Source: `dally_towles2004`.
#[inline]
pub fn uniform_rate(topology: Topology, machines: f64, rate: DataRate) -> DataRate {
    if machines <= 1.0 {
        return DataRate::bits_per_second(f64::INFINITY);
    }
    bisection(topology, machines, rate) * (4.0 / machines)
}

/// The same in a tree of switches: `T = 2 b / s`, whatever the number of machines.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `b` | `rate` of one machine | bit/s |
/// | `s` | `oversubscription`: machines' rate over what the top of the tree carries; 1 is full bisection `N b / 2` | – |
///
/// Source: `dally_towles2004`.
#[inline]
pub fn uniform_rate_of_tree(rate: DataRate, oversubscription: f64) -> DataRate {
    rate * (2.0 / oversubscription)
}
