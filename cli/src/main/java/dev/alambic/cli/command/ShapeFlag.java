package dev.alambic.cli.command;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.InputSizes;
import dev.alambic.run.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sizes that a user chooses for what models leave free: {@code sequence_length=64} or {@code x:1x3x48x320}. */
final class ShapeFlag {

    private static final String NAME = "shape";
    private static final Pattern SYMBOL = Pattern.compile("(.+)=([1-9]\\d{0,8})");
    private static final Pattern SHAPE = Pattern.compile("(.+):([1-9]\\d{0,8}(x[1-9]\\d{0,8})*)");

    private ShapeFlag() {}

    static Flags addTo(Flags flags) {
        return flags.value(
                NAME,
                "NAME=SIZE,...",
                "sizes of free dimensions, or INPUT:1x3x48x320 (default: common ones that the model runs on)");
    }

    /**
     * Returns what the user chose.
     *
     * @throws UsageException if none of {@code models} has a dimension or input of that name
     */
    static InputSizes read(Arguments arguments, List<OnnxModel> models) {
        InputSizes sizes = read(arguments);
        requireKnown(arguments, "dimension", sizes.symbols().keySet(), symbols(models));
        requireKnown(arguments, "input", sizes.shapes().keySet(), inputs(models));
        return sizes;
    }

    /** Returns what the user chose, whatever model it is for. */
    static InputSizes read(Arguments arguments) {
        InputSizes sizes = InputSizes.free();
        for (String value : arguments.texts(NAME)) {
            for (String part : value.split(",", -1)) {
                sizes = with(arguments, sizes, part.strip());
            }
        }
        return sizes;
    }

    private static InputSizes with(Arguments arguments, InputSizes sizes, String part) {
        Matcher symbol = SYMBOL.matcher(part);
        if (symbol.matches()) {
            return sizes.withSymbol(symbol.group(1), Long.parseLong(symbol.group(2)));
        }
        Matcher shape = SHAPE.matcher(part);
        if (shape.matches()) {
            return sizes.withShape(
                    shape.group(1),
                    Arrays.stream(shape.group(2).split("x")).map(Long::valueOf).toList());
        }
        throw new UsageException(
                arguments.where(NAME) + ": expected name=size or input:1x3x48x320, was '" + part + "'");
    }

    private static void requireKnown(Arguments arguments, String what, Set<String> named, Set<String> known) {
        for (String name : named) {
            if (!known.contains(name)) {
                throw new UsageException(arguments.where(NAME) + ": the models have no " + what + " '" + name
                        + "' (expected one of " + known + ")");
            }
        }
    }

    private static Set<String> inputs(List<OnnxModel> models) {
        Set<String> names = new TreeSet<>();
        models.forEach(model -> model.graph().requiredInputs().forEach(input -> names.add(input.name())));
        return names;
    }

    private static Set<String> symbols(List<OnnxModel> models) {
        Set<String> symbols = new TreeSet<>();
        for (OnnxModel model : models) {
            for (ValueInfo input : model.graph().requiredInputs()) {
                if (input.type() != null && input.type().shape() != null) {
                    input.type().shape().dims().stream()
                            .filter(Dim.Named.class::isInstance)
                            .forEach(dim -> symbols.add(((Dim.Named) dim).symbol()));
                }
            }
        }
        return symbols;
    }
}
