package dev.alambic.onnx.shape;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.input.Attempts;
import dev.alambic.onnx.input.FreeExtents;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Extents seen in two runs with other sizes: what is the same in both is a size, what goes with a symbol is that
 * symbol, or a multiple of it; the rest is unknown.
 */
record Observation(
        Map<String, Long> first,
        Map<String, Long> second,
        Map<String, long[]> firstExtents,
        Map<String, long[]> secondExtents) {
    private static final long SEED = 20_240_229;
    /** Extents of the first axis, and of the others where small ones do not run (the sides of an image). */
    private static final List<Scales> SCALES = List.of(new Scales(1, 1), new Scales(1, 32), new Scales(1, 224));

    private record Scales(long first, long others) {

        /** Returns another size for each symbol; two calls with other starts have none in common but their products. */
        Map<String, Long> sizes(OnnxModel model, long start) {
            return FreeExtents.sizes(
                    model.graph(), (axis, decided) -> (axis == 0 ? first : others) * (start + 2L * decided));
        }
    }

    /** Watches {@code values} of {@code model}; empty if it does not run on random inputs. */
    static Optional<Observation> of(OnnxModel model, Collection<String> values) {
        SessionOptions plain = SessionOptions.once().withOptimization(OptimizationLevel.NONE);
        try (Session session = Session.open(model, values, plain)) {
            return Attempts.first(SCALES, scales -> watch(model, session, values, scales));
        }
    }

    private static Observation watch(OnnxModel model, Session session, Collection<String> values, Scales scales) {
        Map<String, Long> first = scales.sizes(model, 2);
        Map<String, Long> second = scales.sizes(model, 3);
        return new Observation(
                first, second, run(model, session, values, first, SEED), run(model, session, values, second, ~SEED));
    }

    private static Map<String, long[]> run(
            OnnxModel model, Session session, Collection<String> values, Map<String, Long> sizes, long seed) {
        Map<String, long[]> extents = new LinkedHashMap<>();
        Map<String, Tensor> outputs = session.run(RandomInputs.of(model, sizes, seed), values);
        outputs.forEach((name, tensor) -> extents.put(name, tensor.dims()));
        return extents;
    }

    /** Returns {@code known} with what was seen in the place of what it leaves open. */
    TensorType completed(String value, TensorType known) {
        long[] one = firstExtents.get(value);
        long[] two = secondExtents.get(value);
        Shape shape = known.shape();
        if (one == null || two == null || one.length != two.length || (shape != null && shape.rank() != one.length)) {
            return known;
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < one.length; axis++) {
            Dim stated = shape == null ? Dim.unknown() : shape.dim(axis);
            dims.add(Shapes.isOpen(stated) ? dim(one[axis], two[axis]).orElse(stated) : stated);
        }
        return new TensorType(known.elementType(), new Shape(dims));
    }

    private Optional<Dim> dim(long one, long two) {
        if (one == two) {
            return Optional.of(Dim.of(one));
        }
        return first.keySet().stream()
                .filter(symbol -> {
                    long a = first.getOrDefault(symbol, 1L);
                    long b = second.getOrDefault(symbol, 1L);
                    return one % a == 0 && two % b == 0 && one / a == two / b && one > 0;
                })
                .findFirst()
                .map(symbol -> {
                    long factor = one / first.getOrDefault(symbol, 1L);
                    return Dim.of(factor == 1 ? symbol : factor + "*" + symbol);
                });
    }
}
