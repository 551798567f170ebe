package dev.alambic.trainer.experiment;

import ai.djl.nn.Block;
import dev.alambic.data.task.MultiLabel;
import dev.alambic.data.task.MultiTask;
import dev.alambic.data.task.Regress;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.edit.Ensemble;
import dev.alambic.trainer.spec.MemberSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a teacher comes from; a student is one that is yet to be trained. */
sealed interface TeacherSource {

    /** A network to be trained. */
    record Untrained(Blueprint blueprint, TrainingSpec training) implements TeacherSource {}

    /** A block that was trained elsewhere and takes raw values. */
    record Trained(Block block) implements TeacherSource {}

    /** An ONNX classifier that takes raw values. */
    record Model(OnnxModel model) implements TeacherSource {}

    /** Several ONNX models that take raw values and answer together. */
    record Several(Map<String, Ensemble.Member> members, Ensemble.Vote vote) implements TeacherSource {

        /** Returns the model that they are together. */
        OnnxModel model(Task task) {
            return Ensemble.of(members, vote, task.outputs(), answers(task));
        }
    }

    private static Ensemble.Answers answers(Task task) {
        if (task instanceof MultiTask) {
            throw new IllegalArgumentException(
                    "teachers: several answer together to one task (expected one teacher, was data of several tasks)");
        }
        if (task instanceof MultiLabel) {
            return Ensemble.Answers.LABELS;
        }
        return task instanceof Regress ? Ensemble.Answers.NUMBERS : Ensemble.Answers.CLASSES;
    }

    static TeacherSource of(Map<String, MemberSpec> teachers, Ensemble.Vote vote) {
        Map<String, Ensemble.Member> members = new LinkedHashMap<>();
        teachers.forEach((name, member) ->
                members.put(name, new Ensemble.Member(ModelSource.open(member.file()), member.weight())));
        return new Several(members, vote);
    }

    static TeacherSource of(TeacherSpec spec) {
        return spec.file() == null
                ? new Untrained(Blueprint.of(spec.network()), spec.training())
                : new Model(ModelSource.open(spec.file()));
    }
}
