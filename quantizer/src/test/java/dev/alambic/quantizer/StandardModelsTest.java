package dev.alambic.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.serde.TensorFile;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.precision.Fp16;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The models that the standard tests its operators with: each is made the same, or refused in one clear line. */
@Tag("slow")
class StandardModelsTest {
    private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");
    private static final Set<String> RANDOM = Set.of(
            "Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike");

    /** Why a model of the data takes no part, as part of the message. */
    private static final List<String> LEFT_OUT = List.of(
            "ONNX Runtime cannot load the model",
            "ONNX Runtime has no kernel for",
            "ONNX Runtime for Java takes no tensors of",
            "is not a tensor but",
            // a file of a sequence or an optional
            ".pb: ",
            // bfloat16 that Debian stored as uint16
            "type and shape fit (expected bfloat16");

    /** Why a model may be refused, as part of the message. */
    private static final List<String> REFUSED = List.of(
            "the outputs are NaN on the inputs that were made",
            "the model runs on none of the inputs that were made for it",
            "made values need a tensor",
            "only models from opset 7 on can be raised",
            "Scan of opset 8 cannot be raised",
            "the rounding of nearest pixels depends on scales that are computed",
            "is not a tensor but");

    /** One of the models with its data, and what ONNX Runtime makes of them. */
    private record Sample(String name, OnnxModel model, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {}

    private static List<Path> folders() {
        assumeThat(DATA).as("the Debian package libonnx-testdata is installed").exists();
        return Stream.of("node", "pytorch-operator", "pytorch-converted", "simple")
                .flatMap(family -> list(DATA.resolve(family)))
                .filter(folder -> Files.exists(folder.resolve("test_data_set_0")))
                .toList();
    }

    private static Stream<Path> list(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what can be compared: tensors in and out, the same at each run, and run by ONNX Runtime. */
    private static Stream<Sample> sample(Path folder) {
        OnnxModel model = OnnxModel.read(folder.resolve("model.onnx"));
        boolean random = model.graph().nodes().stream().map(Node::opType).anyMatch(RANDOM::contains);
        try {
            Map<String, Tensor> inputs = inputs(model, folder.resolve("test_data_set_0"));
            String name = folder.getFileName().toString();
            return random ? Stream.of() : Stream.of(new Sample(name, model, inputs, run(model, inputs)));
        } catch (RuntimeException e) {
            if (!names(LEFT_OUT, e)) {
                throw e;
            }
            return Stream.of();
        }
    }

    private static boolean names(List<String> reasons, RuntimeException e) {
        return reasons.stream().anyMatch(String.valueOf(e.getMessage())::contains);
    }

    private static Map<String, Tensor> inputs(OnnxModel model, Path data) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        List<ValueInfo> declared = model.graph().inputs();
        for (int i = 0; i < declared.size() && Files.exists(data.resolve("input_" + i + ".pb")); i++) {
            if (!model.graph().initializers().containsKey(declared.get(i).name())) {
                inputs.put(declared.get(i).name(), TensorFile.read(data.resolve("input_" + i + ".pb")));
            }
        }
        return inputs;
    }

    private static Map<String, Tensor> run(OnnxModel model, Map<String, Tensor> inputs) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            return session.run(inputs);
        }
    }

    /** Returns what is wrong with the made models, one line each. */
    private static List<String> wrong(double bound, UnaryOperator<OnnxModel> change) {
        List<String> wrong = new ArrayList<>();
        int same = 0;
        for (Path folder : folders()) {
            for (Sample sample : sample(folder).toList()) {
                try {
                    String difference = difference(sample, change.apply(sample.model()), bound);
                    if (difference.isEmpty()) {
                        same++;
                    } else {
                        wrong.add(sample.name() + ": " + difference);
                    }
                } catch (UnsupportedModelException e) {
                    if (!names(REFUSED, e)) {
                        wrong.add(sample.name() + ": " + e);
                    }
                } catch (RuntimeException | AssertionError e) {
                    wrong.add(sample.name() + ": " + e);
                }
            }
        }
        assertThat(same).as("compared").isGreaterThan(500);
        return wrong;
    }

    private static String difference(Sample sample, OnnxModel made, double bound) {
        Map<String, Tensor> actual = run(made, sample.inputs());
        for (Map.Entry<String, Tensor> expected : sample.outputs().entrySet()) {
            Tensor one = expected.getValue();
            Tensor two = actual.get(expected.getKey());
            if (two == null) {
                return expected.getKey() + " is gone";
            }
            if (one.equals(two)) {
                continue;
            }
            if (one.dataType() != two.dataType() || !Arrays.equals(one.dims(), two.dims())) {
                return expected.getKey() + " is " + two + " instead of " + one;
            }
            if (!one.dataType().isFloating()) {
                return expected.getKey() + " has other integers";
            }
            double error = withoutSharedNaN(one, two).relative();
            if (!(error <= bound)) {
                return String.format(Locale.ROOT, "%s moved by %.2g", expected.getKey(), error);
            }
        }
        return "";
    }

    /** Compares what is not NaN in both. */
    private static Agreement withoutSharedNaN(Tensor one, Tensor two) {
        float[] a = one.floats();
        float[] b = two.floats();
        for (int i = 0; i < a.length; i++) {
            if (Float.isNaN(a[i]) && Float.isNaN(b[i])) {
                a[i] = 0;
                b[i] = 0;
            }
        }
        return Agreement.of(Tensor.ofFloats(a, one.dims()), Tensor.ofFloats(b, two.dims()));
    }

    private static OnnxModel model(Result result) {
        return result.model();
    }

    @Test
    void optimizedModelsComputeTheSame() {
        assertThat(wrong(1e-5, model -> model(Quantizer.optimize(model)))).isEmpty();
    }

    @Test
    void raisedModelsComputeTheSame() {
        OptimizeOptions raised = OptimizeOptions.defaults().withOpset(21);
        assertThat(wrong(1e-5, model -> model.opset() < 7 ? model : model(Quantizer.optimize(model, raised))))
                .isEmpty();
    }

    /** Storing in half precision rounds weights to 11 bits. */
    @Test
    void modelsStoredInHalfPrecisionComputeNearlyTheSame() {
        assertThat(wrong(Math.pow(2, -9), model -> model(Quantizer.fp16(model, Fp16.STORAGE))))
                .isEmpty();
    }

    /** Each of a few operations in turn rounds to 11 bits. */
    @Test
    void modelsComputingInHalfPrecisionComputeNearlyTheSame() {
        assertThat(wrong(Math.pow(2, -9), model -> model(Quantizer.fp16(model, Fp16.COMPUTE))))
                .as("a number written as text has fewer digits")
                .allMatch(each -> each.startsWith("test_castlike_FLOAT_to_STRING"));
    }

    /** Eight bits for weights and inputs of a product leave a few hundredths. */
    @Test
    void dynamicallyQuantizedModelsComputeNearlyTheSame() {
        assertThat(wrong(0.05, model -> model(Quantizer.int8Dynamic(model)))).isEmpty();
    }
}
