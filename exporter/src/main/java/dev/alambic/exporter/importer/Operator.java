package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.function.Function;

/** Computes the outputs of one node. Arrays of the engine that are made on the way are closed for it. */
@FunctionalInterface
interface Operator {

    /** Returns the outputs in the order of the node; outputs that nobody asked for may be missing at the end. */
    List<Value> apply(Call call);

    /** Returns an operator with one output. */
    static Operator of(Function<Call, NDArray> function) {
        return call -> List.of(new Value.Computed(function.apply(call)));
    }

    /** Returns an operator with several outputs. */
    static Operator ofMany(Function<Call, NDList> function) {
        return call ->
                function.apply(call).stream().<Value>map(Value.Computed::new).toList();
    }

    /** Returns an operator whose output is kept in Java. */
    static Operator ofNumbers(Function<Call, IntegerArray> function) {
        return call -> List.of(function.apply(call));
    }
}
