//! Constants of nature. None stands here without its source (keys of `data/sources.bib`).

use sunward_quantity::{Acceleration, Flux, Length, Temperature};

/// Stefan–Boltzmann constant, W/m²/K⁴. Source: `codata2018`.
pub const STEFAN_BOLTZMANN: f64 = 5.670_374_419e-8;
/// Boltzmann constant, J/K, exact. Source: `codata2018`.
pub const BOLTZMANN: f64 = 1.380_649e-23;
/// Sunlight at one astronomical unit. Source: `iau2015b3`.
pub const SOLAR_CONSTANT: Flux = Flux::watts_per_square_metre(1361.0);
/// Mean distance of Earth and Sun. Source: `iau2012b2`.
pub const ASTRONOMICAL_UNIT: Length = Length::metres(149_597_870_700.0);
/// Radius of the Sun's photosphere. Source: `iau2015b3`.
pub const SOLAR_RADIUS: Length = Length::metres(6.957e8);
/// Equatorial radius of Earth; altitudes count from here. Source: `wgs84`.
pub const EARTH_RADIUS: Length = Length::metres(6_378_137.0);
/// Mean radius of Earth, used by some published cases. Source: `iugg_mean_radius`.
pub const EARTH_MEAN_RADIUS: Length = Length::metres(6_371_000.0);
/// Earth's gravitational parameter, m³/s². Source: `wgs84`.
pub const EARTH_GRAVITY: f64 = 3.986_004_418e14;
/// Earth's second zonal harmonic. Source: `egm96`.
pub const EARTH_J2: f64 = 1.082_626_68e-3;
/// Earth's fourth zonal harmonic. Source: `egm96`.
pub const EARTH_J4: f64 = -1.619_62e-6;
/// Earth's sidereal rotation rate, rad/s. Source: `wgs84`.
pub const EARTH_ROTATION: f64 = 7.292_115e-5;
/// Moon's gravitational parameter, m³/s². Source: `de440`.
pub const MOON_GRAVITY: f64 = 4.902_800_066e12;
/// Mean radius of the Moon. Source: `iau2015wg`.
pub const MOON_RADIUS: Length = Length::metres(1_737_400.0);
/// Standard acceleration of gravity; links specific impulse in seconds to exhaust speed. Source: `codata2018`.
pub const STANDARD_GRAVITY: Acceleration = Acceleration::metres_per_second_squared(9.806_65);
/// Heat radiated by Earth upward, global mean. Source: `loeb2018`.
pub const EARTH_INFRARED: Flux = Flux::watts_per_square_metre(237.0);
/// Share of sunlight that Earth reflects, global mean. Source: `loeb2018`.
pub const EARTH_ALBEDO: f64 = 0.30;
/// Temperature at which solar cells are rated in orbit, 28 °C. Source: `aiaa_s111`.
pub const CELL_RATING: Temperature = Temperature::kelvin(301.15);
