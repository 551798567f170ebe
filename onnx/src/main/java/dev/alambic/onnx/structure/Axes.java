package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The unit of each position along each axis that can be cut; an axis without units cannot.
 *
 * @param shapes of every value, as seen in a run
 * @param known the places that have units, in the order in which they came up
 * @param pinned why a place is never cut
 */
record Axes(
        Graph graph,
        Map<String, long[]> shapes,
        Units units,
        Map<ValueAxis, int[]> known,
        Map<ValueAxis, String> pinned) {
    static Axes of(Graph graph, Map<String, long[]> shapes) {
        return new Axes(graph, shapes, new Units(), new LinkedHashMap<>(), new HashMap<>());
    }

    /** Returns the extents of {@code value}, null if it is no tensor. */
    long @Nullable [] dims(String value) {
        return shapes.get(value);
    }

    /**
     * Returns the units along {@code place}, those of an initializer being made where asked for; null if it has none.
     */
    int @Nullable [] units(ValueAxis place) {
        int[] found = known.get(place);
        if (found == null && !pinned.containsKey(place)) {
            Optional<Tensor> weight = graph.constant(place.value()).filter(Axes::canBeCut);
            if (weight.isPresent()) {
                found = define(place, Math.toIntExact(weight.get().dim(place.axis())));
            }
        }
        return found;
    }

    /** Weights can, whatever their form; not what extents, indices and conditions are made of. */
    private static boolean canBeCut(Tensor tensor) {
        return switch (tensor.dataType()) {
            case STRING, INT64, UINT64, BOOL -> false;
            default -> tensor.dataType().bits() >= Byte.SIZE;
        };
    }

    /** Gives {@code place} new units. */
    int[] define(ValueAxis place, int size) {
        int[] made = units.fresh(size);
        known.put(place, made);
        return made;
    }

    /** Makes it so that {@code place} is never cut. */
    void pin(ValueAxis place, String reason) {
        int[] found = known.get(place);
        pinned.putIfAbsent(place, reason);
        if (found != null) {
            for (int unit : found) {
                units.fix(unit, reason);
            }
        }
    }
}
