package dev.alambic.quantizer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueKindsTest {

    private static Graph graph(String nodes) {
        return GraphText.graph("x: float[batch, 4]\nfed: float[4]\n" + nodes.replace("; ", "\n") + "\nreturn y", b -> {
            b.initializer("w", Tensor.ofFloats(new float[4], 4));
            b.initializer("fed", Tensor.ofFloats(new float[4], 4));
            b.initializer("i", Tensor.ofLongs(new long[] {0}, 1));
            b.initializer("s", Tensor.scalar(0.5f));
            b.initializer("z", Tensor.ofBytes(DataType.UINT8, new byte[1]));
        });
    }

    private static Node last(Graph graph) {
        return graph.nodes().get(graph.nodes().size() - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y = Relu(w)                                | true",
                "a = Neg(w); y = Add(a, s)                  | true",
                "y = Relu(x)                                | false",
                // the caller may feed another one
                "y = Relu(fed)                              | false",
                // something else in every run
                "y = RandomNormalLike(w)                    | false",
                "y = Bernoulli(w)                           | false",
                "a = Multinomial(w); y = Cast(a) to=1       | false"
            })
    void whatIsComputedOfConstantsAloneIsConstant(String nodes, boolean constant) {
        Graph graph = graph(nodes);

        assertThat(ValueKinds.of(graph).isConstant(last(graph))).isEqualTo(constant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y = Relu(x)                                | true",
                "y = Shape(x)                               | false",
                "a = Shape(x); y = Gather(a, i)             | false",
                "a = Greater(x, s); y = Not(a)              | false",
                "y = IsNaN(x)                               | false",
                "a = Shape(x); y = Cast(a) to=1             | true",
                "y = QuantizeLinear(x, s, z)                | false",
                "a = QuantizeLinear(x, s, z); y = MaxPool(a)| false",
                "a = QuantizeLinear(x, s, z); y = DequantizeLinear(a, s, z) | true",
                "a = Greater(x, s); y = Where(a, x, w)      | true"
            })
    void shapesIndicesAndTruthValuesAreNoFloats(String nodes, boolean floating) {
        Graph graph = graph(nodes);

        assertThat(ValueKinds.of(graph).isFloating(last(graph))).isEqualTo(floating);
    }

    @Test
    void tagsTellTheNodeThatANameComesFrom() {
        Graph graph = graph("a = Neg(x); b = Relu(a); y = Add(b, w)");

        Tags tags = new Tags(graph);

        assertThat(tags.tagged()).hasToString("#0 = Neg(x)\n#1 = Relu(#0)\ny = Add(#1, w)");
        assertThat(tags.of("#1_token_17")).hasValue(1);
        // what the graph returns keeps its name
        assertThat(tags.of("y")).hasValue(2);
        assertThat(tags.of("x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y = Tan(x)                       | ONNX Runtime has no integer kernel for Tan",
                "y = MatMul(x, x)                 | it multiplies two activations, which are not quantized",
                "y = Conv(x, fed)                 | its weight is not a constant",
                "y = Conv(x, w)                   | none of its inputs is quantized",
                "y = Add(x, x)                    | none of its inputs is quantized",
                "q = QuantizeLinear(x, s, z); d = DequantizeLinear(q, s, z); y = Conv(d, w)| one of its inputs is not quantized",
                "q = QuantizeLinear(x, s, z); d = DequantizeLinear(q, s, z); y = Sigmoid(d)| its result is returned as floats"
            })
    void aReasonIsGivenForEveryFloatNode(String nodes, String reason) {
        Graph graph = graph(nodes);

        assertThat(new FloatReasons(graph).of(last(graph), last(graph).opType()))
                .isEqualTo(reason);
    }
}
