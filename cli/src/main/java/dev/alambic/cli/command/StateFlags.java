package dev.alambic.cli.command;

import dev.alambic.cli.terminal.Console;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.state.Carried;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.run.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Flags that say what a model carries from call to call, and which calls follow each other. */
final class StateFlags {
    private static final int CHECKED = 2;
    private static final int CHECKED_CALLS = 32;

    private StateFlags() {}

    static Flags addTo(Flags flags) {
        return flags.value(
                        "state",
                        "IN=OUT,...",
                        "inputs that take what an output gave in the call before, or none (default: by their names)")
                .value(
                        "sequence",
                        "N",
                        "a model with state: how many samples follow each other (default: those of a file or folder)");
    }

    /** Returns {@code model} with the state that the flag tells, which its file then tells too. */
    static OnnxModel told(Arguments arguments, OnnxModel model) {
        if (!arguments.has("state")) {
            return model;
        }
        try {
            StatePairs pairs = StatePairs.parse(arguments.texts("state"), model.graph());
            return model.withMetadata(ModelMetadata.STATE, pairs.text());
        } catch (IllegalArgumentException e) {
            throw new UsageException(arguments.where("state") + ": " + e.getMessage(), e);
        }
    }

    /** Returns how many samples follow each other; 0 for as many as there are. */
    static int sequence(Arguments arguments) {
        return arguments.whole("sequence", 1, 0);
    }

    /** Tells what is carried, if there is something. */
    static void say(OnnxModel model, Console console) {
        StatePairs states = StatePairs.of(model);
        if (!states.isEmpty()) {
            console.progress(states.said());
        }
    }

    /** Returns {@code model} with a note of what is carried, if there is something. */
    static OnnxModel noted(OnnxModel model) {
        StatePairs states = StatePairs.of(model);
        return states.isEmpty() ? model : model.noted(states.said());
    }

    /** Returns samples to check on, each of which can be run alone. */
    static List<Map<String, Tensor>> checked(OnnxModel model, InputSamples samples) {
        if (StatePairs.of(model).isEmpty()) {
            return samples.singles(CHECKED, model.graph().requiredInputs());
        }
        List<Map<String, Tensor>> calls = new ArrayList<>();
        Carried.recorded(model, samples.first(CHECKED_CALLS)).forEach(calls::add);
        return calls;
    }
}
