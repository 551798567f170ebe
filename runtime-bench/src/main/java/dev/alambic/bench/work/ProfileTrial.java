package dev.alambic.bench.work;

import dev.alambic.bench.record.Profile;
import dev.alambic.bench.record.Profile.NodeTime;
import dev.alambic.bench.record.Setting;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.KernelTime;
import dev.alambic.onnx.runtime.RuntimeKernels;
import dev.alambic.onnx.runtime.RuntimeProfile;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the runtime where the time of a run goes, in runs of their own that no latency is taken from. */
public final class ProfileTrial {
    private static final int WARM_UP = 5;
    private static final int MOST_RUNS = 200;
    private static final int FEWEST_RUNS = 6;
    private static final double SECONDS = 3;

    private ProfileTrial() {}

    /**
     * Profiles {@code file}; see {@link RuntimeProfile}.
     *
     * @param expectedMicros time of one run, which decides how many there are, µs
     */
    public static Profile measure(
            Path file, Map<String, Tensor> feeds, Setting setting, SessionOptions options, double expectedMicros) {
        int runs = (int) Math.max(FEWEST_RUNS, Math.min(MOST_RUNS, SECONDS * 1e6 / expectedMicros));
        RuntimeProfile trace = RuntimeProfile.of(file, feeds, options, WARM_UP, runs);
        Set<String> integer = OnnxModel.read(file).graph().nodes().stream()
                .filter(RuntimeKernels::isInteger)
                .map(Node::name)
                .collect(Collectors.toSet());
        return new Profile(
                setting,
                trace.runs(),
                trace.runMicros(),
                trace.arenaPeakBytes(),
                trace.kernels().stream().map(kernel -> time(kernel, integer)).toList());
    }

    private static NodeTime time(KernelTime kernel, Set<String> integer) {
        return new NodeTime(
                kernel.node(),
                kernel.operator(),
                kernel.provider(),
                kernel.isInteger() || integer.contains(kernel.node()),
                kernel.micros());
    }
}
