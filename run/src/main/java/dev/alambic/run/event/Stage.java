package dev.alambic.run.event;

/** A part of a run, in the order in which they are done. */
public enum Stage {
    /** Teacher and student are trained and exported. */
    TRAINING,
    /** The smaller forms are made. */
    VARIANTS,
    /** Every model is measured on the test split. */
    QUALITY,
    /** A student without a teacher is trained, to compare; if the recipe asks for it. */
    CONTROL,
    /** Every model is timed, side by side. */
    BENCH,
    /** The most important figures are gathered. */
    SUMMARY,
    /** The layers of the smaller forms are compared with those that they were made from. */
    LAYERS,
    /** Samples that two models answer differently are looked for. */
    DISAGREEMENTS,
    /** The page is written. */
    REPORT
}
