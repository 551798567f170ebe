package dev.alambic.cli.command;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.edit.TiedWeights;
import dev.alambic.onnx.input.InputSizes;
import dev.alambic.quantizer.simplify.FixDimensions;
import dev.alambic.quantizer.simplify.FixInputs;
import dev.alambic.run.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The flags that say how a model that is to be changed is read, and on what the change is checked. */
final class ModelFlags {
    /** Of a model without state one is checked; one with state is followed for some calls. */
    private static final int CHECKED = 32;

    private ModelFlags() {}

    static Flags addTo(Flags flags) {
        return StateFlags.addTo(ImageFlags.addTo(TableFlags.addWithTexts(flags)))
                .value("inputs", "PATH", "inputs that the model takes, to check the result on (default: made ones)")
                .flag("unchecked", "write the result without having run it")
                .value(
                        "shape",
                        "NAME=SIZE,...",
                        "fix sizes of the inputs: of a free dimension, or INPUT:1x576 of a whole input")
                .value("fix", "NAME=VALUE,...", "fix the value of an input (a number, true or false), which goes")
                .flag("tie-weights", "make one weight of two of which one is the other's transpose")
                .flag("constant-initializers", "take constants that are listed as inputs too for constants");
    }

    private static Map<String, String> fixed(Arguments arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String list : arguments.texts("fix")) {
            for (String pair : list.split(",", -1)) {
                int equals = pair.lastIndexOf('=');
                if (equals < 1 || equals == pair.length() - 1) {
                    throw new UsageException(arguments.where("fix") + ": expected name=value, was '" + pair + "'");
                }
                values.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return values;
    }

    /** Opens the model that the operand names, as the flags say. */
    static OnnxModel read(Arguments arguments) {
        OnnxModel model = ModelSource.open(arguments.operand());
        if (arguments.has("constant-initializers")) {
            model = model.withoutDefaults();
        }
        InputSizes sizes = ShapeFlag.read(arguments);
        model = new FixDimensions(sizes.symbols(), sizes.shapes()).apply(model);
        model = new FixInputs(fixed(arguments)).apply(model);
        model = arguments.has("tie-weights") ? tied(model) : model;
        if (arguments.has("unchecked")) {
            model = model.trusted();
        }
        model = StateFlags.noted(StateFlags.told(arguments, model));
        Optional<Path> inputs = arguments.path("inputs").or(() -> arguments.path("calibration"));
        return inputs.isPresent()
                ? model.withSamples(StateFlags.checked(
                        model,
                        new PictureReading(arguments, Path.of(arguments.operand()), model).open(inputs.get(), CHECKED)))
                : model;
    }

    private static OnnxModel tied(OnnxModel model) {
        OnnxModel tied = TiedWeights.tie(model);
        for (Map.Entry<String, String> pair : TiedWeights.of(model).entrySet()) {
            tied = tied.noted("'" + pair.getKey() + "' is the transpose of '" + pair.getValue() + "': tied to it");
        }
        return tied;
    }
}
