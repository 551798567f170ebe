package dev.alambic.trainer.spec;

/** The non-linearity after a layer. */
public enum ActivationFunction {
    NONE,
    RELU,
    LEAKY_RELU,
    ELU,
    GELU,
    SWISH,
    TANH,
    SIGMOID
}
