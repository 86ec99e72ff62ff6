//! What is not known, drawn.
//!
//! A model's uncertain numbers → draws of them → what compute costs in each draw → what the draws say together: distributions,
//! the chance of *never*, which inputs move the answer, and what would have to be true. Takes a model and gives numbers; runs no
//! thread, reads no file, and builds for WebAssembly: a page that draws a fan as a lever moves uses this room.
mod answers;
mod evaluation;
mod explore;
mod findings;
mod goal;
mod information;
mod inverse;
mod levers;
mod live;
mod outcomes;
mod reach;
mod region;
mod sensitivity;
mod uncertain;

pub use answers::{Inquiry, use_findings};
pub use evaluation::{Evaluation, Kept, Scratch, kept_decisions};
pub use explore::{Chunk, Exploration, Explorer, REPLICATES, Sample};
pub use findings::{Bar, Findings, Index, Lever, Limit, Region, Subject, UseFindings, Worth};
pub use goal::{Asked, Goal, NotAGoal};
pub use information::{CANNOT_BE_HAD, worth};
pub use inverse::{Answer, NotAnswered, Question, Span, Watch, frontier, what_would_have_to_be};
pub use levers::levers;
pub use live::{Bare, Live, MOST_KNOTS, Moved, NotShown, PILOTS, SHARES, Shown, TOLERANCE, Work};
pub use outcomes::{Kind, Outcome, Outcomes};
pub use reach::read_by;
pub use region::{LEAST_DRAWS, pawn, region};
pub use sensitivity::{ENDS, Effort, Screening, Sensitivity, logarithm, screen, sensitivity, tornado};
pub use uncertain::{Group, NotDrawn, Number, Uncertain};
