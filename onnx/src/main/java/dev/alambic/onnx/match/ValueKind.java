package dev.alambic.onnx.match;

/** What a value inside a model is good for when a smaller model is to become like it. */
public enum ValueKind {
    /** What a block of layers gives: sums with what went around it, normalized values, else activations. */
    FEATURES,

    /** Probabilities [batch, heads, queries, keys]: what Softmax gives. */
    ATTENTION
}
