package dev.alambic.quantizer.explain;

/** How the runtime executes a node of the model. */
public enum Execution {
    /** On integers, in a kernel of its own or as part of one. */
    INTEGER,
    /** In floating point. */
    FLOAT,
    /** It computes no numbers: it moves them, or computes shapes and indices. */
    MOVED,
    /** Once, when the model is loaded. */
    FOLDED,
    /**
     * It converts between floats and integers, or is done by a conversion: part of an integer kernel, or on its own.
     */
    CONVERSION
}
