package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Quality;
import dev.alambic.chart.table.Columns;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One row for each model: how large, how fast at the first setting, and how good. */
final class SummaryTable {

    private SummaryTable() {}

    static TextTable of(Comparison comparison) {
        Function<Double, String> hundredths = value -> Numbers.fixed(value, 2);
        Function<Double, String> tenThousandths = value -> Numbers.fixed(value, 4);
        return new Columns<ModelResult>()
                .text("model", ModelResult::name)
                .text("file kB", model -> Numbers.grouped(model.fileBytes() / 1000.0, 1))
                .number("memory MB", memory(memory -> memory.peakRssBytes() / 1e6), value -> Numbers.grouped(value, 1))
                .number("p50 µs", latency(Latency::p50Micros), Numbers::fourDigits)
                .number("speed-up", latency(Latency::speedup), speedup -> Numbers.ratio(speedup) + "×")
                .number("accuracy %", quality(quality -> percent(quality.accuracy())), hundredths)
                .number("ECE %", quality(quality -> percent(quality.calibrationError())), hundredths)
                .number("R²", numbers(Quality.Numbers::r2), tenThousandths)
                .number("MAE", numbers(Quality.Numbers::mae), value -> Numbers.significant(value, 4))
                .number("RMSE", numbers(Quality.Numbers::rmse), value -> Numbers.significant(value, 4))
                .number("macro AUC %", labels(Quality.Labels::macroAuc), hundredths)
                .number("macro F1 %", labels(Quality.Labels::macroF1), hundredths)
                .number("exact %", labels(Quality.Labels::exactMatch), hundredths)
                .number("agreement %", likeness(likeness -> percent(likeness.agreement())), hundredths)
                .number("divergence", likeness(Likeness::divergence), tenThousandths)
                .number("cosine", likeness(Likeness::cosine), value -> Numbers.fixed(value, 5))
                .number("relative error", likeness(Likeness::relativeError), tenThousandths)
                .filled(comparison.models())
                .table(comparison.models());
    }

    private static Function<ModelResult, @Nullable Double> latency(Function<Latency, Double> figure) {
        return model -> model.latency().stream().findFirst().map(figure).orElse(null);
    }

    private static Function<ModelResult, @Nullable Double> memory(Function<Memory, @Nullable Double> figure) {
        return model -> model.memory() == null ? null : figure.apply(model.memory());
    }

    private static Function<ModelResult, @Nullable Double> quality(Function<Quality, @Nullable Double> figure) {
        return model -> model.quality() == null ? null : figure.apply(model.quality());
    }

    private static Function<ModelResult, @Nullable Double> numbers(Function<Quality.Numbers, @Nullable Double> figure) {
        return quality(quality -> quality.numbers() == null ? null : figure.apply(quality.numbers()));
    }

    private static Function<ModelResult, @Nullable Double> labels(Function<Quality.Labels, Double> figure) {
        return quality(quality -> quality.labels() == null ? null : percent(figure.apply(quality.labels())));
    }

    private static Function<ModelResult, @Nullable Double> likeness(Function<Likeness, @Nullable Double> figure) {
        return quality(quality -> quality.likeness() == null ? null : figure.apply(quality.likeness()));
    }

    private static @Nullable Double percent(@Nullable Double share) {
        return share == null ? null : 100 * share;
    }
}
