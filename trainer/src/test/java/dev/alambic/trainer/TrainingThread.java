package dev.alambic.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.engine.TrainingEngine;
import java.util.function.Consumer;

/** Runs the body of a test where training runs, and closes what it makes. */
public final class TrainingThread {

    private TrainingThread() {}

    public static void run(Consumer<NDManager> body) {
        TrainingEngine.call(EngineOptions.defaults(), manager -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                body.accept(manager);
            }
            return true;
        });
    }

    /** Returns a trainable array. */
    public static NDArray weight(NDManager manager, Shape shape, float... values) {
        NDArray array = manager.create(values, shape);
        array.setRequiresGradient(true);
        return array;
    }
}
