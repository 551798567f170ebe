package dev.alambic.trainer.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import dev.alambic.trainer.spec.ActivationFunction;
import dev.alambic.trainer.spec.Layer;
import dev.alambic.trainer.spec.NetworkSpec;
import java.util.Arrays;
import java.util.List;

/**
 * Puts layers on one another and follows the shape of one sample, [features] or [channels, height, width], so that a
 * layer that does not fit is refused by its place in the recipe.
 */
final class LayerStack {

    /** Floats in a buffer of Java. */
    private static final int MOST_VALUES = Integer.MAX_VALUE / Float.BYTES;

    private final Layers block = new Layers();
    private final int classes;
    private long[] shape;

    LayerStack(long[] sampleShape, int classes) {
        this.shape = sampleShape.clone();
        this.classes = classes;
    }

    void addMlp(NetworkSpec.Mlp mlp) {
        int hidden = 0;
        for (int units : mlp.hidden()) {
            add("hidden." + hidden, new Layer.Linear(units, mlp.batchNorm(), mlp.activation(), mlp.init()));
            block.name("hidden." + hidden++);
            if (mlp.dropout() > 0) {
                add("dropout", new Layer.Dropout(mlp.dropout()));
            }
        }
        add("logits", Layer.Linear.defaults().withInit(mlp.init()));
    }

    void addAll(String where, List<Layer> layers) {
        for (int i = 0; i < layers.size(); i++) {
            add(where + "[" + i + "]", layers.get(i));
            block.name(where + "." + i);
        }
    }

    SequentialBlock finish(String where) {
        if (shape.length != 1 || shape[0] != classes) {
            throw refusal(where, "the last layer must give one value a class", classes, Arrays.toString(shape));
        }
        return block;
    }

    private void add(String where, Layer layer) {
        if (layer instanceof Layer.Conv conv) {
            addConv(where, conv);
        } else if (layer instanceof Layer.Linear linear) {
            addLinear(where, linear);
        } else if (layer instanceof Layer.BatchNorm) {
            block.add(BatchNorm.builder().build());
        } else if (layer instanceof Layer.Activation activation) {
            addActivation(activation.function());
        } else if (layer instanceof Layer.Dropout dropout) {
            block.add(Dropout.builder().optRate((float) dropout.rate()).build());
        } else if (layer instanceof Layer.Flatten) {
            flatten();
        } else if (layer instanceof Layer.Residual residual) {
            addResidual(where, residual);
        } else {
            addPool(where, layer);
        }
    }

    private void addConv(String where, Layer.Conv conv) {
        requireImage(where);
        if (shape[0] % conv.groups() != 0) {
            throw refusal(where, "groups must divide the channels of the input", shape[0], conv.groups());
        }
        requireFits(where, conv.filters(), shape[0] / conv.groups(), conv.kernel(), conv.kernel());
        Conv2d convolution = Conv2d.builder()
                .setFilters(conv.filters())
                .setKernelShape(square(conv.kernel()))
                .optStride(square(conv.stride()))
                .optPadding(square(conv.padding()))
                .optGroups(conv.groups())
                .optBias(conv.bias() && !conv.batchNorm())
                .build();
        block.add(FirstWeights.set(convolution, conv.init()));
        window(where, conv.kernel(), conv.stride(), conv.padding());
        shape[0] = conv.filters();
        addNormAndActivation(conv.batchNorm(), conv.activation());
    }

    private void addLinear(String where, Layer.Linear linear) {
        flatten();
        int units = linear.units() == 0 ? classes : linear.units();
        requireFits(where, units, shape[0]);
        block.add(FirstWeights.set(Linear.builder().setUnits(units).build(), linear.init()));
        shape = new long[] {units};
        addNormAndActivation(linear.batchNorm(), linear.activation());
    }

    private void addNormAndActivation(boolean batchNorm, ActivationFunction activation) {
        if (batchNorm) {
            block.add(BatchNorm.builder().build());
        }
        addActivation(activation);
    }

    private void addActivation(ActivationFunction function) {
        if (function != ActivationFunction.NONE) {
            block.add(activation(function));
        }
    }

    private static Block activation(ActivationFunction function) {
        return switch (function) {
            case NONE -> throw new AssertionError("bug: no activation has no block");
            case RELU -> Activation.reluBlock();
            case LEAKY_RELU -> Activation.leakyReluBlock(0.01f);
            case ELU -> Activation.eluBlock(1);
            case GELU -> Activation.geluBlock();
            case SWISH -> LambdaBlock.singleton(x -> x.mul(Activation.sigmoid(x)), "swish");
            case TANH -> Activation.tanhBlock();
            case SIGMOID -> Activation.sigmoidBlock();
        };
    }

    private void addPool(String where, Layer layer) {
        requireImage(where);
        if (layer instanceof Layer.GlobalAveragePool) {
            block.add(Pool.globalAvgPool2dBlock());
            shape = new long[] {shape[0]};
        } else if (layer instanceof Layer.MaxPool pool) {
            int stride = pool.stride() == 0 ? pool.size() : pool.stride();
            block.add(Pool.maxPool2dBlock(square(pool.size()), square(stride)));
            window(where, pool.size(), stride, 0);
        } else if (layer instanceof Layer.AveragePool pool) {
            int stride = pool.stride() == 0 ? pool.size() : pool.stride();
            block.add(Pool.avgPool2dBlock(square(pool.size()), square(stride)));
            window(where, pool.size(), stride, 0);
        }
    }

    private void addResidual(String where, Layer.Residual residual) {
        LayerStack branch = new LayerStack(shape, classes);
        branch.addAll(where + ".layers", residual.layers());
        if (!Arrays.equals(branch.shape, shape)) {
            throw refusal(
                    where, "the layers must keep the shape", Arrays.toString(shape), Arrays.toString(branch.shape));
        }
        block.add(new ParallelBlock(
                outputs -> new NDList(
                        outputs.get(0).singletonOrThrow().add(outputs.get(1).singletonOrThrow())),
                List.of(Blocks.identityBlock(), branch.block)));
    }

    private void flatten() {
        if (shape.length > 1) {
            requireFits("flatten", shape);
            long features = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            block.add(LambdaBlock.singleton(x -> x.reshape(-1, features), "flatten"));
            shape = new long[] {features};
        }
    }

    private void window(String where, int size, int stride, int padding) {
        for (int axis = 1; axis <= 2; axis++) {
            long padded = shape[axis] + 2L * padding;
            if (size > padded) {
                throw refusal(where, "the window is larger than its input", "at most " + padded, size);
            }
            shape[axis] = (padded - size) / stride + 1;
        }
    }

    private void requireImage(String where) {
        if (shape.length != 3) {
            throw refusal(where, "needs an image", "[channels, height, width]", Arrays.toString(shape));
        }
    }

    /** Refuses what no buffer of Java can hold: weights cross in such, to be stored and written. */
    private static void requireFits(String where, long... extents) {
        double values = Arrays.stream(extents).asDoubleStream().reduce(1, (a, b) -> a * b);
        if (values > MOST_VALUES) {
            throw refusal(
                    where,
                    "a layer's values must fit into one buffer",
                    "at most " + MOST_VALUES,
                    Arrays.toString(extents));
        }
    }

    private static Shape square(int size) {
        return new Shape(size, size);
    }

    private static IllegalArgumentException refusal(String where, String rule, Object expected, Object actual) {
        return new IllegalArgumentException(where + ": " + rule + " (expected " + expected + ", was " + actual + ")");
    }
}
