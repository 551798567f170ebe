package dev.alambic.quantizer.diff;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far one form of a model lies from another.
 *
 * <pre>{@code
 * ModelDiff diff = ModelDiff.of(model, quantized, samples);
 * diff.outputs().get(0).sqnrDecibels();
 * diff.worstLayers(20).forEach(layer -> ...);
 * }</pre>
 *
 * <p>Layers are the values inside the graph, matched by the name they have in the model that was quantized; integers
 * count as the floats that they stand for. The outputs are those of the models as they run; to see a value inside, the
 * runtime must give it, so layers are computed as the graph spells them, without fusing an operator with the rounding
 * behind it. Samples are read once, one after the other, and only sums are kept. For a model with state they are calls
 * that follow each other, and each model carries its own state (see {@link dev.alambic.onnx.state.Carried}).
 *
 * @param outputs in the order of the first model
 * @param layers in the order in which the first model computes them
 * @param jump the first layer where the error jumps; null if there is none, or no layer was compared
 * @param steps how the error goes on from call to call, by output; empty for a model without state
 */
public record ModelDiff(
        List<ValueDifference> outputs,
        List<ValueDifference> layers,
        @Nullable Jump jump,
        Coverage coverage,
        List<StepDifference> steps) {

    private static final Comparator<ValueDifference> WORST_FIRST =
            Comparator.comparingDouble(ValueDifference::sqnrDecibels);

    public ModelDiff {
        outputs = List.copyOf(outputs);
        layers = List.copyOf(layers);
        steps = List.copyOf(steps);
    }

    /**
     * Runs both models on every sample.
     *
     * @param samples inputs by name, which both models take
     * @throws IllegalArgumentException if there is no sample, or the second model lacks an output of the first or gives
     *     it in another type or shape
     */
    public static ModelDiff of(OnnxModel expected, OnnxModel actual, Iterable<Map<String, Tensor>> samples) {
        return Differences.of(expected, actual, samples);
    }

    /**
     * Runs both models on calls that follow each other, each with its own state.
     *
     * @return how the error goes on, by output; nothing for a model without state
     * @throws IllegalArgumentException if there is no sample
     */
    public static List<StepDifference> steps(
            OnnxModel expected, OnnxModel actual, Iterable<Map<String, Tensor>> calls) {
        return StepTally.of(expected, actual, calls);
    }

    /** Returns the layers with the lowest SQNR, worst first, at most {@code count}; equally bad ones in their order. */
    public List<ValueDifference> worstLayers(int count) {
        return layers.stream().sorted(WORST_FIRST).limit(count).toList();
    }

    /** Returns the lowest SQNR of an output, dB; infinite if no output differs. */
    public double worstSqnrDecibels() {
        return outputs.stream().mapToDouble(ValueDifference::sqnrDecibels).reduce(Double.POSITIVE_INFINITY, Math::min);
    }

    /** Returns the largest absolute error of an output. */
    public double maxAbsoluteError() {
        return Stream.concat(Stream.of(0.0), outputs.stream().map(ValueDifference::maxAbsoluteError))
                .reduce(0.0, Math::max);
    }
}
