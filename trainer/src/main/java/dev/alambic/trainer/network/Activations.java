package dev.alambic.trainer.network;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import dev.alambic.trainer.spec.ActivationFunction;

/** The blocks of the activation functions. */
final class Activations {

    private Activations() {}

    static Block block(ActivationFunction function) {
        return switch (function) {
            case NONE -> throw new AssertionError("bug: no activation has no block");
            case RELU -> Activation.reluBlock();
            case LEAKY_RELU -> Activation.leakyReluBlock(0.01f);
            case ELU -> Activation.eluBlock(1);
            case GELU -> Activation.geluBlock();
            case SWISH -> LambdaBlock.singleton(x -> x.mul(Activation.sigmoid(x)), "swish");
            case TANH -> Activation.tanhBlock();
            case SIGMOID -> Activation.sigmoidBlock();
        };
    }
}
