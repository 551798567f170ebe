package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By which way a student comes from its teacher's knowledge to its own. */
public sealed interface Course
        permits Course.Once, Course.Stages, Course.Together, Course.LayerByLayer, Course.Generations {

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
     * Teacher and student are trained at once, batch by batch, and the student learns from the teacher as it is in each
     * step (Zhang et al., Deep mutual learning, CVPR 2018, section 3). Both take the student's batches and epochs.
     *
     * @param mutual whether the teacher learns from the student too, by the same terms; of two students each does
     * @param peer another student, instead of a teacher; the two learn from each other, and the one that is better on
     *     the validation split is kept; null = the teacher is trained
     */
    record Together(boolean mutual, @Nullable PeerSpec peer) implements Course {
        public Together {
            mutual |= peer != null;
        }

        public static Together defaults() {
            return new Together(false, null);
        }
    }

    /**
     * The values inside are learnt one layer map after another, from the first of each term's {@code map} on, and then
     * the answers alone (Aguilar et al., Knowledge distillation from internal representations, AAAI 2020, "progressive"
     * and, stacked, "stacked internal distillation"). The maps, in their order, are those of the terms that compare
     * values inside; the other terms come after them.
     *
     * @param pace epochs of each map; what is left of the training is for the answers
     * @param stacked whether the maps that were learnt before go on counting, until the answers come
     */
    record LayerByLayer(LayerPace pace, boolean stacked) implements Course {
        public static LayerByLayer defaults() {
            return new LayerByLayer(LayerPace.Linear.defaults(), true);
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
