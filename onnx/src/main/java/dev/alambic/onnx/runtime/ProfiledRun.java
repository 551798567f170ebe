package dev.alambic.onnx.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** The kernels of one run while a trace is read. */
final class ProfiledRun {
    final Map<String, Sum> kernels = new LinkedHashMap<>();
    long micros;

    /** @param ownMicros time of the kernel without those within it */
    void add(String node, ProfileEvent event, long ownMicros) {
        String key = event.number("node_index") + " " + event.text("op_name") + " " + node;
        Sum sum = kernels.computeIfAbsent(key, any -> new Sum(node, event));
        sum.calls++;
        sum.micros += ownMicros;
    }

    /** The calls of one kernel. */
    static final class Sum {
        final String node;
        final ProfileEvent event;
        long calls;
        long micros;

        Sum(String node, ProfileEvent event) {
            this.node = node;
            this.event = event;
        }

        void add(Sum other) {
            calls += other.calls;
            micros += other.micros;
        }

        KernelTime time(int runs) {
            return new KernelTime(
                    node,
                    event.text("op_name"),
                    event.text("provider").replaceFirst("ExecutionProvider$", ""),
                    event.inputTypes(),
                    calls / (double) runs,
                    micros / (double) runs);
        }
    }
}
