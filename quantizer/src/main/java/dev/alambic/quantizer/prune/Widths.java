package dev.alambic.quantizer.prune;

import dev.alambic.onnx.structure.ChannelGroup;

/**
 * Which widths a group may be cut to.
 *
 * @param multipleOf channels that fill the kernels of the runtime, 8 on x86 with AVX2; 1 for any width
 * @param atLeast channels that stay in any case
 */
public record Widths(int multipleOf, int atLeast) {

    public Widths {
        if (multipleOf < 1 || atLeast < 1) {
            throw new IllegalArgumentException(
                    "widths: multiple and least (expected 1 or more, was " + multipleOf + " and " + atLeast + ")");
        }
    }

    /** Returns the width nearest to {@code wanted} units that {@code group} may be cut to. */
    int nearest(ChannelGroup group, double wanted) {
        if (wanted >= group.width()) {
            return group.width();
        }
        int block = group.block();
        // heads and groups as wide as that fill the kernels by themselves
        int step = block >= multipleOf ? 1 : multipleOf / greatestCommonDivisor(multipleOf, block);
        int least = Math.max(step, (atLeast + block - 1) / block);
        int rounded = Math.toIntExact(Math.round(wanted / step) * step);
        return Math.min(group.width(), Math.max(least, rounded));
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
