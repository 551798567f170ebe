package dev.alambic.exporter.trace;

/** One entry of the table of operators: runs a method of an array in the engine and records the same in ONNX. */
@FunctionalInterface
interface Operation {
    /** Returns the result to hand to the block: an array, a list of arrays, or the receiver itself. */
    Object record(Invocation call);
}
