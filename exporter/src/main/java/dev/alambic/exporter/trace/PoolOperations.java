package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;

/** Pooling by a window and over the whole image. */
final class PoolOperations {

    private PoolOperations() {}

    static void addTo(Operators table) {
        table.on(
                        "maxPool(Shape,Shape,Shape,boolean)",
                        call -> call.result(window(call, call.node("MaxPool"), 0, call.flagAt(3))))
                .on("avgPool(Shape,Shape,Shape,boolean,boolean)", PoolOperations::average)
                .on("lpPool(float,Shape,Shape,Shape,boolean)", PoolOperations::power)
                .on("globalAvgPool()", call -> global(call, call.node("GlobalAveragePool")))
                .on("globalMaxPool()", call -> global(call, call.node("GlobalMaxPool")))
                .on("globalLpPool(float)", PoolOperations::globalPower);
    }

    /** Adds kernel, strides and padding, the arguments from {@code first} on. */
    private static String window(Invocation call, Draft node, int first, boolean ceiling) {
        return node.input(call.self())
                .with("kernel_shape", call.shapeAt(first))
                .with("strides", call.shapeAt(first + 1))
                .with("pads", call.padsAt(first + 2))
                .with("ceil_mode", ceiling ? 1 : 0)
                .emit();
    }

    /** The engine counts the padding whatever {@code countIncludePad} says: its native code ignores the flag. */
    private static NDArray average(Invocation call) {
        Draft node = call.node("AveragePool").with("count_include_pad", 1);
        return call.result(window(call, node, 0, call.flagAt(3)));
    }

    /**
     * (sum of x^p)^(1/p); ONNX takes |x|, which is the same for an even p. With a p that is not, the engine's root of a
     * negative sum is no number.
     */
    private static NDArray power(Invocation call) {
        requireEven(call);
        Draft node = call.node("LpPool").with("p", call.intAt(0));
        if (call.flagAt(4)) {
            throw call.refuse("an Lp pool rounds extents down (expected ceilMode=false");
        }
        long[] kernel = call.shapeAt(1);
        return call.result(node.input(call.self())
                .with("kernel_shape", kernel)
                .with("strides", call.shapeAt(2))
                .with("pads", new long[2 * kernel.length])
                .emit());
    }

    private static NDArray globalPower(Invocation call) {
        requireEven(call);
        return global(call, call.node("GlobalLpPool").with("p", call.intAt(0)));
    }

    private static void requireEven(Invocation call) {
        if (call.floatAt(0) % 2 != 0) {
            throw call.refuse("an Lp pool has an ONNX form for an even p (expected 2, 4");
        }
    }

    /** The result is [batch, channels]. */
    private static NDArray global(Invocation call, Draft node) {
        String pooled = node.input(call.self()).emit();
        return call.result(call.node("Flatten").input(pooled).with("axis", 1).emit());
    }
}
