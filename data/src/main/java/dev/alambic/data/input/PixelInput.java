package dev.alambic.data.input;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Map;

/**
 * The one input of a model that takes the bytes of pictures, as {@link dev.alambic.onnx.edit.ByteInput} makes it: uint8
 * [batch, height, width, channels]. A value between two levels, as that of gray made of colours, goes to the nearest.
 *
 * @param fixedBatch 0 if the batch axis is free
 */
record PixelInput(String name, InputMeaning.Image image, int fixedBatch) implements ModelInputs {

    private static final int WHITE = 255;

    /** Returns the form of an input that {@link dev.alambic.onnx.edit.ByteInput#isTaken takes bytes}. */
    static PixelInput of(ValueInfo input, InputMeaning.Image image) {
        TensorType type = input.type();
        Dim batch = type == null || type.shape() == null
                ? Dim.unknown()
                : type.shape().dim(0);
        return new PixelInput(input.name(), image, SampleInput.fixedSize(batch));
    }

    @Override
    public long[] sampleShape() {
        return image.sampleShape();
    }

    @Override
    public int chunk() {
        return SampleInput.chunk(fixedBatch, sampleSize());
    }

    @Override
    public Map<String, Tensor> tensors(float[] samples, int count, int rows) {
        int channels = image.channels();
        int plane = image.height() * image.width();
        byte[] pixels = new byte[rows * plane * channels]; // behind the last sample black
        for (int row = 0; row < count; row++) {
            for (int c = 0; c < channels; c++) {
                int from = (row * channels + c) * plane;
                for (int i = 0; i < plane; i++) {
                    pixels[(row * plane + i) * channels + c] = level(samples[from + i]);
                }
            }
        }
        return Map.of(name, Tensor.ofBytes(DataType.UINT8, pixels, rows, image.height(), image.width(), channels));
    }

    private byte level(float value) {
        return (byte) Math.max(
                0, Math.min(WHITE, Math.round((value - image.min()) * WHITE / (image.max() - image.min()))));
    }
}
