package dev.alambic.report.run;

import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.answer.MultiTaskMetrics;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.report.run.Headline.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts into words how one model compares with the baseline. */
record Speech(RunRecords records, ModelResult baseline, ModelResult model) {

    Headline headline() {
        List<Fact> facts = new ArrayList<>();
        accuracy().ifPresent(facts::add);
        facts.add(fileSize());
        model.latency().stream().findFirst().map(Speech::latency).ifPresent(facts::add);
        parameters().ifPresent(facts::add);
        memory().ifPresent(facts::add);
        return new Headline(sentence(), facts);
    }

    private String sentence() {
        String size = model.name() + " takes " + Numbers.bytes(model.fileBytes()) + " instead of "
                + Numbers.bytes(baseline.fileBytes());
        Optional<String> speed = model.latency().stream()
                .findFirst()
                .map(latency -> "answers in " + Numbers.micros(latency.p50Micros()) + " ("
                        + speedup(latency).text() + ")");
        Optional<String> accuracy = metrics(model).map(this::accuracyInWords);
        if (speed.isPresent() && accuracy.isPresent()) {
            return size + ", " + speed.get() + ", and " + accuracy.get() + ".";
        }
        return size + speed.or(() -> accuracy).map(more -> " and " + more).orElse("") + ".";
    }

    private String accuracyInWords(TaskMetrics own) {
        if (own instanceof RegressionMetrics numbers) {
            return "has " + numbers(numbers) + " on the test split"
                    + metrics(baseline)
                            .map(first -> " (" + baseline.name() + ": " + numbers((RegressionMetrics) first) + ")")
                            .orElse("");
        }
        if (own instanceof MultiTaskMetrics) {
            return "has a mean score of " + FigureText.main(own) + " over its tasks on the test split"
                    + metrics(baseline)
                            .map(first -> " (" + baseline.name() + ": " + FigureText.main(first) + ")")
                            .orElse("");
        }
        if (own instanceof MultiLabelMetrics) {
            return "has a macro AUC of " + FigureText.main(own) + " on the test split"
                    + metrics(baseline)
                            .map(first -> " (" + baseline.name() + ": " + FigureText.main(first) + ")")
                            .orElse("");
        }
        return "is right on " + FigureText.main(own) + " of the test split"
                + metrics(baseline)
                        .map(first -> " (" + baseline.name() + ": " + FigureText.main(first) + ")")
                        .orElse("");
    }

    /** Returns {@code R² 0.9321 and MAE 1.234}; of several targets, whose units differ, R² alone. */
    private static String numbers(RegressionMetrics metrics) {
        return metrics.few().entrySet().stream()
                .limit(metrics.perTarget().size() == 1 ? 2 : 1)
                .map(figure -> figure.getKey().title() + " " + FigureText.of(figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(" and "));
    }

    private Optional<TaskMetrics> metrics(ModelResult of) {
        return Optional.ofNullable(records.metrics().get(of.name()));
    }

    private Optional<Fact> accuracy() {
        return metrics(model)
                .map(own -> new Fact(
                        own.mainMeasure().title(),
                        FigureText.main(own),
                        metrics(baseline)
                                .map(first -> Change.of(own.mainMeasure(), own.main(), first.main()))
                                .orElse(Change.NONE)));
    }

    private Fact fileSize() {
        Change change = Change.factor((double) baseline.fileBytes() / model.fileBytes(), "smaller", "larger");
        return new Fact("file size", Numbers.bytes(model.fileBytes()), change);
    }

    private static Fact latency(Latency latency) {
        return new Fact("latency, batch " + latency.batch(), Numbers.micros(latency.p50Micros()), speedup(latency));
    }

    private static Change speedup(Latency latency) {
        return Change.factor(latency.speedup(), "faster", "slower");
    }

    private Optional<Fact> parameters() {
        long own = model.size().nonZeroParameters();
        long first = baseline.size().nonZeroParameters();
        return first == 0
                ? Optional.empty()
                : Optional.of(new Fact("non-zero parameters", Numbers.grouped(own), Change.fewer(own, first)));
    }

    private Optional<Fact> memory() {
        Memory own = model.memory();
        Memory first = baseline.memory();
        if (own == null || first == null || own.peakRssBytes() <= 0 || first.peakRssBytes() <= 0) {
            return Optional.empty();
        }
        Change change = Change.factor((double) first.peakRssBytes() / own.peakRssBytes(), "less", "more");
        return Optional.of(new Fact("peak memory", Numbers.bytes(own.peakRssBytes()), change));
    }
}
