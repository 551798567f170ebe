package dev.alambic.trainer.spec;

import dev.alambic.onnx.edit.Pooling;
import dev.alambic.onnx.message.Rule;

/**
 * A classifier that is put on an ONNX model, see {@link dev.alambic.onnx.edit.ClassificationHead}.
 *
 * @param pooling how the model's values become one vector of features
 * @param dropout probability that a feature is dropped while training, from 0 to below 1
 */
public record HeadSpec(Pooling pooling, double dropout) {

    public HeadSpec {
        Rule.require(dropout >= 0 && dropout < 1, "dropout", "0 to below 1", dropout);
    }

    public static HeadSpec defaults() {
        return new HeadSpec(Pooling.AUTO, 0);
    }
}
