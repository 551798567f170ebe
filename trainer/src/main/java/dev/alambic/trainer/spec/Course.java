package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import java.util.List;

/** By which way a student comes from its teacher's knowledge to its own. */
public sealed interface Course {

    /** The student learns from its teacher, once. */
    record Once() implements Course {
        public static Once defaults() {
            return new Once();
        }
    }

    /**
     * Networks between teacher and student, each of which learns from the one before, where a teacher is too large for
     * its student (Mirzadeh et al., Improved knowledge distillation via teacher assistant, AAAI 2020, "Knowledge
     * Distillation with Teacher Assistant").
     *
     * @param assistants at least one, the first of which learns from the teacher
     */
    record Stages(List<AssistantSpec> assistants) implements Course {
        public Stages {
            assistants = List.copyOf(assistants);
            Rule.require(!assistants.isEmpty(), "assistants", "at least one", "none");
        }

        public static Stages defaults() {
            return new Stages(List.of(AssistantSpec.defaults()));
        }
    }

    /**
     * The student of one generation teaches the next, which is of the same shape and starts anew (Furlanello et al.,
     * Born-again neural networks, ICML 2018, section 3, "Sequence of teaching selves").
     *
     * @param count students, one after another; at least 1
     * @param keep which of them the student is in the end
     */
    record Generations(int count, Keep keep) implements Course {

        /** Which generation is kept. */
        public enum Keep {
            /** The one with the best validation accuracy or R², then the lowest validation loss, then the first. */
            BEST,
            LAST
        }

        public Generations {
            Rule.atLeastOne("count", count);
        }

        public static Generations defaults() {
            return new Generations(3, Keep.BEST);
        }
    }
}
