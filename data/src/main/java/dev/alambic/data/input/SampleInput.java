package dev.alambic.data.input;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one input of a model of tables or images: the samples as they are. */
final class SampleInput implements ModelInputs {

    private static final int MOST_SAMPLES = 256;
    /** Values of pictures at once: what a network keeps between its layers is many times of it. */
    private static final int MOST_VALUES = 1 << 19;

    private final String name;
    private final long[] sampleShape;
    private final int fixedBatch;

    /** @param fixedBatch 0 if the batch axis is free */
    SampleInput(String name, long[] sampleShape, int fixedBatch) {
        this.name = name;
        this.sampleShape = sampleShape.clone();
        this.fixedBatch = fixedBatch;
    }

    static SampleInput of(List<ValueInfo> inputs, @Nullable InputMeaning meaning) {
        ValueInfo input = only(inputs);
        return of(inputs, meaning == null ? fixedSizes(input, dims(input)) : meaning.sampleShape());
    }

    static SampleInput of(List<ValueInfo> inputs, long[] sampleShape) {
        ValueInfo input = only(inputs);
        return new SampleInput(input.name(), sampleShape, fixedSize(dims(input).get(0)));
    }

    private static ValueInfo only(List<ValueInfo> inputs) {
        if (inputs.size() != 1) {
            throw new UnsupportedModelException("model: a classifier has one input (expected 1, was "
                    + inputs.stream().map(ValueInfo::name).toList() + ")");
        }
        return inputs.get(0);
    }

    private static List<Dim> dims(ValueInfo input) {
        TensorType type = input.type();
        if (type == null
                || type.elementType() != DataType.FLOAT
                || type.shape() == null
                || type.shape().rank() < 2) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "': a classifier takes a batch of samples (expected float [batch, ...], was " + type + ")");
        }
        return type.shape().dims();
    }

    private static long[] fixedSizes(ValueInfo input, List<Dim> dims) {
        return dims.stream()
                .skip(1)
                .mapToLong(dim -> {
                    if (dim instanceof Dim.Fixed fixed) {
                        return fixed.size();
                    }
                    throw new UnsupportedModelException("input '" + input.name()
                            + "': the size of a sample must be known (expected fixed axes, was " + input.type() + ")");
                })
                .toArray();
    }

    /** Returns the size of an axis, 0 if it is free. */
    static int fixedSize(Dim dim) {
        return dim instanceof Dim.Fixed fixed ? Math.toIntExact(fixed.size()) : 0;
    }

    @Override
    public long[] sampleShape() {
        return sampleShape.clone();
    }

    @Override
    public int fixedBatch() {
        return fixedBatch;
    }

    @Override
    public int chunk() {
        return chunk(fixedBatch, sampleSize());
    }

    /** Returns how many samples of this size to ask about at once. */
    static int chunk(int fixedBatch, int sampleSize) {
        return fixedBatch == 0 ? Math.max(1, Math.min(MOST_SAMPLES, MOST_VALUES / sampleSize)) : fixedBatch;
    }

    @Override
    public Map<String, Tensor> tensors(float[] samples, int count, int rows) {
        float[] values = new float[rows * sampleSize()]; // behind the last sample zeros
        System.arraycopy(samples, 0, values, 0, count * sampleSize());
        long[] dims = new long[sampleShape.length + 1];
        dims[0] = rows;
        System.arraycopy(sampleShape, 0, dims, 1, sampleShape.length);
        return Map.of(name, Tensor.ofFloats(values, dims));
    }
}
