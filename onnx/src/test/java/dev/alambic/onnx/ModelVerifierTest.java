package dev.alambic.onnx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelVerifierTest {

    private static void accepts(Graph graph) {
        assertThatCode(() -> ModelVerifier.verify(OnnxModel.of(graph, 17))).doesNotThrowAnyException();
    }

    private static void refuses(Graph graph, String message) {
        assertThatThrownBy(() -> ModelVerifier.verify(OnnxModel.of(graph, 17)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage(message);
    }

    @Test
    void aSoundGraphPasses() {
        accepts(GraphText.graph("""
                x: float[batch, 2]
                h = Gemm(x, w, )
                y = Relu(h)
                return y: float[batch, 2]
                """, graph -> graph.initializer("w", Tensor.ofFloats(new float[4], 2, 2))));
    }

    @Test
    void aValueHasOneWriter() {
        refuses(
                GraphText.graph("x: float[1]\ny = Relu(x)\ny = Neg(x)\nreturn y"),
                "Neg 'y': value 'y' is written once (expected one writer, was two)");
    }

    @Test
    void aNodeMayNotOverwriteAnInitializer() {
        refuses(
                GraphText.graph(
                        "x: float[1]\ny = Relu(x)\nreturn y", graph -> graph.initializer("y", Tensor.scalar(1f))),
                "Relu 'y': value 'y' is written once (expected one writer, was two)");
    }

    @Test
    void nodesComeInTopologicalOrder() {
        refuses(
                GraphText.graph("x: float[1]\ny = Relu(h)\nh = Neg(x)\nreturn y"),
                "Relu 'y': value 'h' is written before it is read (expected a writer, was none)");
    }

    @Test
    void outputsAreWritten() {
        refuses(
                GraphText.graph("x: float[1]\ny = Relu(x)\nreturn z"),
                "graph 'test': output 'z' is written (expected a writer, was none)");
    }

    @Test
    void aDefaultHasTheTypeOfItsInput() {
        refuses(
                GraphText.graph(
                        "x: float[2]\ny = Relu(x)\nreturn y",
                        graph -> graph.initializer("x", Tensor.ofFloats(new float[3], 3))),
                "input 'x': its default has its type (expected float[2], was float[3])");
    }

    @Test
    void theDomainOfAnOperatorIsImported() {
        Graph graph = GraphText.graph("x: float[1]\ny = com.microsoft.Gelu(x)\nreturn y");
        refuses(graph, "Gelu 'y': the model imports the domain of its operator (expected 'com.microsoft', was [])");
        assertThatCode(() -> ModelVerifier.verify(OnnxModel.of(graph, 17).withOpset("com.microsoft", 1)))
                .doesNotThrowAnyException();
    }

    @Test
    void aSubgraphSeesTheValuesBeforeItsNodeAndNoOthers() {
        Graph body = GraphText.graph("b = Neg(h)\nreturn b");
        Graph graph = GraphText.graph("x: float[1]\nc: bool[]\nh = Relu(x)\nreturn y");
        accepts(graph.edit(builder -> builder.node(choice(body))));
        refuses(
                graph.edit(builder ->
                        builder.nodes(List.of(choice(body), graph.nodes().get(0)))),
                "Neg 'b': value 'h' is written before it is read (expected a writer, was none)");
    }

    private static Node choice(Graph body) {
        return Node.of("If", List.of("c"), "y").with("then_branch", body).with("else_branch", body);
    }

    @Test
    void valuesOfASubgraphStayInside() {
        Graph body = GraphText.graph("b = Neg(x)\nreturn b");
        Graph graph = GraphText.graph("x: float[1]\nc: bool[]\nreturn z").edit(builder -> {
            builder.node(choice(body));
            builder.node(Node.of("Relu", List.of("b"), "z"));
        });
        refuses(graph, "Relu 'z': value 'b' is written before it is read (expected a writer, was none)");
    }

    @Test
    void aModelWithoutOpsetsIsRefused() {
        OnnxModel model = new OnnxModel(new ModelContent(
                8,
                Map.of(),
                new ModelContent.Producer("", ""),
                GraphText.graph("x: float[1]\ny = Relu(x)\nreturn y"),
                Map.of(),
                Bytes.EMPTY));
        assertThatThrownBy(() -> ModelVerifier.verify(model)).hasMessageContaining("imports the domain");
    }
}
