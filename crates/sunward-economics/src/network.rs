//! What chips can trade with other chips and with the ground: one rule for Earth and orbit.

use crate::cost::WorkloadTerms;
use crate::datasheet::{Datasheet, Refusal};
use sunward_model::network::{Cluster, ClusterKind, Downlink, DownlinkKind, Link, LinkKind, Topology};
use sunward_model::{Shaped, Values};
use sunward_physics::{cluster, downlink, link};
use sunward_quantity::{ComputePerEnergy, DataRate, DataRatePerPower, Length, Power, Quantity, Ratio, TimeSpan};

/// What links carry, for each watt of chips.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Network {
    /// To neighbours: what one machine sends over all its links.
    pub own: DataRatePerPower,
    /// To all machines of the network alike: what the cut through its middle lets through.
    pub global: DataRatePerPower,
    /// To users and stores on the ground.
    pub downlink: DataRatePerPower,
    /// Shortest time from a user to the chips and back.
    pub round_trip: TimeSpan,
}

impl Network {
    /// Without a limit that is known.
    pub const fn unlimited() -> Self {
        let endless = DataRatePerPower::bits_per_joule(f64::INFINITY);
        Self { own: endless, global: endless, downlink: endless, round_trip: TimeSpan::ZERO }
    }
}

/// The links of one satellite, ready to be evaluated.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct PreparedLink {
    pub(crate) link: Link,
    pub(crate) cluster: Cluster,
    pub(crate) downlink: Downlink,
    /// Share of the time that one station sees the satellite; none through relays.
    pub(crate) contact: Option<f64>,
    pub(crate) altitude: Length,
}

/// What the links of a satellite take and give.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Links {
    /// Data to all neighbours, one way.
    pub rate: DataRate,
    /// Of one terminal, where it was worked out.
    pub budget: Option<link::Budget>,
    /// Share of the links' electricity that leaves as light and warms no neighbour.
    pub light: f64,
}

impl PreparedLink {
    /// The same, where its numbers stand behind `by` others.
    pub(crate) fn moved(&self, by: usize) -> Self {
        Self { link: self.link.moved(by), cluster: self.cluster.moved(by), downlink: self.downlink.moved(by), ..*self }
    }

    /// Everything it is made of. `contact` is how often one station sees the satellite, for `direct` downlinks.
    pub fn new(link: Link, cluster: Cluster, downlink: Downlink, contact: Option<f64>, altitude: Length) -> Self {
        Self { link, cluster, downlink, contact, altitude }
    }

    /// Price, mass and power of the terminals.
    #[inline]
    pub fn terminals(&self) -> &Link {
        &self.link
    }

    /// What the terminals carry to the neighbours, and the light they send away.
    ///
    /// # Errors
    /// [`Refusal`] for optics that no link has, or that send more light than they get power.
    #[inline]
    pub fn links(&self, values: &Values) -> Result<Links, Refusal> {
        let l = &self.link;
        let ratio = |key| values.get_optional::<Ratio>(key).map_or(0.0, |share| share.value());
        if l.kind == LinkKind::Typed {
            let rate = values.get_optional(l.rate).ok_or(Refusal::NotFinite)?;
            // What of its power leaves as light is not said; it is milliwatts to watts of hundreds.
            return Ok(Links { rate, budget: None, light: 0.0 });
        }
        let light = given(values, l.light);
        let terminals = ratio(l.terminals);
        let (sent, power) = (light * terminals, values.get(l.power));
        if sent > power {
            return Err(Refusal::MoreLightThanPower);
        }
        let terminal = link::Terminal {
            aperture: given(values, l.aperture),
            wavelength: given(values, l.wavelength),
            light,
            efficiency: ratio(l.efficiency),
            passed: ratio(l.passed),
            pointing: given(values, l.pointing),
            photons_per_bit: ratio(l.photons_per_bit),
            channels: ratio(l.channels),
            channel_rate: given(values, l.channel_rate),
            beams: ratio(l.beams),
        };
        let budget = link::budget(&terminal, given(values, self.cluster.distance)).map_err(Refusal::NoLink)?;
        Ok(Links { rate: budget.rate() * terminals, budget: Some(budget), light: budget.lost * (sent / power) })
    }

