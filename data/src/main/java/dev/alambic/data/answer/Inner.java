package dev.alambic.data.answer;

import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model answered samples with, and what went on inside it. */
public final class Inner {
    private final float[] answers;
    private final Map<String, Tensor> values;

    /**
     * Keeps the answers without a copy.
     *
     * @param answers [samples, values of an answer]
     * @param values inside the model by name, float32 [samples, ...]
     */
    public Inner(float[] answers, Map<String, Tensor> values) {
        this.answers = answers;
        this.values = values;
    }

    /** Returns the answers, [samples, values of an answer]; not a copy. */
    public float[] answers() {
        return answers;
    }

    /** Returns the values inside by name, float32 [samples, ...]. */
    public Map<String, Tensor> values() {
        return values;
    }

    /** The parts of an answer, put behind each other. */
    static final class Joined {
        private final int count;
        private float[] answers = new float[0];
        private int answered;
        private final Map<String, float[]> values = new LinkedHashMap<>();
        private final Map<String, long[]> dims = new LinkedHashMap<>();
        private final Map<String, Integer> filled = new LinkedHashMap<>();

        Joined(int count) {
            this.count = count;
        }

        /** Adds the answers to {@code taken} samples; those to all have as many values. */
        void add(float[] part, int taken) {
            if (answered == 0) {
                answers = new float[part.length / taken * count];
            }
            System.arraycopy(part, 0, answers, answered, part.length);
            answered += part.length;
        }

        /** Adds the first {@code taken} of {@code rows} rows of a value inside. */
        void add(String name, @Nullable Tensor value, int taken, long rows) {
            boolean fits = value != null && value.dataType().isFloating() && value.rank() >= 2 && value.dim(0) == rows;
            if (value == null || !fits) {
                throw new UnsupportedModelException("value '" + name
                        + "': it cannot be learnt from (expected floats, [" + rows + ", ...] for as many samples, was "
                        + (value == null ? "no tensor" : value) + ")");
            }
            int width = Math.toIntExact(value.elementCount() / rows);
            float[] all = values.computeIfAbsent(name, any -> new float[Math.multiplyExact(count, width)]);
            int at = filled.getOrDefault(name, 0);
            if (at + taken * width > all.length) {
                throw new UnsupportedModelException("value '" + name
                        + "': its size changes from batch to batch (expected " + all.length / count
                        + " values a sample,"
                        + " was " + width + ")");
            }
            System.arraycopy(value.floats(), 0, all, at, taken * width);
            filled.put(name, at + taken * width);
            long[] shape = value.dims();
            shape[0] = count;
            dims.put(name, shape);
        }

        Inner inner() {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            values.forEach((name, array) ->
                    tensors.put(name, Tensor.ofFloats(array, dims.getOrDefault(name, new long[0]))));
            return new Inner(answers, tensors);
        }
    }
}
