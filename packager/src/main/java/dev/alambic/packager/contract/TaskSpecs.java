package dev.alambic.packager.contract;

import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.TaskInfo;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.List;

/** Tells what the output of one of several tasks means. */
final class TaskSpecs {
    private static final int MOST_NAMES = 20;

    private TaskSpecs() {}

    static TensorSpec of(String output, String type, List<Object> shape, TaskInfo task) {
        String names = names(task.outputs());
        String said = switch (task.task()) {
            case ModelMetadata.CLASSIFICATION ->
                "logits, one for each class (" + names + "); softmax makes probabilities";
            case ModelMetadata.MULTI_LABEL -> "logits, one for each label (" + names + "); sigmoid makes probabilities";
            default -> "numbers, each in its own unit (" + names + ")";
        };
        String values = switch (task.task()) {
            case ModelMetadata.CLASSIFICATION -> "classes";
            case ModelMetadata.MULTI_LABEL -> "labels";
            default -> "targets";
        };
        return new TensorSpec(
                output, type, shape, shape.size() == 2 ? List.of("batch", values) : List.of(), null, said);
    }

    private static String names(List<String> outputs) {
        String shown = String.join(", ", outputs.subList(0, Math.min(MOST_NAMES, outputs.size())));
        return outputs.size() <= MOST_NAMES
                ? shown
                : shown + " and " + (outputs.size() - MOST_NAMES) + " more, see the model's metadata";
    }
}
