package dev.alambic.trainer.distill;

import dev.alambic.trainer.network.Inference;

/** An initialized block as teacher. */
public record BlockTeacher(Inference inference, int classes) implements Teacher {

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
