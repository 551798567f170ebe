package dev.alambic.onnx.view;

import dev.alambic.onnx.graph.Tensor;

/**
 * Where the numbers of each channel stand in a row-major tensor.
 *
 * @param channels how many there are
 * @param width numbers of one channel
 * @param first whether the channels are the first axis, so that the numbers of one stand together; else they are the
 *     second of two
 */
public record ChannelLayout(int channels, int width, boolean first) {

    /** Returns the layout of {@code tensor}, whose channels are {@code axis}: 0, or 1 of a matrix. */
    public static ChannelLayout of(Tensor tensor, int axis) {
        if (axis != 0 && (axis != 1 || tensor.rank() != 2)) {
            throw new AssertionError("bug: channels of " + tensor + " along axis " + axis);
        }
        int channels = Math.toIntExact(tensor.dim(axis));
        return new ChannelLayout(channels, Math.toIntExact(tensor.elementCount() / channels), axis == 0);
    }

    public int axis() {
        return first ? 0 : 1;
    }

    /** Returns where number {@code position} of {@code channel} stands. */
    public int index(int channel, int position) {
        return first ? channel * width + position : position * channels + channel;
    }

    /** Returns the channel of the number that stands at {@code index}. */
    public int channel(int index) {
        return first ? index / width : index % channels;
    }

    /** Returns which number of its channel stands at {@code index}. */
    public int position(int index) {
        return first ? index % width : index / channels;
    }
}
