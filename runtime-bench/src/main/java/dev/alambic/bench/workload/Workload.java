package dev.alambic.bench.workload;

import dev.alambic.bench.record.Setting;
import dev.alambic.onnx.runtime.Provider;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * What to measure.
 *
 * @param batches samples in a run; latency is measured for each
 * @param threads intra-op threads; latency is measured for each
 * @param providers what computes; latency is measured for each
 * @param feeds the inputs of every model that has none of its own; a model with one input takes the one tensor whatever
 *     its name is
 * @param rates calls a second of open loops, measured at each setting; none by default
 * @param startupSessions fresh sessions of each model to time loading and the first run, of which the median counts; 0
 *     measures none
 * @param memoryProcesses child processes for the memory of each model, of which the median counts; 0 measures no memory
 * @param energy whether to count energy, where the machine does
 */
@RecordBuilder
public record Workload(
        List<Integer> batches,
        List<Integer> threads,
        List<Provider> providers,
        Feeds feeds,
        Timing timing,
        List<Double> rates,
        int startupSessions,
        int memoryProcesses,
        boolean energy)
        implements WorkloadBuilder.With {

    public Workload {
        batches = positive(batches, "batch sizes");
        threads = positive(threads, "numbers of threads");
        providers = providers.stream().distinct().toList();
        rates = List.copyOf(rates);
        if (providers.isEmpty()) {
            throw new IllegalArgumentException("providers: at least one computes (was none)");
        }
        if (rates.stream().anyMatch(rate -> !(rate > 0 && rate <= 1e6))) {
            throw new IllegalArgumentException("rates: out of range (expected above 0 to 1000000, was " + rates + ")");
        }
        if (startupSessions < 0 || memoryProcesses < 0) {
            throw new IllegalArgumentException("numbers of sessions and processes are at least 0, was "
                    + startupSessions + " and " + memoryProcesses);
        }
    }

    /**
     * Returns batch 1, one thread, the CPU, {@link Timing#defaults()}, a closed loop alone, five sessions to time
     * loading and three processes for memory; energy where the machine counts it.
     */
    public static Workload of(Feeds feeds) {
        return new Workload(
                List.of(1), List.of(1), List.of(Provider.CPU), feeds, Timing.defaults(), List.of(), 5, 3, true);
    }

    private static List<Integer> positive(List<Integer> values, String what) {
        if (values.isEmpty() || values.stream().anyMatch(value -> value < 1)) {
            throw new IllegalArgumentException(what + " are at least one number, each at least 1, was " + values);
        }
        return values.stream().distinct().toList();
    }

    /** Returns every combination: by provider, by threads, by batch. */
    public List<Setting> settings() {
        return providers.stream()
                .flatMap(provider -> threads.stream()
                        .flatMap(number -> batches.stream().map(batch -> new Setting(batch, number, provider))))
                .toList();
    }

    /** Returns the smallest batch and number of threads on the first provider, for what is measured once. */
    public Setting smallest() {
        return new Setting(
                batches.stream().mapToInt(Integer::intValue).min().orElse(1),
                threads.stream().mapToInt(Integer::intValue).min().orElse(1),
                providers.get(0));
    }

    /** Returns what {@code candidate} is fed. */
    public Feeds feeds(Candidate candidate) {
        return candidate.feeds() == null ? feeds : candidate.feeds();
    }

    /** Returns this workload with nothing but the closed loop. */
    public Workload latencyOnly() {
        return new Workload(batches, threads, providers, feeds, timing, List.of(), 0, 0, false);
    }
}
