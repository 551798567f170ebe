package dev.alambic.trainer.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.alambic.trainer.spec.OptimizerSpec.AdamW;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Adam with decoupled weight decay.
 *
 * <pre>{@code
 * w = w - lr * decay * w
 * m = b1 * m + (1 - b1) * g        mHat = m / (1 - b1^t)
 * v = b2 * v + (1 - b2) * g²       vHat = v / (1 - b2^t)
 * w = w - lr * mHat / (sqrt(vHat) + epsilon)
 * }</pre>
 *
 * Sources: Kingma and Ba, arXiv:1412.6980, algorithm 1; Loshchilov and Hutter, arXiv:1711.05101, algorithm 2. The
 * engine updates a weight in one native call that adds its epsilon to sqrt(v), not to sqrt(vHat); it is therefore given
 * {@code epsilon * sqrt(1 - b2^t)} and {@code lr * sqrt(1 - b2^t) / (1 - b1^t)}, which is the same formula.
 */
final class AdamOptimizer extends Optimizer {

    private final AdamW spec;
    private double learningRate;
    private double firstCorrection;
    private double secondCorrection;
    private float epsilon;
    private float gradientScale;
    private final NDArray keep;

    AdamOptimizer(AdamW spec, Map<String, NDArray> weights, ToDoubleFunction<String> rates, NDManager manager) {
        super(weights, rates, manager, 2);
        this.spec = spec;
        this.keep = manager.create(1f);
    }

    @Override
    void begin(double newLearningRate, double newGradientScale) {
        firstCorrection = 1 - Math.pow(spec.beta1(), (double) steps());
        secondCorrection = Math.sqrt(1 - Math.pow(spec.beta2(), (double) steps()));
        learningRate = newLearningRate;
        epsilon = (float) (spec.epsilon() * secondCorrection);
        gradientScale = (float) newGradientScale;
    }

    @Override
    void update(String name, NDArray weight, double rate) {
        double own = learningRate * rate;
        if (spec.weightDecay() > 0 && decays(weight)) {
            keep.set(new float[] {(float) (1 - own * spec.weightDecay())});
            weight.muli(keep);
        }
        NDList inputs = new NDList(weight, weight.getGradient(), moment(0, name), moment(1, name));
        weight.getNDArrayInternal()
                .adamUpdate(
                        inputs,
                        new NDList(weight),
                        (float) own,
                        (float) (own * secondCorrection / firstCorrection),
                        0,
                        gradientScale,
                        -1,
                        (float) spec.beta1(),
                        (float) spec.beta2(),
                        epsilon,
                        true,
                        false);
    }
}
