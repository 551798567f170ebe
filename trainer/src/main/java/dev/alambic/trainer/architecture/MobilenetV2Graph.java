package dev.alambic.trainer.architecture;

import dev.alambic.trainer.spec.NamedNetwork;

/**
 * Sandler, Howard, Zhu, Zhmoginov, Chen, <cite>MobileNetV2: inverted residuals and linear bottlenecks</cite>, CVPR
 * 2018, table 2, called as torchvision calls it. For small pictures its first two reductions are left out.
 */
final class MobilenetV2Graph {

    /** Expansion, channels, blocks, stride. */
    private static final int[][] STAGES = {
        {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    private static final int FIRST = 32;
    private static final int LAST = 1280;
    private static final int MULTIPLE = 8;

    private final NamedNetwork.MobilenetV2 spec;
    private final boolean small;

    MobilenetV2Graph(NamedNetwork.MobilenetV2 spec, boolean small) {
        this.spec = spec;
        this.small = small;
    }

    /** Returns the logits [batch, outputs] of pictures. */
    String write(Scope root, String pictures, int channels, int outputs) {
        Scope features = root.in("features");
        int in = channels(FIRST, spec.width());
        String x = activated(features.in("features.0"), "features.0", pictures, channels, in, 3, small ? 1 : 2, 1);
        int index = 1;
        for (int stage = 0; stage < STAGES.length; stage++) {
            int[] row = STAGES[stage];
            int out = channels(row[1], spec.width());
            for (int block = 0; block < row[2]; block++) {
                boolean reduces = block == 0 && !(small && stage == 1);
                x = block(features.in("features." + index++), x, in, out, reduces ? row[3] : 1, row[0]);
                in = out;
            }
        }
        int last = channels(LAST, Math.max(1, spec.width()));
        x = activated(features.in("features." + index), "features." + index, x, in, last, 1, 1, 1);
        Scope classifier = root.in("classifier");
        String pooled =
                PictureLayers.dropped(classifier.in("classifier.0"), PictureLayers.pooled(root, x), spec.dropout());
        return PictureLayers.linear(classifier.in("classifier.1"), pooled, last, outputs);
    }

    /** Returns a number of channels times {@code width}, as a multiple of 8 that is at most a tenth below. */
    static int channels(int count, double width) {
        double asked = count * width;
        int rounded = Math.max(MULTIPLE, (int) (asked + MULTIPLE / 2.0) / MULTIPLE * MULTIPLE);
        return rounded < 0.9 * asked ? rounded + MULTIPLE : rounded;
    }

    private static String activated(
            Scope scope, String name, String x, int in, int out, int kernel, int stride, int groups) {
        String y = PictureLayers.convolution(scope.in(name + ".0"), x, in, out, kernel, stride, groups);
        y = PictureLayers.batchNorm(scope.in(name + ".1"), y, out);
        Scope relu6 = scope.in(name + ".2");
        return relu6.node("Clip", y, relu6.number(0), relu6.number(6));
    }

    private static String block(Scope scope, String x, int in, int out, int stride, int expansion) {
        Scope conv = scope.in("conv");
        int hidden = in * expansion;
        int part = 0;
        String y = x;
        if (expansion != 1) {
            y = activated(conv.in("conv." + part), "conv." + part, y, in, hidden, 1, 1, 1);
            part++;
        }
        y = activated(conv.in("conv." + part), "conv." + part, y, hidden, hidden, 3, stride, hidden);
        y = PictureLayers.convolution(conv.in("conv." + (part + 1)), y, hidden, out, 1, 1, 1);
        y = PictureLayers.batchNorm(conv.in("conv." + (part + 2)), y, out);
        return stride == 1 && in == out ? scope.node("Add", x, y) : y;
    }
}
