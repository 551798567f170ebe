package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/** Activation functions, by element. */
final class ActivationOperators {

    private ActivationOperators() {}

    static void addTo(Operators operators) {
        addParameterless(operators);
        addLinearUnits(operators);
        addGaussianUnits(operators);
    }

    private static void addParameterless(Operators operators) {
        operators
                .unary("Relu", x -> x.getNDArrayInternal().relu())
                .unary("Sigmoid", x -> x.getNDArrayInternal().sigmoid())
                .unary("Softplus", x -> x.getNDArrayInternal().softPlus())
                .unary("Softsign", x -> x.getNDArrayInternal().softSign())
                .unary("Mish", x -> x.mul(x.getNDArrayInternal().softPlus().tanh()))
                .onCall("HardSwish", call -> call.array(0).mul(hardSigmoid(call, call.array(0), 1.0 / 6, 0.5)));
    }

    private static void addLinearUnits(Operators operators) {
        operators
                .on("LeakyRelu", node -> {
                    float alpha = node.real("alpha", 0.01f);
                    return Operator.of(
                            call -> call.array(0).getNDArrayInternal().leakyRelu(alpha));
                })
                .on("Elu", node -> {
                    float alpha = node.real("alpha", 1);
                    return Operator.of(
                            call -> call.array(0).getNDArrayInternal().elu(alpha));
                })
                .on("Selu", ActivationOperators::selu)
                .on("Celu", ActivationOperators::celu)
                .on("ThresholdedRelu", ActivationOperators::thresholdedRelu)
                .on("Shrink", ActivationOperators::shrink)
                .on("HardSigmoid", node -> {
                    double alpha = node.real("alpha", 0.2f);
                    double beta = node.real("beta", 0.5f);
                    return Operator.of(call -> hardSigmoid(call, call.array(0), alpha, beta));
                })
                .on("PRelu", ActivationOperators::prelu);
    }

    static NDArray hardSigmoid(Call call, NDArray x, double alpha, double beta) {
        return x.mul(call.scalar(alpha, x)).add(call.scalar(beta, x)).clip(0, 1);
    }

    /** gamma * elu(x) (Klambauer et al., arXiv:1706.02515, equation 2). */
    private static Operator selu(NodeView node) {
        float alpha = node.real("alpha", 1.6732632f);
        double gamma = node.real("gamma", 1.050701f);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            return x.getNDArrayInternal().elu(alpha).mul(call.scalar(gamma, x));
        });
    }

    /** alpha * elu(x / alpha) (Barron, arXiv:1704.07483, equation 2). */
    private static Operator celu(NodeView node) {
        double alpha = node.real("alpha", 1);
        return Operator.of(call -> {
            NDArray scale = call.scalar(alpha, call.array(0));
            return call.array(0).div(scale).getNDArrayInternal().elu(1).mul(scale);
        });
    }

    private static Operator thresholdedRelu(NodeView node) {
        double alpha = node.real("alpha", 1);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            return NDArrays.where(x.gt(call.scalar(alpha, x)), x, x.zerosLike());
        });
    }

    /** x + bias below -lambd, x - bias above lambd, 0 between. */
    private static Operator shrink(NodeView node) {
        double lambd = node.real("lambd", 0.5f);
        double bias = node.real("bias", 0);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            NDArray shift = call.scalar(bias, x);
            NDArray above = NDArrays.where(x.gt(call.scalar(lambd, x)), x.sub(shift), x.zerosLike());
            return NDArrays.where(x.lt(call.scalar(-lambd, x)), x.add(shift), above);
        });
    }

    /** max(x, 0) + slope * min(x, 0); the slope is broadcast to x from the right, before opset 7 along the channels. */
    private static Operator prelu(NodeView node) {
        boolean channels = node.opset() < 7;
        return Operator.of(call -> {
            NDArray x = call.array(0);
            NDArray given = call.array(1);
            NDArray slope = channels && given.size() > 1 ? Axes.alignedAt(given, 1, x) : given;
            NDArray positive = x.getNDArrayInternal().relu();
            return positive.add(x.sub(positive).mul(slope));
        });
    }

    private static void addGaussianUnits(Operators operators) {
        operators
                .on("Gelu", node -> {
                    boolean exact = node.oneOf("approximate", "none", "tanh").equals("none");
                    return Operator.of(
                            call -> exact ? call.array(0).getNDArrayInternal().gelu() : tanhGelu(call, call.array(0)));
                })
                .on("Swish", node -> swish(node.real("alpha", 1)))
                .on("com.microsoft::QuickGelu", node -> swish(node.real("alpha", 1.702f)))
                .unary("com.microsoft::Gelu", x -> x.getNDArrayInternal().gelu())
                .onCall(
                        "com.microsoft::BiasGelu",
                        call -> biased(call).getNDArrayInternal().gelu())
                .onCall("com.microsoft::FastGelu", call -> tanhGelu(call, biased(call)));
    }

    private static NDArray biased(Call call) {
        return call.has(1) ? call.array(0).add(call.array(1)) : call.array(0);
    }

    /** x * sigmoid(alpha * x) (Ramachandran et al., arXiv:1710.05941, section 3). */
    private static Operator swish(double alpha) {
        return Operator.of(call -> {
            NDArray x = call.array(0);
            NDArray scaled = alpha == 1 ? x : x.mul(call.scalar(alpha, x));
            return x.mul(scaled.getNDArrayInternal().sigmoid());
        });
    }

    /** x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x³))) (Hendrycks, Gimpel, arXiv:1606.08415, section 2). */
    private static NDArray tanhGelu(Call call, NDArray x) {
        NDArray cube = x.mul(x).mul(x).mul(call.scalar(0.044715, x));
        NDArray inner = x.add(cube).mul(call.scalar(Math.sqrt(2 / Math.PI), x)).tanh();
        return x.mul(inner.add(call.scalar(1, x))).mul(call.scalar(0.5, x));
    }
}
