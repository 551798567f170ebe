package dev.alambic.exporter.importer;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.serde.TensorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One of the standard's own tests: a model, inputs, and the outputs that the standard's reference gives for them.
 *
 * @param folder holds {@code model.onnx} and folders {@code test_data_set_0}, ... with {@code input_0.pb}, ...,
 *     {@code output_0.pb}, ...
 */
record StandardTest(Path folder, OnnxModel model) {

    private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");

    /** The operator of a model that combines some. */
    static final String SEVERAL = "several operators";

    /** What came of a test; one line of explanation. */
    record Outcome(Kind kind, String reason) {}

    enum Kind {
        MATCHED,
        REFUSED,
        /** Not as the package expects, but as ONNX Runtime computes it. */
        DISPUTED,
        WRONG
    }

    static boolean areInstalled() {
        return Files.isDirectory(DATA);
    }

    /** Returns the tests of single operators and of small models, by name. */
    static List<StandardTest> all() {
        return Stream.of("node", "pytorch-operator", "pytorch-converted", "simple")
                .flatMap(family -> folders(DATA.resolve(family)).stream())
                .map(folder -> new StandardTest(folder, OnnxModel.read(folder.resolve("model.onnx"))))
                .toList();
    }

    private static List<Path> folders(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> Files.exists(child.resolve("model.onnx")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the only operator of the model beside constants, or {@link #SEVERAL}. */
    String operator() {
        List<String> operators = model.graph().nodes().stream()
                .filter(node -> !node.is("Constant") || model.graph().nodes().size() == 1)
                .map(StandardTest::operatorOf)
                .distinct()
                .toList();
        return operators.size() == 1 ? operators.get(0) : SEVERAL;
    }

    private static String operatorOf(Node node) {
        return node.isStandard() ? node.opType() : node.domain() + "::" + node.opType();
    }

    /** Returns whether a float output is computed from a float input. */
    boolean isFloat() {
        return model.graph().requiredInputs().stream().anyMatch(StandardTest::isFloat)
                && model.graph().outputs().stream().anyMatch(StandardTest::isFloat);
    }

    private static boolean isFloat(ValueInfo value) {
        return value.type() != null && value.type().elementType().isFloating();
    }

    /** Runs the test on all of its data. */
    Outcome run() {
        try {
            for (Path data : folders()) {
                Outcome outcome = run(data);
                if (outcome.kind() != Kind.MATCHED) {
                    return outcome;
                }
            }
            return new Outcome(Kind.MATCHED, "");
        } catch (UnsupportedModelException e) {
            return new Outcome(Kind.REFUSED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Outcome(Kind.WRONG, e.toString());
        }
    }

    private List<Path> folders() {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome run(Path data) {
        TrainableGraph block = TrainableGraph.of(model);
        Map<String, Tensor> inputs = tensors(data, "input_", model.graph().inputs());
        if (block.inputs().stream().anyMatch(input -> !isDeclared(input, inputs))) {
            block = TrainableGraph.of(withoutShapes());
        }
        Map<String, Tensor> expected = tensors(data, "output_", model.graph().outputs());
        Map<String, Tensor> actual = Conformance.block(block, inputs);
        String difference = difference(expected, actual);
        if (difference.isEmpty()) {
            return new Outcome(Kind.MATCHED, "");
        }
        return isDisputed(inputs, actual)
                ? new Outcome(Kind.DISPUTED, "ONNX Runtime computes what the block does: " + difference)
                : new Outcome(Kind.WRONG, difference);
    }

    private static boolean isDeclared(ValueInfo input, Map<String, Tensor> inputs) {
        Shape shape = input.type() == null ? null : input.type().shape();
        Tensor tensor = inputs.get(input.name());
        return shape == null || tensor == null || shape.admits(tensor.dims());
    }

    /** Returns the model for inputs that the package declares in another shape than it gives them. */
    private OnnxModel withoutShapes() {
        return model.mapGraph(graph -> graph.edit(builder -> builder.inputs(graph.inputs().stream()
                .map(input -> input.type() == null
                        ? input
                        : input.withType(new TensorType(input.type().elementType(), null)))
                .toList())));
    }

    private static Map<String, Tensor> tensors(Path data, String prefix, List<ValueInfo> values) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < values.size() && Files.exists(data.resolve(prefix + i + ".pb")); i++) {
            tensors.put(values.get(i).name(), read(data.resolve(prefix + i + ".pb"), values.get(i)));
        }
        return tensors;
    }

    private static String difference(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        for (Map.Entry<String, Tensor> output : actual.entrySet()) {
            String difference = ElementDifference.between(
                    Objects.requireNonNull(expected.get(output.getKey()), output.getKey()), output.getValue());
            if (!difference.isEmpty()) {
                return output.getKey() + ": " + difference;
            }
        }
        return "";
    }

    private boolean isDisputed(Map<String, Tensor> inputs, Map<String, Tensor> actual) {
        try {
            return difference(Conformance.runtime(model, inputs), actual).isEmpty();
        } catch (RuntimeException e) {
            return false; // ONNX Runtime does not run it
        }
    }

    /** The package keeps bfloat16 as the uint16 of its bits. */
    private static Tensor read(Path file, ValueInfo value) {
        Tensor tensor = TensorFile.read(file);
        boolean isBfloat16 = value.type() != null && value.type().elementType() == DataType.BFLOAT16;
        return isBfloat16 && tensor.dataType() == DataType.UINT16
                ? Tensor.of(DataType.BFLOAT16, tensor.dims(), tensor.data())
                : tensor;
    }
}
