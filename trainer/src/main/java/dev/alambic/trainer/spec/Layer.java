package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/** One layer of a {@link NetworkSpec.Cnn}. Images are [batch, channels, height, width]. */
public sealed interface Layer
        permits Layer.Conv,
                Layer.BatchNorm,
                Layer.Activation,
                Layer.MaxPool,
                Layer.AveragePool,
                Layer.GlobalAveragePool,
                Layer.Flatten,
                Layer.Linear,
                Layer.Dropout,
                Layer.Residual {

    /**
     * A square convolution, optionally followed by batch norm and an activation.
     *
     * @param padding zeros on each side
     * @param groups 1 joins all channels; as many as there are channels gives a depthwise convolution
     * @param bias not used with batch norm, which has its own
     * @param init what its first weights are drawn from
     */
    @RecordBuilder
    record Conv(
            int filters,
            int kernel,
            int stride,
            int padding,
            int groups,
            boolean bias,
            boolean batchNorm,
            ActivationFunction activation,
            WeightInit init)
            implements Layer, LayerConvBuilder.With {
        public Conv {
            Rule.atLeastOne("filters", filters);
            Rule.atLeastOne("kernel", kernel);
            Rule.atLeastOne("stride", stride);
            Rule.require(padding >= 0 && padding < kernel, "padding", "0 to below the kernel", padding);
            Rule.atLeastOne("groups", groups);
            Rule.require(filters % groups == 0, "groups", "a divisor of filters " + filters, groups);
        }

        public static Conv defaults() {
            return new Conv(32, 3, 1, 1, 1, true, true, ActivationFunction.RELU, WeightInit.PYTORCH);
        }

        public Conv withKernel(int newKernel, int newPadding) {
            return withKernel(newKernel).withPadding(newPadding);
        }
    }

    /** Normalises each channel (axis 1) by the batch while training, by running statistics afterwards. */
    record BatchNorm() implements Layer {
        public static BatchNorm defaults() {
            return new BatchNorm();
        }
    }

    record Activation(ActivationFunction function) implements Layer {
        public static Activation defaults() {
            return new Activation(ActivationFunction.RELU);
        }
    }

    /**
     * The greatest value of each square.
     *
     * @param stride 0 = the size
     */
    record MaxPool(int size, int stride) implements Layer {
        public MaxPool {
            Rule.atLeastOne("size", size);
            Rule.require(stride >= 0, "stride", "at least 0", stride);
        }

        public static MaxPool defaults() {
            return new MaxPool(2, 0);
        }
    }

    /**
     * The mean of each square.
     *
     * @param stride 0 = the size
     */
    record AveragePool(int size, int stride) implements Layer {
        public AveragePool {
            Rule.atLeastOne("size", size);
            Rule.require(stride >= 0, "stride", "at least 0", stride);
        }

        public static AveragePool defaults() {
            return new AveragePool(2, 0);
        }
    }

    /** The mean over height and width: [batch, channels]. */
    record GlobalAveragePool() implements Layer {
        public static GlobalAveragePool defaults() {
            return new GlobalAveragePool();
        }
    }

    /** Everything but the batch in one axis: [batch, channels * height * width]. */
    record Flatten() implements Layer {
        public static Flatten defaults() {
            return new Flatten();
        }
    }

    /**
     * A fully connected layer, optionally followed by batch norm and an activation; flattens first if needed.
     *
     * @param units 0 = the number of classes
     * @param init what its first weights are drawn from
     */
    @RecordBuilder
    record Linear(int units, boolean batchNorm, ActivationFunction activation, WeightInit init)
            implements Layer, LayerLinearBuilder.With {
        public Linear {
            Rule.require(units >= 0, "units", "at least 0", units);
        }

        /** Returns the layer that gives the logits. */
        public static Linear defaults() {
            return new Linear(0, false, ActivationFunction.NONE, WeightInit.PYTORCH);
        }
    }

    /**
     * Drops values at random while training.
     *
     * @param rate probability that a value is dropped, from 0 to below 1
     */
    record Dropout(double rate) implements Layer {
        public Dropout {
            Rule.require(rate >= 0 && rate < 1, "rate", "0 to below 1", rate);
        }

        public static Dropout defaults() {
            return new Dropout(0.2);
        }
    }

    /** {@code x + layers(x)}; the layers must keep the shape. */
    record Residual(List<Layer> layers) implements Layer {
        public Residual {
            layers = List.copyOf(layers);
            Rule.require(!layers.isEmpty(), "layers", "at least one layer", "none");
        }

        public static Residual defaults() {
            return new Residual(List.of(Conv.defaults()));
        }
    }
}
