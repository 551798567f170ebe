package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What static and dynamic quantization choose, without running anything. */
class PlansTest {

    private static Graph graph(String nodes) {
        Weights weights = new Weights(1);
        return GraphText.graph("x: float[1, 4, 8, 8]\nfed: float[4]\n" + nodes.replace("; ", "\n"), b -> {
            b.initializer("w", weights.tensor(4, 4, 3, 3));
            b.initializer("m", weights.tensor(8, 8));
            b.initializer("b", weights.tensor(4));
            b.initializer("fed", weights.tensor(4));
            b.initializer("one", weights.tensor(1));
            b.initializer("table", weights.tensor(64, 32));
            b.initializer("small", weights.tensor(4, 8));
            b.initializer("r", weights.tensor(1, 4, 8));
        });
    }

    private static Set<String> quantized(String nodes, Extra... extras) {
        return StaticPlan.of(graph(nodes), Int8Options.defaults().withExtras(Set.of(extras)))
                .quantized();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y = Conv(x, w)                                           | x y",
                // the activation is part of the rounding
                "a = Conv(x, w); y = Relu(a)                              | x y",
                // what moves numbers shares the scale of its input
                "a = Conv(x, w); p = MaxPool(a); y = Conv(p, w)           | x a p y",
                "a = Conv(x, w); p = Transpose(a); y = Relu(p)            | x a",
                "a = Conv(x, w); c = Conv(x, w); s = Add(a, c); y = Conv(s, w) | x a c s y",
                // the results of matrices are floats
                "y = MatMul(x, m)                                         | x",
                "a = MatMul(x, m); y = MatMul(a, m)                       | x a",
                // only if asked for
                "a = Conv(x, w); s = Sigmoid(a); y = Conv(s, w)           | x a s y",
                "y = Softmax(x)                                           | ''",
                // a bias that the caller may feed, or that is no row, cannot become integers
                "y = Conv(x, w, fed)                                      | ''",
                "y = Conv(x, w, one)                                      | ''"
            })
    void staticPlansTakeWhatLiesBetweenProducts(String nodes, String values) {
        assertThat(quantized(nodes + "\nreturn y")).isEqualTo(values.isEmpty() ? Set.of() : Set.of(values.split(" ")));
    }

    @Test
    void elementwiseNodesJoinIfAskedFor() {
        String nodes = "a = Conv(x, w); s = Sigmoid(a); l = LeakyRelu(s); y = Conv(l, w)\nreturn y";

        assertThat(quantized(nodes)).doesNotContain("s");
        assertThat(quantized(nodes, Extra.ELEMENTWISE)).containsExactlyInAnyOrder("x", "a", "s", "l", "y");
    }

    @Test
    void whatMovesNumbersSharesTheScaleOfItsInput() {
        Graph graph = graph("a = Conv(x, w); p = MaxPool(a); y = Conv(p, w)\nreturn y");
        StaticPlan plan = StaticPlan.of(graph, Int8Options.defaults());

        assertThat(plan.scaleOf("p")).isEqualTo("a");
        assertThat(plan.scaleOf("y")).isEqualTo("y");
        assertThat(graph.nodes().stream().flatMap(node -> plan.unit(node).stream()))
                .hasSize(2);
    }

    @Test
    void aUnitIsExcludedByTheNameOfAnyOfItsNodes() {
        Graph graph = graph("a = Conv(x, w); y = Relu(a)\nreturn y");

        for (String name : List.of("a", "y", "Conv", "Rel.")) {
            assertThat(StaticPlan.of(graph, Int8Options.defaults().withExcluded(List.of(name)))
                            .quantized())
                    .isEmpty();
        }
        assertThat(StaticPlan.of(graph, Int8Options.defaults().withExcluded(List.of("Re")))
                        .quantized())
                .isNotEmpty();
    }

    private static Set<String> dynamic(String nodes, Int8Options options) {
        Graph graph = graph(nodes + "\nreturn y");
        DynamicPlan plan = new DynamicPlan(graph, options);
        return graph.nodes().stream()
                .filter(node -> plan.product(node).isPresent()
                        || plan.table(node).isPresent()
                        || plan.recurrent(node).isPresent())
                .map(Node::output)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y = MatMul(x, m)                              | y",
                "y = Gemm(x, m) beta=0.5                       | y",
                "y = Gemm(x, m, b) alpha=0.5                   | ''",
                "y = Conv(x, w)                                | ''",
                "y = Gather(table, x)                          | y",
                "y = Gather(table, x) axis=1                   | ''",
                "y = Gather(small, x)                          | ''",
                // a table that is multiplied too must stay
                "a = Gather(table, x); y = MatMul(a, table)    | y",
                "y = LSTM(x, r, r)                             | y"
            })
    void dynamicPlansTakeMatricesAndTables(String nodes, String values) {
        assertThat(dynamic(nodes, Int8Options.defaults()))
                .isEqualTo(values.isEmpty() ? Set.of() : Set.of(values.split(" ")));
    }

    @Test
    void recurrentNodesAndConvolutionsJoinIfAskedFor() {
        assertThat(dynamic("y = LSTM(x, r, r)", Int8Options.defaults().withRecurrent(Recurrent.WEIGHTS)))
                .containsExactly("y");
        assertThat(dynamic("y = Conv(x, w)", Int8Options.defaults().withExtras(Set.of(Extra.DYNAMIC_CONV))))
                .containsExactly("y");
    }
}
