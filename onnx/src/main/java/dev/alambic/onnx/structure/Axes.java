package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The unit of each position along each axis that can be cut; an axis without units cannot. */
final class Axes {
    private final Graph graph;
    private final Map<String, long[]> shapes;
    private final Units units = new Units();
    private final Map<ValueAxis, int[]> known = new LinkedHashMap<>();
    private final Map<ValueAxis, String> pinned = new HashMap<>();

    /** @param shapes of every value, as seen in a run */
    Axes(Graph graph, Map<String, long[]> shapes) {
        this.graph = graph;
        this.shapes = shapes;
    }

    Units units() {
        return units;
    }

    /** Returns the places that have units, in the order in which they came up. */
    Map<ValueAxis, int[]> known() {
        return known;
    }

    Map<String, long[]> shapes() {
        return shapes;
    }

    /** Returns the extents of {@code value}, null if it is no tensor. */
    long @Nullable [] dims(String value) {
        return shapes.get(value);
    }

    Graph graph() {
        return graph;
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
