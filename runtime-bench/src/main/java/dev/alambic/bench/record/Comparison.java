package dev.alambic.bench.record;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Models measured side by side.
 *
 * @param baseline name of the model that the speed-ups refer to
 * @param models the baseline first, the others in the order they were given
 * @param notes what a reader of the figures must know, such as a disturbed machine; one sentence each
 * @param verdicts on the goals that were set, if any
 */
@RecordBuilder
public record Comparison(
        String baseline, Machine machine, List<ModelResult> models, List<String> notes, List<Verdict> verdicts)
        implements ComparisonBuilder.With {

    public Comparison {
        models = List.copyOf(models);
        notes = List.copyOf(notes);
        verdicts = List.copyOf(verdicts);
        if (models.stream().noneMatch(model -> model.name().equals(baseline))) {
            throw new IllegalArgumentException("the baseline is one of the models, was " + baseline);
        }
    }

    /** Returns a comparison for which no goals were set. */
    public Comparison(String baseline, Machine machine, List<ModelResult> models, List<String> notes) {
        this(baseline, machine, models, notes, List.of());
    }

    public Optional<ModelResult> model(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** Returns this comparison with the quality of the models named in {@code qualities}. */
    public Comparison withQualities(Map<String, Quality> qualities) {
        return mapModels(model -> Optional.ofNullable(qualities.get(model.name()))
                .map(model::withQuality)
                .orElse(model));
    }

    /** Returns this comparison with each model changed by {@code change}, which keeps the names. */
    public Comparison mapModels(UnaryOperator<ModelResult> change) {
        return new Comparison(baseline, machine, models.stream().map(change).toList(), notes, verdicts);
    }
}
