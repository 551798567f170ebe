package dev.alambic.trainer.training;

import dev.alambic.data.answer.Inner;
import dev.alambic.data.augment.Augmenter;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.trainer.distill.Teacher;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The teacher's answers to training samples: asked once and kept where a sample looks the same each time it comes
 * (unchanged, or as one of so many fixed copies) and what is asked for fits into memory, asked batch by batch otherwise.
 */
final class TeacherAnswers {

    private static final int CHUNK = 256;

    private final Teacher teacher;
    private final List<String> taps;
    private final float[][] stored;

    private TeacherAnswers(Teacher teacher, List<String> taps, float[][] stored) {
        this.teacher = teacher;
        this.taps = taps;
        this.stored = stored;
    }

    /** @param taps values inside the teacher that are asked for with its answers */
    static TeacherAnswers live(Teacher teacher, List<String> taps) {
        return new TeacherAnswers(teacher, taps, new float[0][]);
    }

    /** Asks about {@code copies} copies of each sample. */
    static TeacherAnswers stored(Teacher teacher, Dataset data, Augmenter augmenter, int copies) {
        float[][] stored = new float[copies][];
        for (int copy = 0; copy < copies; copy++) {
            stored[copy] = ask(teacher, data, augmenter, copy);
        }
        return new TeacherAnswers(teacher, List.of(), stored);
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
     * Writes the logits of a batch, and returns the values inside the teacher.
     *
     * @param samples raw values of the batch as it is fed
     * @param rounds copy of each sample
     */
    Map<String, Tensor> write(int[] indices, int[] rounds, float[] samples, float[] target) {
        int classes = teacher.classes();
        if (stored.length == 0) {
            Inner inner = teacher.inside(samples, indices.length, taps);
            System.arraycopy(inner.answers(), 0, target, 0, inner.answers().length);
            return inner.values();
        }
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(stored[rounds[i]], indices[i] * classes, target, i * classes, classes);
        }
        return Map.of();
    }
}
