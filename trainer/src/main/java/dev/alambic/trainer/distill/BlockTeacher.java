package dev.alambic.trainer.distill;

import dev.alambic.trainer.network.Inference;

/** An initialized block as teacher. */
public final class BlockTeacher implements Teacher {

    private final Inference inference;
    private final int classes;

    public BlockTeacher(Inference inference, int classes) {
        this.inference = inference;
        this.classes = classes;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public float[] logits(float[] samples, int count) {
        float[] logits = inference.logits(samples, count);
        if (logits.length != count * classes) {
            throw new IllegalArgumentException("teacher: answers with other classes (expected " + classes + ", was "
                    + (double) logits.length / count + ")");
        }
        return logits;
    }
}
