package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import io.soabase.recordbuilder.core.RecordBuilder;

/** The rule by which a gradient changes a weight. */
public sealed interface OptimizerSpec {

    /** Returns the learning rate that the schedule scales. */
    double learningRate();

    /** Adam: Kingma and Ba, arXiv:1412.6980, algorithm 1. */
    @RecordBuilder
    record Adam(double learningRate, double beta1, double beta2, double epsilon)
            implements OptimizerSpec, OptimizerSpecAdamBuilder.With {
        public Adam {
            checkAdam(learningRate, beta1, beta2, epsilon);
        }

        public static Adam defaults() {
            return new Adam(1e-3, 0.9, 0.999, 1e-8);
        }
    }

    /**
     * Adam with decoupled weight decay: Loshchilov and Hutter, arXiv:1711.05101, algorithm 2. Only weights of layers
     * decay, not biases or batch norm.
     *
     * @param weightDecay part of a weight taken away a step, times the learning rate
     */
    @RecordBuilder
    record AdamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
            implements OptimizerSpec, OptimizerSpecAdamWBuilder.With {
        public AdamW {
            checkAdam(learningRate, beta1, beta2, epsilon);
            Rule.atLeastZero("weightDecay", weightDecay);
        }

        public static AdamW defaults() {
            return new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.01);
        }
    }

    /**
     * Stochastic gradient descent: {@code v = momentum * v + gradient + weightDecay * w; w = w - learningRate * v}.
     * Only weights of layers decay, not biases or batch norm.
     */
    @RecordBuilder
    record Sgd(double learningRate, double momentum, double weightDecay)
            implements OptimizerSpec, OptimizerSpecSgdBuilder.With {
        public Sgd {
            Rule.positive("learningRate", learningRate);
            Rule.require(momentum >= 0 && momentum < 1, "momentum", "0 to below 1", momentum);
            Rule.atLeastZero("weightDecay", weightDecay);
        }

        public static Sgd defaults() {
            return new Sgd(0.05, 0.9, 0);
        }
    }

    private static void checkAdam(double learningRate, double beta1, double beta2, double epsilon) {
        Rule.positive("learningRate", learningRate);
        Rule.require(beta1 >= 0 && beta1 < 1, "beta1", "0 to below 1", beta1);
        Rule.require(beta2 >= 0 && beta2 < 1, "beta2", "0 to below 1", beta2);
        Rule.positive("epsilon", epsilon);
    }

    static Adam adam(double learningRate) {
        return Adam.defaults().withLearningRate(learningRate);
    }

    static AdamW adamW(double learningRate) {
        return AdamW.defaults().withLearningRate(learningRate);
    }

    static Sgd sgd(double learningRate) {
        return Sgd.defaults().withLearningRate(learningRate);
    }
}
