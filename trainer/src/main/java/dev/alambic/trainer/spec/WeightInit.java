package dev.alambic.trainer.spec;

/** What the first weights of a layer are drawn from, by the engine's seed. */
public enum WeightInit {
    /**
     * PyTorch's own: uniform within ±1/√fan-in (variance 1 / (3 fan-in)), biases too; {@code reset_parameters} of
     * {@code torch.nn.Linear} and {@code torch.nn.Conv2d}.
     */
    PYTORCH,
    /** Normal with variance 2 / fan-in: He et al., arXiv:1502.01852, equation 10. Biases are 0, as below. */
    HE_NORMAL,
    /** Uniform with the variance of {@link #HE_NORMAL}. */
    HE_UNIFORM,
    /** Normal with variance 2 / (fan-in + fan-out): Glorot and Bengio, AISTATS 2010, equation 12. */
    GLOROT_NORMAL,
    /** Uniform with that variance: Glorot and Bengio, equation 16. */
    GLOROT_UNIFORM,
    /** All 0: a last layer that starts without an opinion, or a branch that starts as nothing. */
    ZEROS
}
