//! What is not known: seeds to draws; outcomes to distributions, sensitivities and inverse questions.
//!
//! Takes a function from a draw to its outcomes, and knows nothing else of the world: no scenario, no unit, no file,
//! no thread. Every method is two parts. A *design* says which point the `i`-th evaluation stands at, a pure function of
//! a seed and `i`; an *estimator* takes the outcomes in that order. Who calls may spread the work as he likes between the two,
//! and stop or go on at any point.
//!
//! Points lie in the open unit cube. [`correlation`] says which inputs go together.

pub mod beta;
pub mod correlation;
pub mod ensemble;
pub mod estimate;
pub mod grouping;
pub mod hypercube;
pub mod information;
pub mod inputs;
pub mod law;
pub mod morris;
pub mod normal;
pub mod pawn;
mod pieces;
pub mod prim;
pub mod random;
mod ranking;
pub mod refusal;
mod saved;
pub mod shapley;
pub mod sobol;
pub mod sobol_indices;
pub mod threshold;
pub mod tornado;
