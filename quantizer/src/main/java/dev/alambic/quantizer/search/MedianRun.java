package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.runtime.PreparedRun;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
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
        Map<String, Tensor> inputs = Probe.of(model).single(0);
        try (Session session = Session.open(model, SessionOptions.defaults());
                PreparedRun run = session.prepare(inputs)) {
            for (int i = 0; i < WARM_UP; i++) {
                run.run();
            }
            return median(run) / 1e6;
        }
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
