package dev.alambic.packager.golden;

import dev.alambic.onnx.graph.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run's inputs.
 *
 * @param name of the case: lower-case letters, digits and {@code -}
 * @param what why this one, in a few words
 * @param text what tokens were cut from; null for what is no text
 * @param inputs by name
 * @param continues whether it goes on from the sample before: its inputs lack the state, which is what that one gave
 */
public record Sample(String name, String what, @Nullable String text, Map<String, Tensor> inputs, boolean continues) {

    /** Returns a run by itself. */
    public Sample(String name, String what, @Nullable String text, Map<String, Tensor> inputs) {
        this(name, what, text, inputs, false);
    }

    public Sample {
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("sample: a name of letters, digits and '-' (was '" + name + "')");
        }
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
}
