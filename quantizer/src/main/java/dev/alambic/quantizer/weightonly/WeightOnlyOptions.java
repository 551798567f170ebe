package dev.alambic.quantizer.weightonly;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How weights are made integers.
 *
 * @param codes the numbers that stand for weights
 * @param form which operators carry the codes
 * @param method how codes and scales are chosen
 * @param chosen which weights become codes
 * @param accuracyLevel what MatMulNBits may round its input to: 0 nothing said, 1 float32, 2 float16, 3 bfloat16, 4
 *     int8 in blocks, which is the fastest on CPUs at no loss worth naming; 8-bit blocks have no other fast kernel
 */
@RecordBuilder
public record WeightOnlyOptions(CodeFormat codes, Form form, Method method, Chosen chosen, int accuracyLevel)
        implements WeightOnlyOptionsBuilder.With {

    /**
     * The numbers that stand for weights.
     *
     * @param bits width of a code: 4 or 8
     * @param block codes along the summed axis that share one scale: a power of two from 16 to 256, or 0 for one scale
     *     a row (an output channel, or a word of a table), which takes 8 bits
     * @param symmetric whether the codes lie around zero; else each block has a zero point, which costs {@code bits}
     *     more
     */
    public record CodeFormat(int bits, int block, boolean symmetric) {
        public CodeFormat {
            if (bits != 4 && bits != 8) {
                throw new IllegalArgumentException("weights have 4 or 8 bits, was " + bits);
            }
            if (block != 0 && (block < 16 || block > 256 || Integer.bitCount(block) != 1)) {
                throw new IllegalArgumentException(
                        "a block is a power of two from 16 to 256, or 0 for a row, was " + block);
            }
            if (block == 0 && bits != 8) {
                throw new IllegalArgumentException("one scale a row takes 8 bits, was " + bits);
            }
        }

        public CodeFormat withBits(int newBits) {
            return new CodeFormat(newBits, block, symmetric);
        }

        public CodeFormat withBlock(int newBlock) {
            return new CodeFormat(bits, newBlock, symmetric);
        }
    }

    /**
     * Which weights become codes, those of MatMul and Gemm besides.
     *
     * @param excluded regular expressions; a node or weight whose whole name matches one stays as it is
     * @param embeddings whether tables that {@code Gather} reads are quantized too
     * @param convolutions whether Conv weights are quantized too: to 8 bits, one scale a channel, for a smaller file
     *     alone
     * @param minElements smaller weights stay as they are
     */
    public record Chosen(List<String> excluded, boolean embeddings, boolean convolutions, long minElements) {
        public Chosen {
            excluded = List.copyOf(excluded);
            if (minElements < 1) {
                throw new IllegalArgumentException("the least number of elements is at least 1, was " + minElements);
            }
            excluded.forEach(WeightOnlyOptions::check);
        }
    }

    /** Which operators carry the codes. */
    public enum Form {
        /**
         * MatMulNBits and GatherBlockQuantized of ONNX Runtime, which keep the codes in memory: unknown elsewhere.
         * Products with one scale a row have no such operator and are as {@link #FOLDED}.
         */
        RUNTIME,
        /**
         * Cast and Mul of the standard, which runtimes fold when they load the model: the file is small, speed and
         * memory are those of floats. 4 bits need opset 21.
         */
        FOLDED,
        /** DequantizeLinear of the standard, with blocks from opset 21 on. */
        STANDARD
    }

    /** How codes and scales are chosen. */
    public enum Method {
        /** Scale by the extremes of the block, codes to the nearest. */
        RTN,
        /** Scale and zero point by the least squared error of the weights. The best without samples, mostly. */
        LEAST_SQUARES,
        /** Scale and zero point by half-quadratic optimization in a norm that forgives outliers (p = 0.7). */
        HQQ,
        /**
         * CodeSearch errors made good by the weights to come, measured on what samples bring as inputs; needs samples.
         */
        GPTQ
    }

    public WeightOnlyOptions {
        if (accuracyLevel < 0 || accuracyLevel > 4) {
            throw new IllegalArgumentException("the accuracy level is between 0 and 4, was " + accuracyLevel);
        }
    }

    private static void check(String expression) {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("excluded: not a regular expression: " + e.getDescription(), e);
        }
    }

    /** Returns 4 bits in blocks of 32 with zero points, by least squares, embeddings included, for ONNX Runtime. */
    public static WeightOnlyOptions defaults() {
        return new WeightOnlyOptions(
                new CodeFormat(4, 32, false),
                Form.RUNTIME,
                Method.LEAST_SQUARES,
                new Chosen(List.of(), true, false, 1024),
                4);
    }

    /** Returns 8 bits with one scale a row, rounded to nearest: a quarter of the file at the speed of float32. */
    public static WeightOnlyOptions int8() {
        return defaults().withCodes(new CodeFormat(8, 0, true)).withMethod(Method.RTN);
    }

    /** Returns these options with the best method that needs no samples, if theirs does. */
    public WeightOnlyOptions withoutSamples() {
        return method == Method.GPTQ ? withMethod(Method.LEAST_SQUARES) : this;
    }

    /** Returns these options with other weights left as they are. */
    public WeightOnlyOptions withExcluded(List<String> excluded) {
        return withChosen(new Chosen(excluded, chosen.embeddings, chosen.convolutions, chosen.minElements));
    }

    /** Returns these options with Conv weights quantized too. */
    public WeightOnlyOptions withConvolutions() {
        return withChosen(new Chosen(chosen.excluded, chosen.embeddings, true, chosen.minElements));
    }
}
