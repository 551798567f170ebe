package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Work;
import dev.alambic.chart.table.Columns;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Comparison} as comma-separated values; what was not measured is an empty field. */
final class ComparisonCsv {

    private final Columns<Row> columns = new Columns<>();

    private ComparisonCsv() {}

    /** One model at one setting. */
    private record Row(ModelResult model, Latency latency) {}

    static String render(Comparison comparison) {
        ComparisonCsv csv = new ComparisonCsv();
        csv.size();
        csv.latency();
        csv.answersAndWork();
        if (comparison.models().stream().anyMatch(model -> numbers(model) != null)) {
            csv.numbers();
        }
        if (comparison.models().stream().anyMatch(model -> labels(model) != null)) {
            csv.labels();
        }
        return csv.columns
                .table(comparison.models().stream()
                        .flatMap(model -> model.latency().stream().map(latency -> new Row(model, latency)))
                        .toList())
                .csv();
    }

    private void size() {
        model("model", ModelResult::name);
        model("file", ModelResult::file);
        model("fileBytes", ModelResult::fileBytes);
        model("parameters", model -> model.size().parameters());
        model("nonZeroParameters", model -> model.size().nonZeroParameters());
        part("accuracy", ModelResult::quality, Quality::accuracy);
        part("peakRssBytes", ModelResult::memory, Memory::peakRssBytes);
        part("loadPeakRssBytes", ModelResult::memory, memory -> memory.load().peakBytes());
    }

    private void latency() {
        latency("batch", Latency::batch);
        latency("threads", Latency::threads);
        latency("provider", latency -> latency.setting().provider());
        latency("meanMicros", latency -> latency.micros().mean());
        latency("deviationMicros", latency -> latency.micros().deviation());
        latency("p50Micros", Latency::p50Micros);
        latency("p50LowMicros", latency -> latency.p50Interval().low());
        latency("p50HighMicros", latency -> latency.p50Interval().high());
        latency("p90Micros", Latency::p90Micros);
        latency("p99Micros", Latency::p99Micros);
        latency("p999Micros", latency -> latency.micros().p999());
        latency("samplesPerSecond", Latency::samplesPerSecond);
        latency("speedup", Latency::speedup);
        latency("speedupLow", latency -> latency.speedupInterval().low());
        latency("speedupHigh", latency -> latency.speedupInterval().high());
        latency("runs", Latency::runs);
        latency("rounds", Latency::rounds);
        latency("spread", Latency::spread);
        latency("noisy", Latency::noisy);
    }

    private void answersAndWork() {
        part("calibrationError", ModelResult::quality, Quality::calibrationError);
        part("agreement", ComparisonCsv::likeness, Likeness::agreement);
        part("divergence", ComparisonCsv::likeness, Likeness::divergence);
        part("cosine", ComparisonCsv::likeness, Likeness::cosine);
        part("relativeError", ComparisonCsv::likeness, Likeness::relativeError);
        part("macs", ModelResult::work, Work::macs);
    }

    private void numbers() {
        part("r2", ComparisonCsv::numbers, Quality.Numbers::r2);
        part("mae", ComparisonCsv::numbers, Quality.Numbers::mae);
        part("rmse", ComparisonCsv::numbers, Quality.Numbers::rmse);
    }

    private void labels() {
        part("macroAuc", ComparisonCsv::labels, Quality.Labels::macroAuc);
        part("macroF1", ComparisonCsv::labels, Quality.Labels::macroF1);
        part("microF1", ComparisonCsv::labels, Quality.Labels::microF1);
        part("exactMatch", ComparisonCsv::labels, Quality.Labels::exactMatch);
    }

    private static Quality.@Nullable Labels labels(ModelResult model) {
        return model.quality() == null ? null : model.quality().labels();
    }

    private static Quality.@Nullable Numbers numbers(ModelResult model) {
        return model.quality() == null ? null : model.quality().numbers();
    }

    private static @Nullable Likeness likeness(ModelResult model) {
        return model.quality() == null ? null : model.quality().likeness();
    }

    private void latency(String title, Function<Latency, ? extends @Nullable Object> cell) {
        columns.text(title, row -> Objects.toString(cell.apply(row.latency()), ""));
    }

    private void model(String title, Function<ModelResult, ? extends @Nullable Object> cell) {
        columns.text(title, row -> Objects.toString(cell.apply(row.model()), ""));
    }

    private <P> void part(
            String title,
            Function<ModelResult, ? extends @Nullable P> part,
            Function<P, ? extends @Nullable Object> cell) {
        model(title, model -> {
            P found = part.apply(model);
            return found == null ? null : cell.apply(found);
        });
    }
}
