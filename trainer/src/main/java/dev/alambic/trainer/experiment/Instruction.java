package dev.alambic.trainer.experiment;

import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.Teacher;
import org.jspecify.annotations.Nullable;

/**
 * Whom a network learns from.
 *
 * @param by what that one is called: {@code teacher}, or a phase
 * @param teacher null = nobody
 * @param answers those of the teacher that were written before; null = it is asked
 */
record Instruction(
        String by, @Nullable Teacher teacher, @Nullable AnswerStore answers) {

    static Instruction none() {
        return new Instruction("", null, null);
    }

    static Instruction by(String name, Teacher teacher) {
        return new Instruction(name, teacher, null);
    }
}
