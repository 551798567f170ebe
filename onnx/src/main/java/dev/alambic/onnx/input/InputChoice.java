package dev.alambic.onnx.input;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the inputs of a model are made.
 *
 * @param sizes of the extents that the signature leaves free, by symbol or by place ({@code image.2})
 * @param forms of the values, by input
 */
record InputChoice(Map<String, Long> sizes, Map<String, InputForm> forms) {

    InputChoice {
        sizes = Map.copyOf(sizes);
        forms = Map.copyOf(forms);
    }

    /** Returns the likeliest values of the sizes given. */
    static InputChoice of(OnnxModel model, Map<String, Long> sizes) {
        Map<String, InputForm> forms = new LinkedHashMap<>();
        for (ValueInfo input : model.graph().requiredInputs()) {
            forms.put(input.name(), InputForms.of(model.graph(), input).get(0));
        }
        return new InputChoice(sizes, forms);
    }

    InputChoice withSize(String symbol, long size) {
        Map<String, Long> changed = new HashMap<>(sizes);
        changed.put(symbol, size);
        return new InputChoice(changed, forms);
    }

    InputChoice withForm(String input, InputForm form) {
        Map<String, InputForm> changed = new HashMap<>(forms);
        changed.put(input, form);
        return new InputChoice(sizes, changed);
    }

    Map<String, Tensor> made(OnnxModel model, long seed) {
        return RandomInputs.of(model, this, seed);
    }
}
