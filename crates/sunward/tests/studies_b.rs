//! Published studies worked out anew from their own formulas, apart from the engine.

mod studies {
    mod myana_finance;
    mod myana_physics;
    mod spacedc_mdao;
}
