package dev.alambic.run.recipe;

import dev.alambic.onnx.message.Rule;
import dev.alambic.onnx.message.RuleException;

/**
 * Which smaller forms of the student are made.
 *
 * @param strip remove neurons and channels that pruning has zeroed
 * @param fp16 half-precision weights
 * @param int8 8-bit integers
 * @param calibrationSamples training samples from which static int8 learns the ranges of activations
 */
public record VariantsSpec(boolean strip, Fp16 fp16, Int8 int8, int calibrationSamples) {

    /** Half precision. */
    public enum Fp16 {
        /** No such variant. */
        NONE,
        /** Weights are stored in half precision and computed in single precision. */
        STORAGE,
        /** Computed in half precision too. */
        COMPUTE
    }

    /** 8-bit integers. */
    public enum Int8 {
        /** No such variant. */
        NONE,
        /** Weights beforehand, activations by the range of each input. */
        DYNAMIC,
        /** Weights and activations beforehand, by ranges of the training data. */
        STATIC,
        /**
         * As static, and the network, which must be an ONNX graph, is trained under that rounding: the model that comes
         * out is the integer one.
         */
        TRAINED
    }

    public VariantsSpec {
        Rule.atLeastOne("calibrationSamples", calibrationSamples);
        if (int8 == Int8.TRAINED && (strip || fp16 != Fp16.NONE)) {
            throw new RuleException(
                    "int8", "a network trained for integers has no other form (expected strip false and fp16 none)");
        }
    }

    /** Returns the only form that a network trained for integers has. */
    public static VariantsSpec trainedInt8() {
        return new VariantsSpec(false, Fp16.NONE, Int8.TRAINED, 256);
    }

    public static VariantsSpec defaults() {
        return new VariantsSpec(true, Fp16.STORAGE, Int8.STATIC, 256);
    }
}
