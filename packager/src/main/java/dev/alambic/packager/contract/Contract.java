package dev.alambic.packager.contract;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TaskInfo;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.match.AnswerForm;
import dev.alambic.onnx.state.StatePairs;
import dev.alambic.packager.manifest.Identity;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a model takes and gives and the steps around it.
 *
 * @param inputs those that must be fed, in the order of the model
 * @param meaning what the caller has: a table, an image, a text or a sound; null for tensors that nobody explains
 * @param image the form of a picture as floats; null if the input is none
 * @param postprocessing the steps from the first output to an answer; none where there are no labels
 */
public record Contract(
        List<ValueInfo> inputs,
        List<TensorSpec> inputSpecs,
        List<TensorSpec> outputSpecs,
        @Nullable InputMeaning meaning,
        @Nullable ImageForm image,
        List<Step> postprocessing) {
    private static final int TOP = 5;
    private static final double USUAL_THRESHOLD = 0.5;

    public Contract {
        inputs = List.copyOf(inputs);
        inputSpecs = List.copyOf(inputSpecs);
        outputSpecs = List.copyOf(outputSpecs);
        postprocessing = List.copyOf(postprocessing);
    }

    /**
     * Returns the contract of {@code model}.
     *
     * @param identity whose labels name the classes of the first output
     * @param scale how pixels become the input; null if the model says it, or takes no pictures
     * @throws IllegalArgumentException if there are not as many labels as classes
     * @throws UnsupportedModelException if an input is no tensor of numbers or texts of known rank
     */
    public static Contract of(OnnxModel model, Identity identity, @Nullable PixelScale scale) {
        List<String> labels = identity.labels();
        List<ValueInfo> inputs = model.graph().requiredInputs();
        inputs.forEach(Contract::requireNumbers);
        InputMeaning meaning = ModelInfo.of(model).input();
        StatePairs states = StatePairs.of(model);
        ImageForm image = image(inputs, meaning, scale);
        List<TensorSpec> inputSpecs = inputs.stream()
                .map(input -> stateOr(states, input, () -> inputSpec(model.graph(), input, inputs, meaning, image)))
                .toList();
        AnswerForm form = model.graph().outputs().stream()
                .findFirst()
                .map(output -> AnswerForm.of(model.graph(), output.name()))
                .orElse(AnswerForm.LOGITS);
        List<TensorSpec> outputs = new ArrayList<>();
        for (ValueInfo output : model.graph().outputs()) {
            TaskInfo task = ModelInfo.of(model).tasks().get(output.name());
            TensorSpec spec = task == null
                    ? outputSpec(output, outputs.isEmpty(), identity, form)
                    : TaskSpecs.of(output.name(), type(output), shape(output), task);
            outputs.add(states.outputs().contains(output.name()) ? ofState(spec) : spec);
        }
        outputs.stream().findFirst().ifPresent(identity::requireFor);
        List<Step> steps = labels.isEmpty()
                ? List.of()
                : identity.isMultiLabel()
                        ? ofLabels(outputs.get(0), form, ModelInfo.of(model).threshold())
                        : steps(outputs.get(0), labels.size(), form);
        return new Contract(inputs, inputSpecs, outputs, meaning, image, steps);
    }

    private static TensorSpec stateOr(StatePairs states, ValueInfo input, Supplier<TensorSpec> otherwise) {
        String output = states.outputByInput().get(input.name());
        return output == null
                ? otherwise.get()
                : new TensorSpec(
                        input.name(),
                        type(input),
                        shape(input),
                        List.of(),
                        null,
                        "state: zeros at first, then what '" + output + "' gave in the call before",
                        output);
    }

    private static TensorSpec ofState(TensorSpec output) {
        return new TensorSpec(
                output.name(), output.type(), output.shape(), List.of(), null, "state, for the next call");
    }

    private static List<Step> steps(TensorSpec spec, int labels, AnswerForm form) {
        String output = spec.name();
        if (form == AnswerForm.SIGMOID && spec.isOneNumber()) {
            return List.of(new Step.Second(output));
        }
        List<Step> steps = new ArrayList<>();
        if (form == AnswerForm.LOGITS) {
            steps.add(new Step.Softmax(output));
        }
        steps.add(new Step.ArgMax(output));
        steps.add(new Step.TopK(Math.min(TOP, labels)));
        return steps;
    }

    private static List<Step> ofLabels(TensorSpec spec, AnswerForm form, @Nullable Double threshold) {
        Step above = new Step.Above(spec.name(), threshold == null ? USUAL_THRESHOLD : threshold);
        return form == AnswerForm.LOGITS ? List.of(new Step.Sigmoid(spec.name()), above) : List.of(above);
    }

    private static void requireNumbers(ValueInfo input) {
        TensorType type = input.type();
        if (type != null && type.shape() == null) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "': its rank is not known: fix its shape, for" + " example with alambic optimize --shape "
                    + input.name() + ":1x3, and package what that writes");
        }
        if (type == null
                || (type.elementType() != DataType.STRING
                        && (type.elementType().bits() < Byte.SIZE
                                || type.elementType().bits() > Long.SIZE))) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "': a package takes tensors of numbers or texts of known rank (was " + input + ")");
        }
    }

    private static @Nullable ImageForm image(
            List<ValueInfo> inputs, @Nullable InputMeaning meaning, @Nullable PixelScale scale) {
        if (meaning instanceof InputMeaning.Image said) {
            if (scale != null) {
                throw new IllegalArgumentException(
                        "--image-size, --mean, --std: the model says itself how it takes pictures (" + said + ")");
            }
            return BytePictures.areTaken(inputs, said) ? null : ImageForm.of(said);
        }
        return scale == null ? null : ImageForm.of(inputs.get(0), scale);
    }

    private static TensorSpec inputSpec(
            Graph graph,
            ValueInfo input,
            List<ValueInfo> all,
            @Nullable InputMeaning meaning,
            @Nullable ImageForm image) {
        String said = "not said by the model: ask its authors";
        List<String> axes = List.of();
        TensorSpec.Range range = InputRanges.of(graph, input);
        if (image != null) {
            said = "the pixels of a picture, after the preprocessing below";
            axes = image.axes();
            range = image.range();
        } else if (meaning instanceof InputMeaning.Image bytes && BytePictures.areTaken(all, bytes)) {
            said = BytePictures.content(bytes);
            axes = BytePictures.axes();
            range = BytePictures.range();
        } else if (meaning instanceof InputMeaning.Table table && TableSteps.areColumns(table, all)) {
            said = TableSteps.content(table.columns().get(all.indexOf(input)));
            axes = List.of("batch", "values");
        } else if (meaning instanceof InputMeaning.Table table) {
            said = table.features().size() + " features of a row, raw units: see step columns"
                    + TableSteps.fractions(table);
            axes = List.of("batch", "features");
        } else if (meaning instanceof InputMeaning.Sound sound) {
            said = "a sound of one channel, " + sound.rate() + " samples a second, from -1 to 1";
            axes = List.of("batch", "samples");
            range = new TensorSpec.Range(-1, 1);
        } else if (meaning instanceof InputMeaning.Text) {
            said = content(role(all, input), meaning);
            axes = List.of("batch", "tokens");
        }
        boolean fits = axes.size() == shape(input).size();
        return new TensorSpec(input.name(), type(input), shape(input), fits ? axes : List.of(), range, said);
    }

    private static String content(TextRole role, @Nullable InputMeaning meaning) {
        boolean parted = meaning instanceof InputMeaning.Text text
                && text.pair() != null
                && text.pair().separator() != InputMeaning.Text.NO_SEPARATOR;
        return role == TextRole.SEGMENTS && parted ? TextRole.OF_PAIRS : role.content();
    }

    private static TextRole role(List<ValueInfo> all, ValueInfo input) {
        return TextRole.of(all.stream().map(ValueInfo::name).toList(), all.indexOf(input));
    }

    private static TensorSpec outputSpec(ValueInfo output, boolean first, Identity identity, AnswerForm form) {
        if (first && !identity.targets().isEmpty()) {
            List<Object> shape = shape(output);
            return new TensorSpec(
                    output.name(),
                    type(output),
                    shape,
                    shape.size() == 2 ? List.of("batch", "targets") : List.of(),
                    null,
                    "a number for each target, in its own unit");
        }
        List<String> labels = identity.labels();
        boolean probabilities = form != AnswerForm.LOGITS;
        boolean classes = first && !labels.isEmpty();
        List<Object> shape = shape(output);
        boolean several = identity.isMultiLabel();
        String said = !classes
                ? "not said by the model: ask its authors"
                : probabilities
                        ? form == AnswerForm.SIGMOID && !several
                                ? "the probability of the second label"
                                : "the probability of each label"
                        : "logits, one for each label; " + (several ? "sigmoid" : "softmax") + " makes probabilities";
        boolean rows = classes && shape.size() == 2;
        return new TensorSpec(
                output.name(),
                type(output),
                shape,
                rows ? List.of("batch", several ? "labels" : "classes") : List.of(),
                classes && probabilities ? new TensorSpec.Range(0, 1) : null,
                said);
    }

    private static String type(ValueInfo value) {
        return value.type() == null ? "unknown" : value.type().elementType().lowerName();
    }

    private static List<Object> shape(ValueInfo value) {
        Shape shape = value.type() == null ? null : value.type().shape();
        List<Object> extents = new ArrayList<>();
        for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
            extents.add(shape.dim(axis) instanceof Dim.Fixed fixed ? (Object) fixed.size() : extentName(value, axis));
        }
        return extents;
    }

    /** Returns the name of a free extent: its symbol, or value and axis ({@code x.2}) where it has none or "?". */
    public static String extentName(ValueInfo value, int axis) {
        Shape shape = value.type() == null ? null : value.type().shape();
        return shape != null
                        && shape.dim(axis) instanceof Dim.Named named
                        && !named.symbol().equals("?")
                ? named.symbol()
                : value.name() + "." + axis;
    }

    /** Returns the steps from what a person has to the inputs; none for tensors that nobody explains. */
    public List<Step> preprocessing() {
        if (image != null) {
            return image.steps(inputs.get(0).name());
        }
        if (meaning instanceof InputMeaning.Image bytes && BytePictures.areTaken(inputs, bytes)) {
            return BytePictures.steps(inputs, bytes);
        }
        if (meaning instanceof InputMeaning.Table table && TableSteps.areColumns(table, inputs)) {
            return TableSteps.ofColumns(table, inputs);
        }
        if (meaning instanceof InputMeaning.Table table) {
            List<Step> steps = new ArrayList<>(List.of(new Step.Columns(table.features())));
            steps.addAll(TableSteps.of(table));
            steps.add(new Step.Feed(inputs.get(0).name(), "one row a sample"));
            return steps;
        }
        if (meaning instanceof InputMeaning.Sound sound) {
            return List.of(
                    new Step.Sound(sound.rate(), sound.samples(), "end"),
                    new Step.Feed(inputs.get(0).name(), "one sound a sample"));
        }
        if (meaning instanceof InputMeaning.Text text) {
            List<Step> steps = new ArrayList<>();
            InputMeaning.Text.Pair pair = text.pair();
            if (pair != null) {
                int separator = pair.separator();
                steps.add(new Step.Pair(
                        pair.first(),
                        pair.second(),
                        separator == InputMeaning.Text.NO_SEPARATOR ? null : Integer.valueOf(separator)));
            }
            steps.add(new Step.Tokenize("tokenizer.json", text.length(), "end"));
            steps.add(new Step.Pad(text.padId(), text.length(), "end"));
            inputs.forEach(input -> steps.add(new Step.Feed(input.name(), content(role(inputs, input), text))));
            return steps;
        }
        return List.of();
    }

    /** Returns the extents that a picture has as bytes in golden vectors; none if the model takes no bytes. */
    public List<Long> byteExtents() {
        if (!(meaning instanceof InputMeaning.Image bytes) || !BytePictures.areTaken(inputs, bytes)) {
            return List.of();
        }
        return List.of(1L, BytePictures.extent(bytes, 1), BytePictures.extent(bytes, 2), (long) bytes.channels());
    }

    /** Returns the tokenizer of a model of texts. */
    public Optional<String> tokenizer() {
        return meaning instanceof InputMeaning.Text text ? Optional.of(text.tokenizer()) : Optional.empty();
    }

    /** Returns the role of an input of a model of texts. */
    public Optional<TextRole> role(ValueInfo input) {
        return meaning instanceof InputMeaning.Text ? Optional.of(role(inputs, input)) : Optional.empty();
    }
}
