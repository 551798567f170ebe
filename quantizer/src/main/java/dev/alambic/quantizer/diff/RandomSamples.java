package dev.alambic.quantizer.diff;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.RandomInputs;
import dev.alambic.quantizer.pass.Probe;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/** Seeded random inputs for want of real ones; free sizes are those that {@link Probe} finds the model to run with. */
public final class RandomSamples {

    private RandomSamples() {}

    /**
     * Returns {@code count} samples, made one after the other as they are asked for; the same seed gives the same.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the model does not run on random inputs
     */
    public static Iterable<Map<String, Tensor>> of(OnnxModel model, int count, long seed) {
        Map<String, Tensor> sizes = Probe.of(model).inputs();
        OnnxModel fixed = model.mapGraph(graph -> graph.edit(builder -> builder.inputs(graph.inputs().stream()
                .map(input -> sizes.containsKey(input.name())
                        ? fixed(input, Objects.requireNonNull(sizes.get(input.name())))
                        : input)
                .toList())));
        return () -> LongStream.range(0, count)
                .mapToObj(i -> RandomInputs.of(fixed, Map.of(), seed + i))
                .iterator();
    }

    private static ValueInfo fixed(ValueInfo input, Tensor size) {
        return ValueInfo.of(input.name(), size.dataType(), Shape.of(size.dims()));
    }
}
