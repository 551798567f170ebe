package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.Tensor;

/** Where the weights of each output channel stand: those of one channel together (axis 0), or as columns (axis 1). */
record Channels(int axis, int count, int width) {

    Channels(Tensor weight, int axis, int count) {
        this(axis, count, Math.toIntExact(weight.elementCount() / count));
        if (axis != 0 && (axis != 1 || weight.rank() != 2)) {
            throw new AssertionError("bug: output channels of " + weight + " along axis " + axis);
        }
    }

    int index(int channel, int position) {
        return axis == 0 ? channel * width + position : position * count + channel;
    }
}
