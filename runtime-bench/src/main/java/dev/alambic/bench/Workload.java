package dev.alambic.bench;

import dev.alambic.onnx.runtime.Provider;
import java.util.List;

/**
 * What to measure.
 *
 * @param batches samples in a run; latency is measured for each
 * @param threads intra-op threads; latency is measured for each
 * @param feeds the inputs of every model; a model with one input takes the one tensor whatever its name is
 * @param memoryProcesses child processes for the memory of each model, of which the median counts; 0 measures no memory
 */
public record Workload(
        List<Integer> batches,
        List<Integer> threads,
        Provider provider,
        Feeds feeds,
        Timing timing,
        int memoryProcesses) {

    public Workload {
        batches = positive(batches, "batch sizes");
        threads = positive(threads, "numbers of threads");
        if (memoryProcesses < 0) {
            throw new IllegalArgumentException("the number of processes is at least 0, was " + memoryProcesses);
        }
    }

    /** Returns batch 1, one thread, the CPU, {@link Timing#defaults()} and three processes for memory. */
    public static Workload of(Feeds feeds) {
        return new Workload(List.of(1), List.of(1), Provider.CPU, feeds, Timing.defaults(), 3);
    }

    private static List<Integer> positive(List<Integer> values, String what) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value < 1)) {
            throw new IllegalArgumentException(what + " are at least one number, each at least 1, was " + values);
        }
        return values.stream().distinct().toList();
    }

    public Workload withBatches(List<Integer> newBatches) {
        return new Workload(newBatches, threads, provider, feeds, timing, memoryProcesses);
    }

    public Workload withThreads(List<Integer> newThreads) {
        return new Workload(batches, newThreads, provider, feeds, timing, memoryProcesses);
    }

    public Workload withProvider(Provider newProvider) {
        return new Workload(batches, threads, newProvider, feeds, timing, memoryProcesses);
    }

    public Workload withTiming(Timing newTiming) {
        return new Workload(batches, threads, provider, feeds, newTiming, memoryProcesses);
    }

    public Workload withMemoryProcesses(int processes) {
        return new Workload(batches, threads, provider, feeds, timing, processes);
    }
}
