package dev.alambic.packager.manifest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.alambic.onnx.ModelMetadata;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * What the model is called and is for.
 *
 * @param name 1 to 200 characters, none of them for control
 * @param version of the package, for example {@code 1.2.0}; so too
 * @param task for example {@code classification}; empty if nobody says
 * @param labels class names in the order of the first output, so too; empty if there are none
 * @param targets names of the numbers that a regression answers with, in the order of the first output, so too; empty
 *     if there are none
 * @param licence of the model, for example {@code Apache-2.0}; empty if nobody says
 */
@RecordBuilder
public record Identity(
        String name,
        String version,
        String task,
        List<String> labels,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> targets,
        String licence)
        implements IdentityBuilder.With {
    private static final int MOST_CHARACTERS = 200;

    public Identity {
        labels = List.copyOf(labels);
        targets = targets == null ? List.of() : List.copyOf(targets); // manifests of earlier versions have none
        requireLine("name", name);
        requireLine("version", version);
        for (int i = 0; i < labels.size(); i++) {
            requireLine("label " + (i + 1), labels.get(i));
        }
        for (int i = 0; i < targets.size(); i++) {
            requireLine("target " + (i + 1), targets.get(i));
        }
    }

    public Identity(String name, String version, String task, List<String> labels, String licence) {
        this(name, version, task, labels, List.of(), licence);
    }

    /**
     * Requires as many labels as {@code output} has classes, or two for one number, if there are labels at all.
     *
     * @throws IllegalArgumentException if not
     */
    public void requireFor(TensorSpec output) {
        if (!labels.isEmpty() && !targets.isEmpty()) {
            throw new IllegalArgumentException(
                    "labels: a model has classes or targets (expected one of them, was both)");
        }
        if (output.isOneNumber() && labels.size() == 2 && !isMultiLabel()) {
            return;
        }
        List<Object> shape = output.shape();
        Object last = shape.isEmpty() ? "nothing" : shape.get(shape.size() - 1);
        if (!labels.isEmpty() && last instanceof Number classes && classes.longValue() != labels.size()) {
            throw new IllegalArgumentException("output '" + output.name() + "': as many labels as classes (expected "
                    + classes + ", was " + labels.size() + ")");
        }
        boolean many = shape.size() == 2 && last instanceof Number;
        if (!targets.isEmpty() && many && ((Number) last).longValue() != targets.size()) {
            throw new IllegalArgumentException("output '" + output.name() + "': as many targets as numbers (expected "
                    + last + ", was " + targets.size() + ")");
        }
    }

    /** Returns whether the labels are such as a sample may carry any of. */
    @JsonIgnore
    public boolean isMultiLabel() {
        return task.equals(ModelMetadata.MULTI_LABEL);
    }

    private static void requireLine(String what, String text) {
        boolean broken = text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
        if (text.isBlank() || text.length() > MOST_CHARACTERS || broken) {
            throw new IllegalArgumentException(what + ": 1 to " + MOST_CHARACTERS + " characters in one line (was "
                    + text.length() + (broken ? " with a break or a sign for control)" : ")"));
        }
    }
}
