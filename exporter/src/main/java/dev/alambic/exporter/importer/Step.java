package dev.alambic.exporter.importer;

import org.jspecify.annotations.Nullable;

/**
 * One node of a plan.
 *
 * @param shapeFunction computes it in Java if all inputs are numbers; null if there is no such way
 * @param operator computes it in the engine
 */
record Step(NodeView node, @Nullable ShapeFunction shapeFunction, Operator operator, Slots slots) {

    /** Positions of values; -1 for an input or output that is left out. */
    static final class Slots {
        final int[] inputs;
        final int[] outputs;
        /** Values that no later step reads. */
        final int[] released;

        Slots(int[] inputs, int[] outputs, int[] released) {
            this.inputs = inputs;
            this.outputs = outputs;
            this.released = released;
        }
    }
}
