package dev.alambic.quantizer;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.quantizer.diff.ModelDiff;
import dev.alambic.quantizer.diff.ValueDifference;
import dev.alambic.quantizer.hardware.Form;
import dev.alambic.quantizer.pass.Result;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the outputs of a smaller form must keep of those of the model, in the runtime as users run it. */
public final class Fidelity {
    private static final int SAMPLES = 2;
    private static final long SEED = 1;

    private Fidelity() {}

    /**
     * Refuses a form that ruins the model.
     *
     * @param model that {@code made} was made of
     * @throws RuinedModelException if the worst output lies below {@link Form#leastSqnrDecibels()}; the message names
     *     the layer where the error comes in
     */
    public static void require(OnnxModel model, Result made, Form form) {
        double decibels = made.sqnrDecibels();
        double least = form.leastSqnrDecibels();
        if (!(decibels < least)) {
            return;
        }
        Iterable<Map<String, Tensor>> whole = Probe.of(model).samples(SAMPLES, SEED);
        StatePairs states = StatePairs.of(model);
        Iterable<Map<String, Tensor>> samples = states.isGrowing(model.graph()) ? whole : states.sequence(whole);
        ModelDiff diff = ModelDiff.of(Quantizer.prepare(model).model(), made.model(), samples);
        String where = Stream.ofNullable(diff.jump())
                .map(jump -> jump.layer())
                .filter(layer -> layer.sqnrDecibels() < least)
                .map(ValueDifference::value)
                .findFirst()
                .map(value -> "the error comes in at '" + value + "'")
                .orElse("no layer is so far off by itself, only together in the runtime");
        throw new RuinedModelException(String.format(
                Locale.ROOT,
                "%s ruins this model: its outputs keep %.1f dB (expected at least %.0f dB); %s (try another form, keep"
                        + " layers float by --exclude, or write it all the same by --unchecked)",
                form.key(),
                decibels,
                least,
                where));
    }
}
