package dev.alambic.onnx.structure;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.input.Attempts;
import dev.alambic.onnx.input.FreeExtents;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.ValueShapes;
import java.util.List;
import java.util.Map;

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
        OnnxModel named = model.mapGraph(graph -> graph.edit(out ->
                out.inputs(graph.inputs().stream().map(FreeExtents::named).toList())));
        return Attempts.first(SIZES, size -> run(named, size))
                .orElseGet(() -> ValueShapes.of(model, Probe.of(model).inputs()));
    }

    private static Map<String, long[]> run(OnnxModel named, long size) {
        Map<String, Long> sizes = FreeExtents.sizes(named.graph(), (axis, decided) -> axis == 0 ? SAMPLES : size);
        return ValueShapes.of(named, RandomInputs.of(named, sizes, size));
    }
}
