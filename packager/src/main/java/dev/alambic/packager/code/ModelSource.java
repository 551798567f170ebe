package dev.alambic.packager.code;

import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The source files of one language. */
final class ModelSource {
    private static final String FLOAT = "float";

    private final Manifest manifest;
    private final Language language;
    private final String className;
    private final Map<String, String> values = new HashMap<>();

    ModelSource(Manifest manifest, Language language, KotlinPackage kotlin) {
        this.manifest = manifest;
        this.language = language;
        this.className = SourceFiles.className(manifest.identity().name());
        values.put("tool", manifest.provenance().packagedBy().replaceAll("[^A-Za-z0-9._ -]", "?"));
        values.put("class", className);
        values.put("package", kotlin.name());
        values.put("verified", manifest.model().runtime().verified());
        values.put("name", language.literal(manifest.identity().name()));
        values.put("version", language.literal(manifest.identity().version()));
        values.put("inputs", manifest.inputs().stream().map(this::input).collect(Collectors.joining(", ")));
        List<String> outputs = manifest.outputs().stream().map(TensorSpec::name).toList();
        values.put("outputs", String.join(", ", language.literals(outputs)));
    }

    private String input(TensorSpec input) {
        String type = language.elementType(input.type()).orElseThrow();
        return language.entry(language.literal(input.name()), type);
    }

    Map<String, String> files() {
        Optional<Kind> kind =
                takesOneSample() && manifest.states().isEmpty() ? Kind.of(manifest.preprocessing()) : Optional.empty();
        StringBuilder members = new StringBuilder();
        StringBuilder constants = new StringBuilder();
        boolean classes = kind.isPresent() && !manifest.postprocessing().isEmpty();
        if (classes) {
            constants.append(Constants.labels(language, manifest.identity().labels()));
            members.append(classes());
        }
        boolean numbers = kind.isPresent() && !manifest.identity().targets().isEmpty();
        if (numbers) {
            constants.append(Constants.targets(language, manifest.identity().targets()));
            members.append(part("numbers"));
        }
        kind.ifPresent(known -> {
            values.putAll(known.values(language, manifest));
            constants.append(known.constants(language));
            members.append(part(known.part()));
            if (classes) {
                members.append(part(known.part() + "-classes"));
            }
            if (numbers && known instanceof Kind.Table) {
                members.append(part("table-numbers"));
            }
        });
        if (!manifest.states().isEmpty()) {
            members.append(stream());
            constants.append(part("stream-constants"));
        }
        values.put("members", members.toString());
        values.put("constants", constants.toString());
        Map<String, String> files = new LinkedHashMap<>();
        files.put(language.file(className), part("model"));
        files.put(language.file(className + "Golden"), golden(kind));
        if (language == Language.KOTLIN
                && manifest.targets().contains("android")
                && kind.filter(Kind.Image.class::isInstance).isPresent()) {
            files.put(language.file(className + "Android"), part("android"));
        }
        return files;
    }

    /** Returns whether one sample can be fed at a time, and comes back as floats. */
    private boolean takesOneSample() {
        TensorSpec input = manifest.inputs().get(0);
        boolean one = !input.shape().isEmpty()
                && (input.shape().get(0) instanceof String
                        || ((Number) input.shape().get(0)).longValue() == 1);
        boolean text = Step.first(manifest.preprocessing(), Step.Tokenize.class).isPresent();
        return one
                && (text || input.type().equals(FLOAT))
                && manifest.outputs().get(0).type().equals(FLOAT);
    }

    private String part(String name) {
        return Template.fill(language.file(name), values);
    }

    private String stream() {
        List<TensorSpec> states = manifest.inputs().stream()
                .filter(input -> input.state() != null)
                .toList();
        values.put(
                "begin",
                states.stream()
                        .map(input -> language.entry(language.literal(input.name()), language.integers(extents(input))))
                        .collect(Collectors.joining(", ")));
        values.put(
                "carried",
                states.stream()
                        .map(input -> language.entry(
                                language.literal(input.name()),
                                language.literal(Objects.requireNonNull(input.state()))))
                        .collect(Collectors.joining(", ")));
        return part("stream");
    }

