package dev.alambic.trainer.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.trainer.spec.OptimizerSpec.Sgd;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Stochastic gradient descent with momentum: {@code v = momentum * v + g + decay * w; w = w - lr * v} (the form of
 * PyTorch, in which a change of the learning rate takes effect at once; Sutskever et al., ICML 2013, section 2, put the
 * learning rate inside v).
 */
final class SgdOptimizer extends Optimizer {

    private final boolean decay;
    private final NDArray momentum;
    private final NDArray weightDecay;
    private final NDArray rate;
    private final NDArray scale;
    private final Sgd spec;
    private double learningRate;
    private boolean scales;

    SgdOptimizer(Sgd spec, Map<String, NDArray> weights, ToDoubleFunction<String> rates, NDManager manager) {
        super(weights, rates, manager, spec.momentum() > 0 ? 1 : 0);
        this.spec = spec;
        this.decay = spec.weightDecay() > 0;
        this.momentum = manager.create((float) spec.momentum());
        this.weightDecay = manager.create((float) spec.weightDecay());
        this.rate = manager.create(0f);
        this.scale = manager.create(1f);
    }

    @Override
    void begin(double newLearningRate, double gradientScale) {
        learningRate = newLearningRate;
        scales = gradientScale != 1;
        scale.set(new float[] {(float) gradientScale});
    }

    @Override
    void update(String name, NDArray weight, double factor) {
        NDArray gradient = weight.getGradient();
        NDArray direction = scales ? gradient.mul(scale) : gradient;
        if (decay && decays(weight)) {
            direction = direction.add(weight.mul(weightDecay));
        }
        if (spec.momentum() > 0) {
            direction = moment(0, name).muli(momentum).addi(direction);
        }
        rate.set(new float[] {(float) (learningRate * factor)});
        weight.subi(direction.mul(rate));
        gradient.subi(gradient);
    }
}
