package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What values with short names are called in the model that theirs was made of, kept under {@link ModelMetadata#NAMES}.
 * A value that only a pass invented has no such name; the half or the integers that took the place of a value have its
 * name.
 *
 * @param byShortName the longer name by the short one
 */
public record OriginalNames(Map<String, String> byShortName) {
    /** What passes here, and ONNX Runtime's tools, add to the name of a value for its half or its integers. */
    private static final List<String> SUFFIXES = List.of("_f16", "_q", "_quantized");

    public OriginalNames {
        byShortName = Collections.unmodifiableMap(new LinkedHashMap<>(byShortName));
    }

    /** Returns what {@code model} says of its values; nothing if it kept the names. */
    public static OriginalNames of(OnnxModel model) {
        Map<String, String> names = new LinkedHashMap<>();
        model.metadata().getOrDefault(ModelMetadata.NAMES, "").lines().forEach(line -> {
            int end = line.indexOf('=');
            if (end > 0) {
                names.put(line.substring(0, end), line.substring(end + 1));
            }
        });
        return new OriginalNames(names);
    }

    /**
     * Returns the names to keep of a model.
     *
     * @param original has the names that count
     * @param given the new name of each value of {@code model}
     */
    static OriginalNames of(OnnxModel model, Graph original, Map<String, String> given) {
        OriginalNames before = of(model);
        // letters that an earlier run gave are nobody's names
        Set<String> known = isShortened(model) ? Set.of() : values(original);
        Set<String> present = values(model.graph());
        Map<String, String> names = new LinkedHashMap<>();
        given.forEach((value, name) -> {
            String older = before.byShortName.get(value);
            if (older != null) {
                names.put(name, older);
            } else if (present.contains(value)) {
                Optional.of(value)
                        .filter(known::contains)
                        .or(() -> replaced(value, present).filter(known::contains))
                        .filter(found -> !found.contains("\n"))
                        .ifPresent(found -> names.put(name, found));
            }
        });
        return new OriginalNames(names);
    }

    /** Returns whether {@code model} has short names, whether or not it says what they stand for. */
    public static boolean isShortened(OnnxModel model) {
        return model.metadata().getOrDefault(ModelMetadata.HISTORY, "").contains(ShortenNames.class.getSimpleName());
    }

    /**
     * Returns the name of the value that {@code value} holds in fewer bits; empty if {@code value} is not called so, or
     * that value is among {@code present} itself.
     */
    public static Optional<String> replaced(String value, Set<String> present) {
        return SUFFIXES.stream()
                .filter(value::endsWith)
                .map(suffix -> value.substring(0, value.length() - suffix.length()))
                .filter(base -> !base.isEmpty() && !present.contains(base))
                .findFirst();
    }

    private static Set<String> values(Graph graph) {
        Set<String> values = new HashSet<>();
        graph.nodes().stream().map(Node::outputs).forEach(values::addAll);
        graph.inputs().forEach(input -> values.add(input.name()));
        return values;
    }

    OnnxModel addedTo(OnnxModel model) {
        return byShortName.isEmpty()
                ? model
                : model.withMetadata(
                        ModelMetadata.NAMES,
                        byShortName.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining("\n")));
    }
}
