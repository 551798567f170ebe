package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A quantization with what follows it for accuracy: other integers for the weights ({@link AdaRound}), then other
 * biases ({@link BiasCorrection}). One pass, since both need the model before and after.
 */
public final class TuneIntegers implements Pass.Lossy {
    private final Pass quantization;
    private final AccuracyOptions options;
    private final Iterable<Map<String, Tensor>> samples;

    /**
     * @param quantization keeps the names of values
     * @param samples inputs of the model by name, such as it will meet; read several times
     */
    public TuneIntegers(Pass quantization, AccuracyOptions options, Iterable<Map<String, Tensor>> samples) {
        this.quantization = quantization;
        this.options = options;
        this.samples = samples;
    }

    @Override
    public String name() {
        return quantization.name()
                + (options.adaptiveRounding() ? "+AdaRound" : "")
                + (options.bias().isPresent() ? "+BiasCorrection" : "");
    }

    @Override
    public void requires(OnnxModel model) {
        quantization.requires(model);
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Outcome made = quantization.apply(model);
        List<String> notes = new ArrayList<>(made.notes());
        if (options.adaptiveRounding()) {
            made = AdaRound.round(model, made.model(), samples);
            notes.addAll(made.notes());
        }
        if (options.bias().isPresent()) {
            made = options.bias().get().correct(model, made.model(), samples);
            notes.addAll(made.notes());
        }
        return new Outcome(made.model(), notes);
    }

    @Override
    public void ensures(OnnxModel model) {
        quantization.ensures(model);
    }
}
