package dev.alambic.cli.command;

import dev.alambic.bench.workload.Extras;
import dev.alambic.bench.workload.Feeds;
import dev.alambic.bench.workload.Matrix;
import dev.alambic.bench.workload.Timing;
import dev.alambic.bench.workload.Workload;
import dev.alambic.onnx.runtime.Provider;
import dev.alambic.run.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Flags that say what {@code bench} measures, and for how long. */
final class BenchWorkload {

    private static final List<String> PROVIDERS =
            Arrays.stream(Provider.values()).map(Provider::label).toList();
    private static final List<String> PARTS = List.of("startup", "memory", "energy");

    /** Every model is fed on its own. */
    private static final Feeds NOTHING = batch -> Map.of();

    private BenchWorkload() {}

    static Flags addTo(Flags flags) {
        return flags.value("threads", "N,...", "threads of the runtime (default: 1)")
                .value("provider", "NAME,...", "what computes: " + String.join(", ", PROVIDERS) + " (default: cpu)")
                .value("device", "DEVICE", "the same as --provider")
                .value("rate", "R,...", "also call the models R times a second, whether or not they keep up")
                .value("seconds", "S", "time for all models at one setting (default: 10, for slow models more)")
                .value("skip", "WHAT,...", "do not measure: startup, memory, energy");
    }

    static Workload read(Arguments arguments) {
        List<String> skipped = arguments.choices("skip", PARTS);
        Workload all = Workload.of(NOTHING)
                .withMatrix(new Matrix(List.of(1), arguments.wholes("threads", List.of(1)), providers(arguments)))
                .withRates(arguments.numbers("rate"))
                .withTiming(arguments
                        .number("seconds")
                        .map(Timing.defaults()::withSecondsPerSetting)
                        .orElse(Timing.defaults()));
        return all.withExtras(new Extras(
                skipped.contains("startup") ? 0 : all.extras().startupSessions(),
                skipped.contains("memory") ? 0 : all.extras().memoryProcesses(),
                !skipped.contains("energy")));
    }

    private static List<Provider> providers(Arguments arguments) {
        if (arguments.has("device") && arguments.has("provider")) {
            throw new UsageException("bench: --device and --provider say the same: give one");
        }
        List<String> names = arguments.choices(arguments.has("device") ? "device" : "provider", PROVIDERS);
        return names.isEmpty()
                ? List.of(Provider.CPU)
                : names.stream()
                        .map(name -> Provider.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
    }
}
