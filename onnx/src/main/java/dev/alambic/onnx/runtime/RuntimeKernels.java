package dev.alambic.onnx.runtime;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;

/** What is known of the kernels of ONNX Runtime by the name of their operator. */
public final class RuntimeKernels {
    private static final Trait INTEGER = Trait.of("QGemm QAttention QEmbedLayerNormalization MatMulInteger"
            + " MatMulIntegerToFloat ConvInteger DynamicQuantizeMatMul DynamicQuantizeLSTM NhwcMaxPool");
    private static final Trait KEEP_TYPE = Trait.of("MaxPool NhwcMaxPool Resize Upsample", Trait.CLAMP);

    private RuntimeKernels() {}

    /** Returns whether it turns floats into integers, or back. */
    public static boolean isConversion(String operator) {
        return Trait.CONVERSION.isOf(operator);
    }

    /** Returns whether it computes on integers whatever it is fed. */
    public static boolean isInteger(String operator) {
        return INTEGER.isOf(operator) || operator.startsWith("QLinear");
    }

    /** As {@link #isInteger(String)}, of a node, whose attributes may decide. */
    public static boolean isInteger(Node node) {
        boolean inBlocks = node.opType().equals("MatMulNBits") && node.intAttribute("accuracy_level", 0) == 4;
        return inBlocks || isInteger(node.opType());
    }

    /** Returns whether it computes on what its first input is, so on integers if that holds some. */
    public static boolean keepsType(String operator) {
        return KEEP_TYPE.isOf(operator);
    }
}
