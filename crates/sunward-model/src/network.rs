//! What joins machines: laser links, clusters of satellites, and the way to the ground.

use crate::Rule;
use crate::shape::{shape, words};

words! {
    /// How the rate of a link is known.
    LinkKind {
        /// Typed in.
        Typed = "typed",
        /// Worked out from its optics and the distance in the satellite's cluster.
        Optics = "optics",
    }
}

shape! {
    /// Optical terminals of one satellite, to its neighbours and to the ground network.
    Link in "link" {
        /// How the rate to the neighbours is known.
        kind: choice(LinkKind),
        /// Data that all terminals together carry to the neighbours, one way, typed in.
        rate: optional(DataRate, POSITIVE),
        /// Terminals to the neighbours.
        terminals: optional(Ratio, POSITIVE),
        /// Diameter of the telescope, the same at both ends.
        aperture: optional(Length, POSITIVE),
        /// Wavelength of the light.
        wavelength: optional(Length, POSITIVE),
        /// Light that one terminal sends, all its beams and channels together.
        light: optional(Power, POSITIVE),
        /// Share of light that one telescope passes; it counts at both ends.
        efficiency: optional(Ratio, PART),
        /// Share that all other losses of the light together let through.
        passed: optional(Ratio, PART),
        /// Error of pointing.
        pointing: optional(Angle, NOT_NEGATIVE),
        /// Photons the receiver needs for a bit.
        photons_per_bit: optional(Ratio, POSITIVE),
        /// Wavelengths side by side in a beam.
        channels: optional(Ratio, POSITIVE),
        /// Data on one of them.
        channel_rate: optional(DataRate, POSITIVE),
        /// Beams side by side that a terminal is made for; fewer where the distance allows fewer.
        beams: optional(Ratio, AT_LEAST_ONE),
        /// Power of all terminals, with those to the ground.
        power: number(Power, NOT_NEGATIVE),
        /// Mass of all terminals, with those to the ground.
        mass: number(Mass, NOT_NEGATIVE),
        /// Price of all terminals, with those to the ground.
        price: number(Money, NOT_NEGATIVE),
    }
    rules {
        Rule::Needs("kind", "typed", &["rate"]),
        Rule::Only("kind", "typed", &["rate"]),
        Rule::Needs("kind", "optics", &["terminals", "aperture", "wavelength", "light", "efficiency", "passed", "pointing", "photons_per_bit", "channels", "channel_rate", "beams"]),
        Rule::Only("kind", "optics", &["terminals", "aperture", "wavelength", "light", "efficiency", "passed", "pointing", "photons_per_bit", "channels", "channel_rate", "beams"]),
    }
}

words! {
    /// How the number of satellites in a cluster is known.
    ClusterKind {
        /// Typed in.
        Typed = "typed",
        /// As many as a flat cluster of a radius holds.
        Planar = "planar",
    }
}

words! {
    /// How the satellites of a cluster are joined.
    Topology {
        /// Each with two neighbours.
        Ring = "ring",
        /// A flat lattice with edges: four neighbours.
        Mesh2 = "mesh-2d",
        /// A lattice in space with edges: six neighbours.
        Mesh3 = "mesh-3d",
        /// A flat lattice that closes on itself: four neighbours.
        Torus2 = "torus-2d",
        /// A lattice in space that closes on itself: six neighbours.
        Torus3 = "torus-3d",
        /// Each with every other.
        Full = "full",
    }
}

shape! {
    /// Satellites that fly together and work on one thing: how many, how far apart, how joined.
    Cluster in "cluster" {
        /// How their number is known.
        kind: choice(ClusterKind),
        /// Satellites in the cluster, typed in. One alone has no other half to talk to.
        satellites: optional(Ratio, AT_LEAST_ONE),
        /// Radius of the flat cluster.
        radius: optional(Length, POSITIVE),
        /// Least distance two of its satellites keep.
        least_distance: optional(Length, POSITIVE),
        /// How they are joined.
        topology: choice(Topology),
        /// Longest link over a revolution; optical links are worked out for it.
        distance: optional(Length, POSITIVE),
    }
    rules {
        Rule::Needs("kind", "typed", &["satellites"]),
        Rule::Only("kind", "typed", &["satellites"]),
        Rule::Needs("kind", "planar", &["radius", "least_distance"]),
        Rule::Only("kind", "planar", &["radius", "least_distance"]),
    }
}

words! {
    /// How data gets to the ground.
    DownlinkKind {
        /// From the satellite to stations in view.
        Direct = "direct",
        /// Through other satellites.
        Relay = "relay",
    }
}

shape! {
    /// The way from one satellite to users and stores on the ground. Its terminals are counted in `link`.
    Downlink in "downlink" {
        /// To stations in view, or through relays.
        kind: choice(DownlinkKind),
        /// Data one terminal carries while in contact.
        rate: number(DataRate, POSITIVE),
        /// Terminals for it on one satellite.
        terminals: number(Ratio, POSITIVE),
        /// Share of the contact that carries this satellite's data: the rest is pointing, handing over, others' turn.
        used: number(Ratio, PART),
        /// Ground sites, each with weather of its own, that may take the data.
        sites: number(Ratio, AT_LEAST_ONE),
        /// Share of the time that cloud hides the sky at a site; 0 for radio.
        cloud: number(Ratio, LOSS),
        /// Lowest elevation above a site's horizon at which there is contact.
        mask: number(Angle, NOT_NEGATIVE),
        /// Latitude of the sites: how often one is in view is worked out from it.
        latitude: optional(Angle, ANY),
        /// Share of the time in contact with a relay.
        contact: optional(Ratio, PART),
        /// Way of the data through relays, one way.
        relayed: optional(Length, NOT_NEGATIVE),
    }
    rules {
        Rule::Needs("kind", "direct", &["latitude"]),
        Rule::Only("kind", "direct", &["latitude"]),
        Rule::Needs("kind", "relay", &["contact", "relayed"]),
        Rule::Only("kind", "relay", &["contact", "relayed"]),
    }
}
