package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Who teaches.
 *
 * @param file an ONNX classifier, by path or by its name in the catalogue of models, or null to train {@code network}
 *     by {@code training}
 */
public record TeacherSpec(@Nullable String file, NetworkSpec network, TrainingSpec training) {

    public TeacherSpec {
        Rule.require(file == null || !file.isBlank(), "file", "a path", "blank");
        Rule.require(
                !(network instanceof NetworkSpec.Teacher),
                "network",
                "a network that is not made of the teacher",
                "type teacher");
    }

    public static TeacherSpec defaults() {
        return new TeacherSpec(
                null,
                NetworkSpec.mlp(256, 128, 64, 32).withDropout(0.2),
                TrainingSpec.defaults().withEpochs(40));
    }

    public static TeacherSpec of(NetworkSpec network, TrainingSpec training) {
        return new TeacherSpec(null, network, training);
    }
}
