package dev.alambic.trainer.architecture;

import static dev.alambic.trainer.architecture.PictureLayers.batchNorm;
import static dev.alambic.trainer.architecture.PictureLayers.convolution;

import dev.alambic.trainer.spec.NamedNetwork;
import java.util.List;

/**
 * He, Zhang, Ren, Sun, <cite>Deep residual learning for image recognition</cite>, CVPR 2016: the networks of table 1
 * (18, 34, 50, 101 and 152 layers) and those of section 4.2 (20, 32, 44, 56 and 110 layers) for small pictures. As in
 * torchvision, a bottleneck strides in its convolution of 3 x 3; a shortcut whose shape changes is a convolution of 1 x
 * 1 everywhere.
 */
final class ResnetGraph {

    private static final int EXPANSION = 4;

    private final NamedNetwork.Resnet spec;
    private final boolean small;

    ResnetGraph(NamedNetwork.Resnet spec, boolean small) {
        this.spec = spec;
        this.small = small;
    }

    /** Returns the logits [batch, outputs] of pictures. */
    String write(Scope root, String pictures, int channels, int outputs) {
        int width = spec.firstWidth();
        String x = first(root, pictures, channels, width);
        int in = width;
        List<Integer> stages = spec.stages();
        for (int stage = 0; stage < stages.size(); stage++) {
            String name = "layer" + (stage + 1);
            Scope scope = root.in(name);
            for (int block = 0; block < stages.get(stage); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = block(scope.in(name + "." + block), x, in, width << stage, stride);
                in = (width << stage) * expansion();
            }
        }
        return PictureLayers.linear(root.in("fc"), PictureLayers.pooled(root.in("avgpool"), x), in, outputs);
    }

    private int expansion() {
        return spec.isBottleneck() ? EXPANSION : 1;
    }

    private String first(Scope root, String pictures, int channels, int width) {
        int kernel = small ? 3 : 7;
        int stride = small ? 1 : 2;
        String x = convolution(root.in("conv1"), pictures, channels, width, kernel, stride, 1);
        x = root.in("relu").node("Relu", batchNorm(root.in("bn1"), x, width));
        return small
                ? x
                : root.in("maxpool")
                        .node(Scope.call("MaxPool", x)
                                .with("kernel_shape", new long[] {3, 3})
                                .with("strides", new long[] {2, 2})
                                .with("pads", new long[] {1, 1, 1, 1}));
    }

    private String block(Scope scope, String x, int in, int width, int stride) {
        int out = width * expansion();
        String shortcut = x;
        if (stride != 1 || in != out) {
            Scope down = scope.in("downsample");
            shortcut = convolution(down.in("downsample.0"), x, in, out, 1, stride, 1);
            shortcut = batchNorm(down.in("downsample.1"), shortcut, out);
        }
        String y = spec.isBottleneck() ? bottleneck(scope, x, in, width, stride) : basic(scope, x, in, width, stride);
        return scope.node("Relu", scope.node("Add", y, shortcut));
    }

    private static String basic(Scope scope, String x, int in, int width, int stride) {
        String y = normalized(scope, 1, x, in, width, 3, stride);
        return normalized(scope, 2, scope.node("Relu", y), width, width, 3, 1);
    }

    private static String bottleneck(Scope scope, String x, int in, int width, int stride) {
        String y = normalized(scope, 1, x, in, width, 1, 1);
        y = normalized(scope, 2, scope.node("Relu", y), width, width, 3, stride);
        return normalized(scope, 3, scope.node("Relu", y), width, width * EXPANSION, 1, 1);
    }

    private static String normalized(Scope scope, int number, String x, int in, int out, int kernel, int stride) {
        String y = convolution(scope.in("conv" + number), x, in, out, kernel, stride, 1);
        return batchNorm(scope.in("bn" + number), y, out);
    }
}
