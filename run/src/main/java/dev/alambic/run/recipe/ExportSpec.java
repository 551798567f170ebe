package dev.alambic.run.recipe;

import dev.alambic.exporter.ExportOptions;

/**
 * How models are exported.
 *
 * @param opset version of the ONNX operators
 * @param strings whether each form of a model of a table is written once more as one that takes a column an input,
 *     categories as texts
 * @param bytes whether each form of a model of pictures is written once more as one that takes their bytes, of any size
 *     where the model says what becomes of another
 * @param vocabulary which tokens the last model of texts keeps, the student or the teacher that is trained alone
 */
public record ExportSpec(int opset, boolean strings, boolean bytes, Vocabulary vocabulary) {

    /** Tokens of a model of texts. */
    public enum Vocabulary {
        /** Those of its tokenizer. */
        ALL,
        /** Those that stand in the texts to train and to validate, those that mark texts, and single letters. */
        SEEN
    }

    public ExportSpec {
        ExportOptions.defaults().withOpset(opset); // refuses what it cannot write
    }

    public static ExportSpec defaults() {
        return new ExportSpec(17, false, false, Vocabulary.ALL);
    }
}
