package dev.alambic.data.input;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The inputs of a model of texts. */
record TokenInputs(InputMeaning.Text text, List<Input> inputs, int fixedBatch, boolean trims) implements ModelInputs {

    /** Tokens that go through a model at once; its memory grows with them. */
    private static final int TOKENS = 4096;

    /** One input: what it is called, what it takes, and as which type. */
    private record Input(String name, TokenRole role, DataType type) {}

    static TokenInputs of(List<ValueInfo> values, InputMeaning.Text text) {
        List<TokenRole> roles =
                TokenRole.of(values.stream().map(ValueInfo::name).toList(), text.roles());
        List<Input> inputs = new ArrayList<>();
        int fixedBatch = 0;
        boolean trims = roles.contains(TokenRole.MASK);
        for (int i = 0; i < values.size(); i++) {
            TensorType type = type(values.get(i));
            inputs.add(new Input(values.get(i).name(), roles.get(i), type.elementType()));
            if (type.shape() != null) {
                fixedBatch =
                        Math.max(fixedBatch, SampleInput.fixedSize(type.shape().dim(0)));
                int length = SampleInput.fixedSize(type.shape().dim(1));
                requireLength(values.get(i), length, text);
                trims &= length == 0;
            }
        }
        return new TokenInputs(text, inputs, fixedBatch, trims);
    }

    private static TensorType type(ValueInfo value) {
        TensorType type = value.type();
        if (type == null
                || (type.shape() != null && type.shape().rank() != 2)
                || !(type.elementType() == DataType.INT64
                        || type.elementType() == DataType.INT32
                        || type.elementType() == DataType.FLOAT)) {
            throw new UnsupportedModelException("input '" + value.name()
                    + "': a model of texts takes numbers of tokens (expected int64 [batch, tokens], was " + type + ")");
        }
        return type;
    }

    private static void requireLength(ValueInfo value, int length, InputMeaning.Text text) {
        if (length != 0 && length != text.length()) {
            throw new UnsupportedModelException("input '" + value.name()
                    + "': the model takes texts of another length (expected " + length + " tokens, was " + text.length()
                    + ")");
        }
    }

    /** Returns the first input of a role that every model of texts has. */
    String name(TokenRole role) {
        return inputs.stream()
                .filter(input -> input.role() == role)
                .map(Input::name)
                .findFirst()
                .orElseThrow(() -> new AssertionError("bug: no input takes " + role));
    }

    @Override
    public long[] sampleShape() {
        return text.sampleShape();
    }

    @Override
    public int chunk() {
        return fixedBatch == 0 ? Math.max(1, TOKENS / text.length()) : fixedBatch;
    }

    @Override
    public Map<String, Tensor> tensors(float[] samples, int count, int rows) {
        TokenBatch batch = new TokenBatch(samples, count, text, trims);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Input input : inputs) {
            tensors.put(input.name(), tensor(batch.values(input.role(), rows), input.type(), rows, batch.width()));
        }
        return tensors;
    }

    private static Tensor tensor(long[] values, DataType type, long... dims) {
        return switch (type) {
            case INT32 ->
                Tensor.ofInts(
                        LongStream.of(values).mapToInt(value -> (int) value).toArray(), dims);
            case FLOAT -> Tensor.ofFloats(floats(values), dims);
            default -> Tensor.ofLongs(values, dims);
        };
    }

    private static float[] floats(long[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }
}
