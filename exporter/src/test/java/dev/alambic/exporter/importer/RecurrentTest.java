package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Agreement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentTest {

    private static final int INPUTS = 3;
    private static final int HIDDEN = 4;

    private static OnnxModel model(String operator, String inputs, String attributes) {
        int gates = (operator.equals("LSTM") ? 4 : operator.equals("GRU") ? 3 : 1) * HIDDEN;
        int directions = attributes.contains("bidirectional") ? 2 : 1;
        boolean cell = operator.equals("LSTM");
        return Layers.model(14, """
                x: float[5, 2, %2$d]
                w = Weight() dims=[%3$d,%4$d,%2$d]
                r = Weight() dims=[%3$d,%4$d,%5$d]
                b = Weight() dims=[%3$d,%6$d]
                lens = Constant() value_ints=[5,2] int32=1
                full = Constant() value_ints=[5,5] int32=1
                h0 = Weight() dims=[%3$d,2,%5$d]
                c0 = Weight() dims=[%3$d,2,%5$d]
                p = Weight() dims=[%3$d,%7$d]
                y, h%8$s = %1$s(%9$s) hidden_size=%5$d %10$s
                return y; h%11$s
                """.formatted(
                        operator,
                        INPUTS,
                        directions,
                        gates,
                        HIDDEN,
                        2 * gates,
                        3 * HIDDEN,
                        cell ? ", c" : "",
                        inputs,
                        attributes,
                        cell ? "; c" : ""));
    }

    private static void check(String operator, String inputs, String attributes) {
        Conformance.of(model(operator, inputs, attributes)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "reverse", "bidirectional"})
    void everyDirection(String direction) {
        String attributes = "direction='" + direction + "'";
        for (String operator : new String[] {"LSTM", "RNN", "GRU"}) {
            check(operator, "x, w, r", attributes);
            check(operator, "x, w, r, b", attributes);
            check(operator, "x, w, r, b, full, h0", attributes);
            check(operator, "x, w, r, b, lens, h0", attributes);
        }
        check("LSTM", "x, w, r, b, , h0, c0", attributes);
        check("LSTM", "x, w, r, b, lens, h0, c0, p", attributes);
        check("GRU", "x, w, r, b, , h0", attributes + " linear_before_reset=1");
        check("GRU", "x, w, r, b, lens", attributes + " linear_before_reset=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "RNN | ['Relu']",
                "RNN | ['Affine'] activation_alpha=[0.7] activation_beta=[0.2]",
                "RNN | ['LeakyRelu'] activation_alpha=[0.3]",
                "RNN | ['ThresholdedRelu'] activation_alpha=[0.4]",
                "RNN | ['ScaledTanh'] activation_alpha=[0.8] activation_beta=[0.6]",
                "RNN | ['HardSigmoid'] activation_alpha=[0.3] activation_beta=[0.4]",
                "RNN | ['Elu'] activation_alpha=[0.5]",
                "RNN | ['Softsign']",
                "RNN | ['Softplus']",
                "GRU | ['HardSigmoid','Softsign'] activation_alpha=[0.3]",
                "LSTM | ['HardSigmoid','ScaledTanh','Softsign'] activation_alpha=[0.3,0.9] activation_beta=[0.4,0.7]"
            })
    void otherActivations(String operator, String activations) {
        check(operator, "x, w, r, b", "activations=" + activations);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LSTM", "GRU", "RNN"})
    void whatGoesIntoAFunctionCanBeClipped(String operator) {
        check(operator, "x, w, r, b", "clip=0.8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LSTM", "GRU", "RNN"})
    void theBatchMayComeFirst(String operator) {
        OnnxModel timeFirst = model(operator, "x, w, r, b", "direction='bidirectional'");
        OnnxModel batchFirst = Layers.model(14, "x: float[5, 2, 3]\nt = Transpose(x) perm=[1,0,2]\nreturn t")
                .mapGraph(graph -> timeFirst.graph().rewrite((builder, node) -> {
                    builder.node(graph.nodes().get(0));
                    builder.node(node.renameInputs(name -> name.equals("x") ? "t" : name)
                            .with("layout", 1));
                }));
        Map<String, Tensor> inputs = RandomInputs.of(timeFirst, Map.of(), 5);
        Map<String, Tensor> expected = Conformance.block(timeFirst, inputs);
        Map<String, Tensor> actual = Conformance.block(batchFirst, inputs);
        expected.forEach((name, tensor) -> {
            int[] order = name.equals("y") ? new int[] {2, 0, 1, 3} : new int[] {1, 0, 2};
            assertThat(Agreement.of(transposed(tensor, order), Objects.requireNonNull(actual.get(name)))
                            .relative())
                    .isLessThanOrEqualTo(1e-6);
        });
    }

    private static Tensor transposed(Tensor tensor, int[] order) {
        String perm = java.util.Arrays.toString(order).replace(" ", "");
        String dims = java.util.Arrays.toString(tensor.dims()).replaceAll("[\\[\\]]", "");
        OnnxModel model = Layers.model(14, "a: float[" + dims + "]\nb = Transpose(a) perm=" + perm + "\nreturn b");
        return Objects.requireNonNull(
                Conformance.block(model, new HashMap<>(Map.of("a", tensor))).get("b"));
    }
}
