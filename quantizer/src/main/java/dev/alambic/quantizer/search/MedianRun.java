package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.PreparedRun;
import dev.alambic.onnx.runtime.RandomInputs;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.quantizer.pass.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The median time of runs of a model on one random sample, by one thread; good enough to steer by. */
public final class MedianRun {
    private static final int WARM_UP = 3;
    private static final int FEWEST = 7;
    private static final double SECONDS = 1;

    private MedianRun() {}

    /** Returns milliseconds. */
    public static double millis(OnnxModel model) {
        Map<String, Tensor> inputs = RandomInputs.of(model, single(model), 0);
        try (Session session = Session.open(model, SessionOptions.defaults());
                PreparedRun run = session.prepare(inputs)) {
            for (int i = 0; i < WARM_UP; i++) {
                run.run();
            }
            return median(run) / 1e6;
        }
    }

    /**
     * Returns the sizes of named dimensions: 1 for the first of an input, else the smallest on which the model runs.
     */
    private static Map<String, Long> single(OnnxModel model) {
        Map<String, Long> sizes = new HashMap<>();
        Probe.of(model).inputs().forEach((name, tensor) -> {
            Shape shape = model.graph().requiredInputs().stream()
                    .filter(input -> input.name().equals(name))
                    .map(ValueInfo::type)
                    .map(type -> type == null ? null : type.shape())
                    .findFirst()
                    .orElse(null);
            for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
                if (shape.dim(axis) instanceof Dim.Named named) {
                    sizes.put(named.symbol(), axis == 0 ? 1 : tensor.dim(axis));
                }
            }
        });
        return sizes;
    }

    private static double median(PreparedRun run) {
        List<Long> nanos = new ArrayList<>();
        long start = System.nanoTime();
        while (nanos.size() < FEWEST || System.nanoTime() - start < SECONDS * 1e9) {
            long before = System.nanoTime();
            run.run();
            nanos.add(System.nanoTime() - before);
        }
        nanos.sort(null);
        return nanos.get(nanos.size() / 2);
    }
}
