package dev.alambic.trainer.training;

import dev.alambic.data.augment.Augmenter;
import dev.alambic.data.set.Dataset;
import dev.alambic.trainer.distill.Teacher;
import java.util.stream.IntStream;

/**
 * The teacher's logits for training samples: asked once and kept where a sample looks the same each time it comes
 * (unchanged, or as one of so many fixed copies), asked batch by batch otherwise.
 */
final class TeacherAnswers {

    private static final int CHUNK = 256;

    private final Teacher teacher;
    private final float[][] stored;

    private TeacherAnswers(Teacher teacher, float[][] stored) {
        this.teacher = teacher;
        this.stored = stored;
    }

    static TeacherAnswers live(Teacher teacher) {
        return new TeacherAnswers(teacher, new float[0][]);
    }

    /** Asks about {@code copies} copies of each sample. */
    static TeacherAnswers stored(Teacher teacher, Dataset data, Augmenter augmenter, int copies) {
        float[][] stored = new float[copies][];
        for (int copy = 0; copy < copies; copy++) {
            stored[copy] = ask(teacher, data, augmenter, copy);
        }
        return new TeacherAnswers(teacher, stored);
    }

    private static float[] ask(Teacher teacher, Dataset data, Augmenter augmenter, int copy) {
        float[] all = new float[Math.multiplyExact(data.size(), teacher.classes())];
        int size = data.sampleSize();
        for (int from = 0; from < data.size(); from += CHUNK) {
            int count = Math.min(CHUNK, data.size() - from);
            float[] samples = new float[count * size];
            int start = from;
            IntStream.range(0, count)
                    .parallel()
                    .forEach(i -> augmenter.copySample(data, start + i, copy, samples, i * size));
            float[] logits = teacher.logits(samples, count);
            System.arraycopy(logits, 0, all, from * teacher.classes(), logits.length);
        }
        return all;
    }

    /**
     * Writes the logits of a batch.
     *
     * @param samples raw values of the batch as it is fed
     * @param rounds copy of each sample
     */
    void write(int[] indices, int[] rounds, float[] samples, float[] target) {
        int classes = teacher.classes();
        if (stored.length == 0) {
            float[] logits = teacher.logits(samples, indices.length);
            System.arraycopy(logits, 0, target, 0, logits.length);
            return;
        }
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(stored[rounds[i]], indices[i] * classes, target, i * classes, classes);
        }
    }
}
