package dev.alambic.trainer.experiment;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.Teacher;
import org.jspecify.annotations.Nullable;

/**
 * Whom a network learns from.
 *
 * @param by what that one is called: {@code teacher}, or a phase
 * @param teacher null = nobody
 * @param model of the teacher, where it is the one that teaches first, and alone; null else
 * @param answers those of the teacher that were written before; null = it is asked
 */
record Instruction(
        String by,
        @Nullable Teacher teacher,
        @Nullable OnnxModel model,
        @Nullable AnswerStore answers) {

    static Instruction none() {
        return new Instruction("", null, null, null);
    }

    /** @param model of the teacher, which a student may start from */
    static Instruction by(String name, Teacher teacher, OnnxModel model) {
        return new Instruction(name, teacher, model, null);
    }

    static Instruction by(String name, Teacher teacher) {
        return new Instruction(name, teacher, null, null);
    }
}