    /** Returns the sizes at first: 0 of what grows, -1 for the batch. */
    private List<Long> extents(TensorSpec state) {
        Golden.TensorFile first = manifest.golden().cases().stream()
                .flatMap(each -> each.inputs().stream())
                .filter(file -> file.name().equals(state.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("bug: no case begins with state " + state.name()));
        List<Long> extents = new ArrayList<>();
        for (int axis = 0; axis < first.shape().size(); axis++) {
            boolean free =
                    state.shape().get(axis) instanceof String && first.shape().get(axis) != 0;
            extents.add(free ? -1 : first.shape().get(axis));
        }
        return extents;
    }

    private String classes() {
        List<Step> steps = manifest.postprocessing();
        int top = Step.first(steps, Step.TopK.class).map(Step.TopK::k).orElse(steps.size() == 1 ? 2 : 1);
        boolean softmax = Step.first(steps, Step.Softmax.class).isPresent();
        Optional<Step.Above> above = Step.first(steps, Step.Above.class);
        if (above.isPresent()) {
            return labels(above.get());
        }
        boolean second = Step.first(steps, Step.Second.class).isPresent();
        values.put("top", Integer.toString(top));
        if (language == Language.KOTLIN) {
            values.put(
                    "probabilities",
                    second
                            ? "doubleArrayOf(1.0 - output[0], output[0].toDouble())"
                            : softmax ? "softmax(output)" : "DoubleArray(output.size) { output[it].toDouble() }");
        } else {
            values.put(
                    "probabilities",
                    second
                            ? "[1 - Double(output[0]), Double(output[0])]"
                            : softmax ? "Self.softmax(output)" : "output.map { Double($0) }");
        }
        return part("classes") + (softmax ? part("softmax") : "");
    }

    private String labels(Step.Above above) {
        boolean sigmoid =
                Step.first(manifest.postprocessing(), Step.Sigmoid.class).isPresent();
        values.put("top", Integer.toString(manifest.identity().labels().size()));
        values.put("threshold", Double.toString(above.threshold()));
        values.put(
                "probability",
                language == Language.KOTLIN
                        ? sigmoid ? "1 / (1 + Math.exp(-it.toDouble()))" : "it.toDouble()"
                        : sigmoid ? "1 / (1 + exp(-Double($0)))" : "Double($0)");
        return part("labels");
    }

    private String golden(Optional<Kind> kind) {
        Golden golden = manifest.golden();
        Golden.Picture picture = golden.image();
        values.put("picture", "");
        if (picture != null && kind.isPresent()) {
            values.put("pixels", language.literal(picture.pixels()));
            values.put("tensor", language.literal(picture.tensor()));
            values.put("width", Integer.toString(picture.width()));
            values.put("height", Integer.toString(picture.height()));
            values.put("absolute", Double.toString(picture.absolute()));
            values.put("picture", part("golden-picture"));
        }
        values.put(
                "tolerances",
                golden.tolerances().stream()
                        .map(each -> language.entry(language.literal(each.output()), Double.toString(each.absolute())))
                        .collect(Collectors.joining(", ")));
        boolean carries = !manifest.states().isEmpty();
        values.put("field", carries ? part("golden-field") : "");
        values.put("begun", carries ? part("golden-begun") : "");
        values.put("run", carries ? part("golden-run") : part("golden-single"));
        values.put("cases", golden.cases().stream().map(this::goldenCase).collect(Collectors.joining(",\n")));
        return part("golden");
    }

    private String goldenCase(Golden.Case each) {
        return "        Case(" + argument("name", language.literal(each.name())) + ", "
                + argument("inputs", tensors(each.inputs())) + ", " + argument("outputs", tensors(each.outputs()))
                + (manifest.states().isEmpty() ? "" : ", " + argument("continues", Boolean.toString(each.goesOn())))
                + ")";
    }

    private String tensors(List<Golden.TensorFile> files) {
        return language.list(files.stream()
                .map(file -> "Tensor(" + argument("name", language.literal(file.name())) + ", "
                        + argument("type", language.literal(file.type())) + ", "
                        + argument("shape", language.integers(file.shape())) + ", "
                        + argument("file", language.literal(file.file())) + ")")
                .toList());
    }

    private String argument(String name, String value) {
        return (language == Language.SWIFT ? name + ": " : "") + value;
    }
}
