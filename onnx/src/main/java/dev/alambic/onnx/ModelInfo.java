package dev.alambic.onnx;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of itself in its metadata, under the keys of {@link ModelMetadata}. Texts are empty where nothing
 * is said.
 *
 * @param task what the model does, for example {@code classification}
 * @param labels class names in the order of the output
 * @param targets names of the numbers that a regression answers with, in the order of the output
 * @param threshold the probability above which a model of several labels says one, 0 to 1; null if not given
 * @param tasks of a model that does several at once, each by the name of its output, in their order; else none
 * @param input the meaning of its input; null if not given
 * @param columns the inputs that take one column each of a table, in its order; none where one input takes them all
 * @param tool name and version of the program that wrote the model
 * @param recipe name of the recipe
 * @param seed seed of the run; null if not given
 * @param sourceSha256 SHA-256 of the file that the model was made from, in hexadecimal
 * @param history the steps that made the model, oldest first
 */
@RecordBuilder
public record ModelInfo(
        String task,
        List<String> labels,
        List<String> targets,
        @Nullable Double threshold,
        Map<String, TaskInfo> tasks,
        @Nullable InputMeaning input,
        List<String> columns,
        String tool,
        String recipe,
        @Nullable Long seed,
        String sourceSha256,
        List<String> history)
        implements ModelInfoBuilder.With {

    private static final String SEPARATOR = "; ";

    public ModelInfo {
        labels = List.copyOf(labels);
        targets = List.copyOf(targets);
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        columns = List.copyOf(columns);
        history = List.copyOf(history);
    }

    /** Returns the information that says nothing. */
    public static ModelInfo none() {
        return new ModelInfo("", List.of(), List.of(), null, Map.of(), null, List.of(), "", "", null, "", List.of());
    }

    /**
     * Returns what {@code model} says; entries of another form than ours come from other programs and count as none.
     */
    public static ModelInfo of(OnnxModel model) {
        Map<String, String> metadata = model.metadata();
        String history = metadata.getOrDefault(ModelMetadata.HISTORY, "");
        return new ModelInfo(
                metadata.getOrDefault(ModelMetadata.TASK, ""),
                MetadataJson.labels(metadata.getOrDefault(ModelMetadata.LABELS, "")),
                MetadataJson.labels(metadata.getOrDefault(ModelMetadata.TARGETS, "")),
                threshold(metadata.getOrDefault(ModelMetadata.THRESHOLD, "")),
                TaskInfoJson.read(metadata.getOrDefault(ModelMetadata.TASKS, "")),
                MetadataJson.input(
                        metadata.getOrDefault(ModelMetadata.INPUT, ""),
                        metadata.getOrDefault(ModelMetadata.TOKENIZER, "")),
                MetadataJson.labels(metadata.getOrDefault(ModelMetadata.COLUMNS, "")),
                metadata.getOrDefault(ModelMetadata.TOOL, ""),
                metadata.getOrDefault(ModelMetadata.RECIPE, ""),
                seed(metadata.getOrDefault(ModelMetadata.SEED, "")),
                metadata.getOrDefault(ModelMetadata.SOURCE_SHA256, ""),
                history.isEmpty() ? List.of() : List.of(history.split(SEPARATOR)));
    }

    private static @Nullable Double threshold(String text) {
        return text.matches("[01]?\\.\\d{1,17}|[01]") ? Double.valueOf(text) : null;
    }

    private static @Nullable Long seed(String text) {
        return text.matches("-?\\d{1,18}") ? Long.valueOf(text) : null;
    }

    /** Returns the classes, labels or targets of each of several tasks, in the order of its output. */
    public Map<String, List<String>> outputsOfTasks() {
        Map<String, List<String>> outputs = new LinkedHashMap<>();
        tasks.forEach((name, task) -> outputs.put(name, task.outputs()));
        return outputs;
    }

    /** Returns {@code model} saying this; its other metadata stay. */
    public OnnxModel applyTo(OnnxModel model) {
        Map<String, String> metadata = new LinkedHashMap<>(model.metadata());
        set(metadata, ModelMetadata.TASK, task);
        set(metadata, ModelMetadata.LABELS, labels.isEmpty() ? "" : MetadataJson.write(labels));
        set(metadata, ModelMetadata.TARGETS, targets.isEmpty() ? "" : MetadataJson.write(targets));
        set(metadata, ModelMetadata.THRESHOLD, threshold == null ? "" : Double.toString(threshold));
        set(metadata, ModelMetadata.TASKS, tasks.isEmpty() ? "" : TaskInfoJson.write(tasks));
        set(metadata, ModelMetadata.INPUT, input == null ? "" : MetadataJson.write(input));
        if (input != null) {
            set(metadata, ModelMetadata.TOKENIZER, input instanceof InputMeaning.Text text ? text.tokenizer() : "");
        }
        set(metadata, ModelMetadata.COLUMNS, columns.isEmpty() ? "" : MetadataJson.write(columns));
        set(metadata, ModelMetadata.TOOL, tool);
        set(metadata, ModelMetadata.RECIPE, recipe);
        set(metadata, ModelMetadata.SEED, seed == null ? "" : Long.toString(seed));
        set(metadata, ModelMetadata.SOURCE_SHA256, sourceSha256);
        set(metadata, ModelMetadata.HISTORY, String.join(SEPARATOR, history));
        return model.withMetadata(metadata);
    }

    private static void set(Map<String, String> metadata, String key, String value) {
        if (value.isEmpty()) {
            metadata.remove(key);
        } else {
            metadata.put(key, value);
        }
    }
}
