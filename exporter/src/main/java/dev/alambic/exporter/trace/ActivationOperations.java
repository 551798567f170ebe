package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;

/** Activations with a parameter; those without are {@link ElementwiseOperations}, swish and mish are DJL's defaults. */
final class ActivationOperations {

    private ActivationOperations() {}

    static void addTo(Operators table) {
        table.on("leakyRelu(float)", call -> withAlpha(call, "LeakyRelu"))
                .on("elu(float)", call -> withAlpha(call, "Elu"))
                .on("gelu()", ActivationOperations::gelu);
    }

    private static NDArray withAlpha(Invocation call, String opType) {
        return call.result(call.onSelf(opType).with("alpha", call.floatAt(0)).emit());
    }

    /** x (1 + erf(x / sqrt 2)) / 2 (Hendrycks and Gimpel, arXiv:1606.08415); an operator of its own since opset 20. */
    private static NDArray gelu(Invocation call) {
        if (call.recorder().opset() >= 20) {
            return call.result(call.emit("Gelu", call.self().name()));
        }
        NDArray x = call.self().array();
        return x.div(Math.sqrt(2)).erf().add(1).mul(x).mul(0.5);
    }
}
