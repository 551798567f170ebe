package dev.alambic.quantizer.structure;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.RandomInputs;
import dev.alambic.onnx.runtime.ValueShapes;
import dev.alambic.quantizer.pass.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The extents of all values in a run whose open sizes are large enough not to shrink to 1 on the way, so that axes can
 * be told apart: two samples, each other open size 64, or 48, or 32, what the model runs on; else what {@link Probe}
 * finds.
 */
final class Extents {
    private static final List<Long> SIZES = List.of(64L, 48L, 32L);
    private static final long SAMPLES = 2;

    private Extents() {}

    static Map<String, long[]> of(OnnxModel model) {
        OnnxModel named = withNames(model);
        return SIZES.stream()
                .flatMap(size -> run(named, size).stream())
                .findFirst()
                .orElseGet(() -> ValueShapes.of(model, Probe.of(model).inputs()));
    }

    private static Optional<Map<String, long[]>> run(OnnxModel named, long size) {
        try {
            return Optional.of(ValueShapes.of(named, RandomInputs.of(named, sizes(named, size), size)));
        } catch (RuntimeException e) {
            return Optional.empty(); // the next size then; what does not run at all is said by the probe
        }
    }

    /** Gives extents of which nothing is known a name, so that they can be chosen. */
    private static OnnxModel withNames(OnnxModel model) {
        List<ValueInfo> inputs = model.graph().inputs().stream()
                .map(input -> input.type() == null || input.type().shape() == null
                        ? input
                        : input.withType(new TensorType(
                                input.type().elementType(),
                                named(input.name(), input.type().shape()))))
                .toList();
        return model.mapGraph(graph -> graph.edit(out -> out.inputs(inputs)));
    }

    private static Shape named(String input, Shape shape) {
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            Dim dim = shape.dim(axis);
            boolean isOpen = !(dim instanceof Dim.Fixed) && !(dim instanceof Dim.Named);
            dims.add(isOpen ? Dim.of(input + "#" + axis) : dim);
        }
        return new Shape(dims);
    }

    private static Map<String, Long> sizes(OnnxModel model, long size) {
        Map<String, Long> sizes = new HashMap<>();
        for (ValueInfo input : model.graph().requiredInputs()) {
            Shape shape = input.type() == null ? null : input.type().shape();
            for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
                if (shape.dim(axis) instanceof Dim.Named open) {
                    sizes.putIfAbsent(open.symbol(), axis == 0 ? SAMPLES : size);
                }
            }
        }
        return sizes;
    }
}