    /// What reaches neighbours, the whole cluster and the ground, for each watt of chips.
    ///
    /// # Errors
    /// [`Refusal::NoLink`] for a number that no link has.
    #[inline]
    pub fn network(&self, values: &Values, links: &Links, it_power: Power) -> Result<Network, Refusal> {
        let (c, d) = (&self.cluster, &self.downlink);
        let satellites = match c.kind {
            ClusterKind::Typed => given::<Ratio>(values, c.satellites).value(),
            ClusterKind::Planar => cluster::planar_count(given(values, c.radius), given(values, c.least_distance))
                .map_err(Refusal::NoLink)?,
        };
        let topology = match c.topology {
            Topology::Ring => cluster::Topology::Ring,
            Topology::Mesh2 => cluster::Topology::Mesh(2),
            Topology::Mesh3 => cluster::Topology::Mesh(3),
            Topology::Torus2 => cluster::Topology::Torus(2),
            Topology::Torus3 => cluster::Topology::Torus(3),
            Topology::Full => cluster::Topology::Full,
        };
        let ratio = |key| values.get::<Ratio>(key).value();
        let (contact, relayed) = match d.kind {
            DownlinkKind::Direct => (self.contact.unwrap_or(0.0), Length::ZERO),
            DownlinkKind::Relay => (given::<Ratio>(values, d.contact).value(), given(values, d.relayed)),
        };
        let rate = values.get(d.rate);
        let (terminals, used, sites, cloud) = (ratio(d.terminals), ratio(d.used), ratio(d.sites), ratio(d.cloud));
        let down = match d.kind {
            DownlinkKind::Direct => downlink::sustained_rate(rate, terminals, used, sites, contact, cloud),
            // Relays choose among their sites; the way to the relay is free of weather.
            DownlinkKind::Relay => downlink::sustained_rate(rate, terminals, used * contact, sites, 1.0, cloud),
        };
        Ok(Network {
            own: links.rate / it_power,
            global: cluster::uniform_rate(topology, satellites, links.rate) / it_power,
            downlink: down.map_err(Refusal::NoLink)? / it_power,
            round_trip: downlink::round_trip(self.altitude, values.get(d.mask), relayed).map_err(Refusal::NoLink)?,
        })
    }
}

/// A number that the shape's rules promise.
#[inline]
fn given<T: Quantity>(values: &Values, key: sunward_model::OptionalKey<T>) -> T {
    values.get_optional(key).unwrap_or(T::from_si(0.0))
}

/// What a use of compute asks of the network, over what it carries: above 1 the chips slow down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loads {
    /// Of the links between machines: the harder of own links and the cut through the middle.
    pub network: f64,
    /// Of the way to the ground.
    pub downlink: f64,
}

impl Loads {
    /// Share of the wanted speed that both allow: `min(1, 1 / load)`.
    #[inline]
    pub fn share(&self) -> f64 {
        let load = self.network.max(self.downlink);
        if load > 1.0 { 1.0 / load } else { 1.0 }
    }
}

/// What a use asks of a datasheet's network.
///
/// `max(t u / own, g t u / global)` and `d u / downlink`: scalars in, scalars out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `t`, `d` | `traffic` with other machines, `user_traffic` with the ground | bit/FLOP |
/// | `g` | `global_share` of the traffic that goes to any machine of the network | – |
/// | `u` | useful peak: `peak × software` | FLOP/J |
/// | `own`, `global`, `downlink` | of [`Network`] | bit/J |
///
/// The same on Earth and in orbit. The job is taken to fill the whole cluster. Leaves out overlap of traffic with computing
/// and the latency of each message.
#[inline]
pub fn loads(sheet: &Datasheet, workload: &WorkloadTerms) -> Loads {
    let useful: ComputePerEnergy = sheet.peak * workload.software;
    let wanted = workload.traffic * useful;
    let n = &sheet.network;
    let own = wanted / n.own;
    let middle = workload.global_share * (wanted / n.global);
    let downlink = (workload.user_traffic * useful) / n.downlink;
    Loads { network: own.max(middle), downlink }
}
