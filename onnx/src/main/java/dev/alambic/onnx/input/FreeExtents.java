package dev.alambic.onnx.input;

import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The extents that the signature of a model leaves to its caller. */
public final class FreeExtents {

    private FreeExtents() {}

    /** Returns {@code input} with each extent of which nothing is known named by its place: {@code image.2}. */
    public static ValueInfo named(ValueInfo input) {
        return input.mapDims((axis, dim) -> dim instanceof Dim.Unknown ? Dim.of(input.name() + "." + axis) : dim);
    }

    /** Says how large a free extent is to be. */
    @FunctionalInterface
    public interface Choice {
        /**
         * Returns a size.
         *
         * @param axis 0 is that of the samples, mostly
         * @param decided how many other symbols have their size already
         */
        long size(int axis, int decided);
    }

    /**
     * Returns a size for each symbol in the inputs that must be fed; where a symbol stands twice, the first counts, and
     * what is written in terms of others has theirs.
     */
    public static Map<String, Long> sizes(Graph graph, Choice choice) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (boolean expressions : new boolean[] {false, true}) {
            for (ValueInfo input : graph.requiredInputs()) {
                Shape shape = input.type() == null ? null : input.type().shape();
                for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
                    for (String name : names(shape.dim(axis), expressions)) {
                        sizes.putIfAbsent(name, choice.size(axis, sizes.size()));
                    }
                }
            }
        }
        return sizes;
    }

    private static Set<String> names(Dim dim, boolean ofExpressions) {
        if (!(dim instanceof Dim.Named named)) {
            return Set.of();
        }
        Set<String> names = SizeExpression.names(named.symbol());
        return names.equals(Set.of(named.symbol())) == ofExpressions ? Set.of() : names;
    }
}
