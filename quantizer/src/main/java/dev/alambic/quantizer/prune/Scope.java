package dev.alambic.quantizer.prune;

/** Among which channels the least important are chosen. */
public enum Scope {
    /** Within each group: all groups lose the same part. */
    LOCAL,
    /** Among all: groups of little importance lose more. */
    GLOBAL
}
