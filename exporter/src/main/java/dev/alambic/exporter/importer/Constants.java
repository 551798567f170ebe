package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.alambic.exporter.trace.EngineTensors;
import dev.alambic.onnx.graph.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What never changes and is made in the engine once; it lives as long as the graph's manager. */
final class Constants {

    private final NDManager manager;
    private final DataType floatType;
    /** Constants of the graph; other numbers are computed anew in each pass. */
    private final Set<IntegerArray> known;

    private final Map<IntegerArray, NDArray> numbers = new ConcurrentHashMap<>();
    private final Map<Scalar, NDArray> scalars = new ConcurrentHashMap<>();
    private final Map<Object, NDArray> tables = new ConcurrentHashMap<>();

    /** A number and its type. */
    private record Scalar(double value, DataType type) {}

    Constants(NDManager manager, DataType floatType, Set<IntegerArray> known) {
        this.manager = manager;
        this.floatType = floatType;
        this.known = known;
    }

    NDManager manager() {
        return manager;
    }

    /** Returns whether {@code array} is the kept copy of {@code value}. */
    boolean holds(IntegerArray value, NDArray array) {
        return numbers.get(value) == array;
    }

    DataType floatType() {
        return floatType;
    }

    /** Returns {@code value} in the engine: kept if it is a constant of the graph, else owned by {@code step}. */
    NDArray arrayOf(IntegerArray value, NDManager step) {
        return known.contains(value)
                ? numbers.computeIfAbsent(value, key -> kept(() -> create(key, manager)))
                : create(value, step);
    }

    NDArray scalar(double value, DataType type) {
        return scalars.computeIfAbsent(
                new Scalar(value, type),
                key -> kept(() -> owned(manager.create(value)).toType(type, false)));
    }

    /** Returns the array that {@code key} stands for, made by {@code creation} when it is first asked for. */
    NDArray table(Object key, Supplier<NDArray> creation) {
        return tables.computeIfAbsent(key, any -> kept(creation));
    }

    /** Returns a large or float constant of the graph. */
    NDArray arrayOf(Tensor tensor) {
        return kept(() -> arrayOf(manager, tensor, floatType));
    }

    /** Returns {@code tensor} in memory of the engine, floats in {@code floatType}. */
    static NDArray arrayOf(NDManager manager, Tensor tensor, DataType floatType) {
        NDArray array = owned(
                switch (tensor.dataType()) {
                    case INT16, UINT16, UINT32, UINT64 -> manager.create(tensor.longs(), new Shape(tensor.dims()));
                    case FLOAT16, BFLOAT16 -> manager.create(tensor.floats(), new Shape(tensor.dims()));
                    default -> EngineTensors.arrayOf(manager, tensor);
                });
        DataType wanted = Types.engineType(tensor.dataType(), floatType);
        if (array.getDataType() == wanted) {
            return array;
        }
        try (array) {
            return array.toType(wanted, false);
        }
    }

    private NDArray kept(Supplier<NDArray> creation) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray made = creation.get();
            made.attach(manager);
            NDScope.unregister(made);
            return made;
        }
    }

    private NDArray create(IntegerArray value, NDManager owner) {
        return owned(owner.create(value.values(), new Shape(value.dims())))
                .toType(Types.engineType(value.type(), floatType), false);
    }

    /**
     * Returns a copy in memory of the engine, and closes {@code array}. An array made from Java values lies in a buffer
     * of Java that ends with it, although what the engine keeps for the gradient, or a cast to the type it has already,
     * still points there.
     */
    static NDArray owned(NDArray array) {
        try (array) {
            return array.duplicate();
        }
    }
}
