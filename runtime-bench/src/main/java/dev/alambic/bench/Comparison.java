package dev.alambic.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models measured side by side.
 *
 * @param baseline name of the model that the speed-ups refer to
 * @param models the baseline first, the others in the order they were given
 * @param notes what a reader of the figures must know, such as a disturbed machine; one sentence each
 */
public record Comparison(String baseline, Machine machine, List<ModelResult> models, List<String> notes) {

    public Comparison {
        models = List.copyOf(models);
        notes = List.copyOf(notes);
        if (models.stream().noneMatch(model -> model.name().equals(baseline))) {
            throw new IllegalArgumentException("the baseline is one of the models, was " + baseline);
        }
    }

    public Optional<ModelResult> model(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** Returns this comparison with the quality of the models named in {@code qualities}. */
    public Comparison withQualities(Map<String, Quality> qualities) {
        List<ModelResult> changed = models.stream()
                .map(model -> Optional.ofNullable(qualities.get(model.name()))
                        .map(model::withQuality)
                        .orElse(model))
                .toList();
        return new Comparison(baseline, machine, changed, notes);
    }
}
