package dev.alambic.trainer.experiment;

import ai.djl.nn.Block;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.spec.TrainingSpec;

/** Where a teacher comes from; a student is one that is yet to be trained. */
sealed interface TeacherSource {

    /** A network to be trained. */
    record Untrained(Blueprint blueprint, TrainingSpec training) implements TeacherSource {}

    /** A block that was trained elsewhere and takes raw values. */
    record Trained(Block block) implements TeacherSource {}

    /** An ONNX classifier that takes raw values. */
    record Model(OnnxModel model) implements TeacherSource {}

    static TeacherSource of(TeacherSpec spec) {
        return spec.file() == null
                ? new Untrained(Blueprint.of(spec.network()), spec.training())
                : new Model(ModelSource.open(spec.file()));
    }
}
