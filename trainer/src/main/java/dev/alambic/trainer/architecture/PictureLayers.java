package dev.alambic.trainer.architecture;

import dev.alambic.onnx.graph.Node;

/** Layers of networks of pictures [batch, channels, height, width], without their activations. */
final class PictureLayers {

    private static final float EPSILON = 1e-5f;

    private PictureLayers() {}

    /**
     * A convolution without biases, padded so that stride 1 keeps the size. First weights are normal with variance 2 /
     * fan-out (He et al., arXiv:1502.01852, section 2.2), as torchvision draws both networks.
     */
    static String convolution(Scope scope, String x, int in, int out, int kernel, int stride, int groups) {
        double deviation = Math.sqrt(2.0 * groups / (out * kernel * kernel));
        long pad = (kernel - 1L) / 2;
        String weight = scope.weight("weight", scope.first().normal(deviation, out, in / groups, kernel, kernel));
        Node node = Scope.call("Conv", x, weight)
                .with("kernel_shape", new long[] {kernel, kernel})
                .with("strides", new long[] {stride, stride})
                .with("pads", new long[] {pad, pad, pad, pad})
                .with("group", (long) groups);
        return scope.node(node);
    }

    static String batchNorm(Scope scope, String x, int channels) {
        String gain = scope.weight("weight", scope.first().filled(1, channels));
        String offset = scope.weight("bias", scope.first().filled(0, channels));
        String mean = scope.weight("running_mean", scope.first().filled(0, channels));
        String variance = scope.weight("running_var", scope.first().filled(1, channels));
        return scope.node(Scope.call("BatchNormalization", x, gain, offset, mean, variance)
                .with("epsilon", EPSILON));
    }

    /** A linear layer over vectors [batch, in]; first weights are uniform within ±1/√in, as PyTorch draws them. */
    static String linear(Scope scope, String x, int in, int out) {
        double bound = 1 / Math.sqrt(in);
        String weight = scope.weight("weight", scope.first().uniform(bound, out, in));
        String bias = scope.weight("bias", scope.first().uniform(bound, out));
        return scope.node(Scope.call("Gemm", x, weight, bias).with("transB", 1));
    }

    /** The mean over a picture, [batch, channels]. */
    static String pooled(Scope scope, String x) {
        return scope.node(
                Scope.call("Flatten", scope.node("GlobalAveragePool", x)).with("axis", 1));
    }

    /** Drops values while training; nothing with a rate of 0. */
    static String dropped(Scope scope, String x, double rate) {
        return rate == 0 ? x : scope.node("Dropout", x, scope.number((float) rate));
    }
}
