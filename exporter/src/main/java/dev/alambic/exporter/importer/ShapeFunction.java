package dev.alambic.exporter.importer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes a node whose inputs are numbers kept in Java. */
@FunctionalInterface
interface ShapeFunction {

    /** Returns the output, or null if this form is left to the engine. */
    @Nullable
    IntegerArray apply(NodeView node, List<@Nullable IntegerArray> inputs);
}
