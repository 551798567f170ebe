package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Convolutions of 1 to 3 spatial axes. */
final class ConvolutionOperators {

    private ConvolutionOperators() {}

    static void addTo(Operators operators) {
        operators.on("Conv", ConvolutionOperators::conv).on("ConvTranspose", TransposedConvolution::of);
    }

    private static Operator conv(NodeView node) {
        int group = (int) node.number("group", 1);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            NDArray weight = call.array(1);
            Window window = Window.of(node, weight.getShape().slice(2).getShape());
            long[] pads = window.pads(x);
            boolean symmetric = Window.isSymmetric(pads);
            NDArray input = symmetric ? x : Window.padded(x, pads, 0);
            Shape padding = symmetric ? Window.oneSide(pads) : new Shape(new long[window.axes()]);
            return input.getNDArrayInternal()
                    .convolution(input, weight, call.optional(2), window.strides(), padding, window.dilations(), group)
                    .get(0);
        });
    }
}
