package dev.alambic.trainer.recipe;

import dev.alambic.data.augment.Augmentation;
import dev.alambic.onnx.message.Rule;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a student learns from its teacher: {@code L = alpha * T^2 * KL(teacher || student, softened by T) + (1 - alpha) *
 * CE} (Hinton, Vinyals and Dean, arXiv:1503.02531, section 2).
 *
 * @param temperature T above 0; higher shows more of what the teacher thinks of the wrong classes
 * @param copies where training augments its inputs: 0 asks the teacher about each augmented batch; above 0 draws that
 *     many augmented copies of each sample once, asks the teacher once about each, and cycles through them
 * @param jitter a further change of what the student sees, new each epoch; the teacher's answer stays the one to the
 *     copy, so it should be small
 */
@RecordBuilder
public record DistillSpec(double temperature, AlphaSchedule alpha, int copies, Augmentation jitter)
        implements DistillSpecBuilder.With {

    public DistillSpec {
        Rule.positive("temperature", temperature);
        Rule.require(copies >= 0, "copies", "at least 0", copies);
    }

    public static DistillSpec defaults() {
        return new DistillSpec(4, AlphaSchedule.linear(0.7, 0.3), 0, Augmentation.defaults());
    }
}
