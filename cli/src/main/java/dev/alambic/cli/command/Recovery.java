package dev.alambic.cli.command;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.trainer.spec.TrainingSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to be known of a model that was cut, and is to be trained until it is good again. */
final class Recovery {

    /** The step that cuts, and those that train. */
    private static final String CUT = "PruneChannels";

    private static final List<String> TRAINED = List.of("train", "distil", "finetune");

    /** Of the size of a usual weight: what weights wander in a training that recovers. */
    private static final double LEAST = 0.1;

    private Recovery() {}

    /** Returns whether channels of the model were cut, and it was not trained since. */
    static boolean isDue(OnnxModel model) {
        List<String> history = ModelInfo.of(model).history();
        int cut = history.lastIndexOf(CUT);
        return cut >= 0 && TRAINED.stream().allMatch(step -> history.lastIndexOf(step) < cut);
    }

    /**
     * Returns what is to be said of a learning rate that is too small to recover. A step of Adam moves a weight by
     * about the rate, this way or that, so that n steps move it by about √n of it.
     *
     * @param samples to learn from
     */
    static Optional<String> tooSlow(OnnxModel model, TrainingSpec training, int samples) {
        double steps = Math.ceil((double) samples / training.batchSize()) * training.epochs();
        double way = training.optimizer().learningRate() * Math.sqrt(steps);
        double size = size(model);
        return way >= LEAST * size
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the learning rate %.1e is too small to recover: in %.0f steps a weight moves by about %.1e, its"
                                + " size is %.1e (expected a rate of at least %.1e, or more epochs)",
                        training.optimizer().learningRate(),
                        steps,
                        way,
                        size,
                        LEAST * size / Math.sqrt(steps)));
    }

    /** Returns the root mean square of the weights of the layer in the middle, when layers are put in order by it. */
    private static double size(OnnxModel model) {
        double[] sizes = ProductView.all(model.graph()).stream()
                .mapToDouble(view -> {
                    double squares = 0;
                    float[] values = view.weight().floats();
                    for (float value : values) {
                        squares += (double) value * value;
                    }
                    return Math.sqrt(squares / values.length);
                })
                .sorted()
                .toArray();
        return sizes.length == 0 ? 0 : sizes[sizes.length / 2];
    }
}
