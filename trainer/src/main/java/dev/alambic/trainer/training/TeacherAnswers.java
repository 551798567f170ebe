package dev.alambic.trainer.training;

import ai.djl.ndarray.types.Shape;
import dev.alambic.data.answer.Inner;
import dev.alambic.data.augment.Augmenter;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.trainer.distill.AnswerStore;
import dev.alambic.trainer.distill.Teacher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The teacher's answers to training samples, with values inside it: asked once and kept, in memory or in a file, where
 * a sample looks the same each time it comes (unchanged, or as one of so many fixed copies); asked batch by batch
 * otherwise.
 */
final class TeacherAnswers implements AutoCloseable {

    private static final int CHUNK = AnswerStore.BLOCK;
    private static final float[][] NOTHING = {};

    private final Asked asked;
    private final float[][] memory;
    private final @Nullable AnswerStore file;
    private final RowOf rowOf;

    private TeacherAnswers(Asked asked, float[][] memory, @Nullable AnswerStore file, RowOf rowOf) {
        this.asked = asked;
        this.memory = memory;
        this.file = file;
        this.rowOf = rowOf;
    }

    /** Finds the row of a sample in a file. */
    @FunctionalInterface
    interface RowOf {
        int row(int index, int copy);
    }

    /**
     * What a teacher is asked for.
     *
     * @param taps values inside it, by name, with their shapes, batch first
     */
    record Asked(Teacher teacher, Map<String, Shape> taps) {

        List<String> names() {
            return List.copyOf(taps.keySet());
        }

        /** Returns the number of values of a row: of the answer, then of each value inside. */
        int width() {
            int width = teacher.classes();
            for (Shape shape : taps.values()) {
                width = Math.addExact(width, Math.toIntExact(shape.slice(1).size()));
            }
            return width;
        }

        /** Returns rows [count, width] of what the teacher says. */
        float[] rows(float[] samples, int count) {
            Inner inner = teacher.inside(samples, count, names());
            if (taps.isEmpty()) {
                return inner.answers();
            }
            float[] rows = new float[Math.multiplyExact(count, width())];
            int at = put(inner.answers(), rows, 0, count);
            for (String name : names()) {
                Tensor value = inner.values().get(name);
                if (value != null) {
                    at = put(value.floats(), rows, at, count);
                }
            }
            return rows;
        }

        private int put(float[] values, float[] rows, int at, int count) {
            int size = values.length / count;
            for (int i = 0; i < count; i++) {
                System.arraycopy(values, i * size, rows, i * width() + at, size);
            }
            return at + size;
        }
    }

    static TeacherAnswers live(Asked asked) {
        return new TeacherAnswers(asked, NOTHING, null, (index, copy) -> index);
    }

    /** Asks about {@code copies} copies of each sample, and keeps the answers in memory. */
    static TeacherAnswers inMemory(Asked asked, Dataset data, Augmenter augmenter, int copies) {
        int width = asked.width();
        float[][] memory = new float[copies][];
        for (int copy = 0; copy < copies; copy++) {
            float[] all = new float[Math.multiplyExact(data.size(), width)];
            for (int from = 0; from < data.size(); from += CHUNK) {
                int count = Math.min(CHUNK, data.size() - from);
                float[] rows = asked.rows(samples(data, augmenter, from, count, copy), count);
                System.arraycopy(rows, 0, all, from * width, count * width);
            }
            memory[copy] = all;
        }
        return new TeacherAnswers(asked, memory, null, (index, copy) -> index);
    }

    /** Asks about those copies of samples that the file does not have yet, and keeps the answers there. */
    static TeacherAnswers inFile(AnswerStore file, Asked asked, Dataset data, Augmenter augmenter, int copies) {
        long rows = (long) data.size() * copies;
        while (file.rows() < rows) {
            int from = file.rows();
            int count = (int) Math.min(CHUNK, rows - from);
            float[] samples = new float[count * data.sampleSize()];
            IntStream.range(0, count)
                    .parallel()
                    .forEach(i -> augmenter.copySample(
                            data, (from + i) % data.size(), (from + i) / data.size(), samples, i * data.sampleSize()));
            file.append(asked.rows(samples, count), count);
        }
        return new TeacherAnswers(asked, NOTHING, file, (index, copy) -> copy * data.size() + index);
    }

    /** Takes answers that were written before, to samples as they were read. */
    static TeacherAnswers written(AnswerStore file, Asked asked, Dataset data) {
        return new TeacherAnswers(asked, NOTHING, file, (index, copy) -> data.origin(index));
    }

    private static float[] samples(Dataset data, Augmenter augmenter, int from, int count, int copy) {
        int size = data.sampleSize();
        float[] samples = new float[count * size];
        IntStream.range(0, count)
                .parallel()
                .forEach(i -> augmenter.copySample(data, from + i, copy, samples, i * size));
        return samples;
    }

    /**
     * Writes the logits of a batch, and returns the values inside the teacher.
     *
     * @param samples raw values of the batch as it is fed
     * @param copies copy of each sample
     */
    Map<String, Tensor> write(int[] indices, int[] copies, float[] samples, float[] target) {
        int width = asked.width();
        float[] rows;
        if (memory.length > 0) {
            rows = new float[indices.length * width];
            for (int i = 0; i < indices.length; i++) {
                System.arraycopy(memory[copies[i]], indices[i] * width, rows, i * width, width);
            }
        } else if (file != null) {
            rows = new float[indices.length * width];
            for (int i = 0; i < indices.length; i++) {
                file.read(rowOf.row(indices[i], copies[i]), rows, i * width);
            }
        } else {
            rows = asked.rows(samples, indices.length);
        }
        return taken(rows, indices.length, target);
    }

    private Map<String, Tensor> taken(float[] rows, int count, float[] target) {
        int width = asked.width();
        int at = take(rows, width, 0, target, count, asked.teacher.classes());
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (Map.Entry<String, Shape> tap : asked.taps.entrySet()) {
            int size = Math.toIntExact(tap.getValue().slice(1).size());
            float[] value = new float[count * size];
            at = take(rows, width, at, value, count, size);
            long[] dims = tap.getValue().getShape().clone();
            dims[0] = count;
            values.put(tap.getKey(), Tensor.ofFloats(value, dims));
        }
        return values;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    private static int take(float[] rows, int width, int at, float[] into, int count, int size) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows, i * width + at, into, i * size, size);
        }
        return at + size;
    }
}
