package dev.alambic.onnx.input;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.Random;

/** A way to choose the values of an input. */
@FunctionalInterface
interface InputForm {

    /** Returns a tensor of {@code type} with the extents {@code dims}. */
    Tensor of(DataType type, long[] dims, Random random);

    /** Returns the form of which {@code numbers} gives element {@code index}. */
    static InputForm each(Numbers numbers) {
        return (type, dims, random) -> {
            int last = dims.length == 0 ? 1 : Math.toIntExact(Math.max(1, dims[dims.length - 1]));
            long[] index = {0};
            return Tensor.filled(type, () -> numbers.at(index[0]++, last, random), dims);
        };
    }

    /** Gives an element by its place. */
    @FunctionalInterface
    interface Numbers {
        /**
         * Returns the element.
         *
         * @param last extent of the last axis, along which the elements lie next to each other
         */
        double at(long index, int last, Random random);
    }
}
