package dev.alambic.exporter.trace;

/** Marks the arrays that record what is done with them. */
interface Traced {
    /** Returns the value that this array stands for at this moment. */
    Value tracedValue();
}
