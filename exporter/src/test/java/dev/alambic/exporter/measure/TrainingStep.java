package dev.alambic.exporter.measure;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/** One step of training as any program would take it: forward, backward from the mean of squares, Adam. */
final class TrainingStep {

    private final Block block;
    private final NDManager manager;
    private final Optimizer optimizer =
            Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-5f)).build();

    TrainingStep(Block block, NDManager manager) {
        this.block = block;
        this.manager = manager;
    }

    /** Trains on one batch, which is copied first. */
    void run(NDList batch) {
        learn(batch);
        // outside the scope of the step: the optimizer keeps the moments it makes
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient()) {
                try (NDArray gradient = parameter.getArray().getGradient();
                        NDArray taken = gradient.duplicate()) {
                    optimizer.update(parameter.getId(), parameter.getArray(), taken);
                }
            }
        }
    }

    private void learn(NDList batch) {
        try (NDScope scope = new NDScope();
                NDManager step = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            NDList inputs = new NDList();
            for (NDArray array : batch) {
                NDArray copy = array.duplicate();
                copy.attach(step);
                inputs.add(copy);
            }
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray output = block.forward(new ParameterStore(step, false), inputs, true)
                        .head();
                collector.backward(output.square().mean());
            }
        }
    }
}
