package dev.alambic.onnx.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanonicalTest {

    @TempDir
    private Path folder;

    private OnnxModel read(OnnxModel written) {
        Path file = folder.resolve("model.onnx");
        written.write(file);
        return OnnxModel.read(file);
    }

    private static OnnxModel listed() {
        return GraphText.model(
                "x: float[batch, 2]\nw: float[2]\ny = Mul(x, w)\nreturn y",
                b -> b.initializer("w", Tensor.ofFloats(new float[] {1, 2}, 2)));
    }

    @Test
    void nodesOutOfOrderArePutInOrder() {
        OnnxModel unsorted =
                GraphText.model("x: float[batch, 2]\nz = Neg(y)\nu = Abs(x)\ny = Neg(u)\nreturn z", b -> {});

        OnnxModel read = read(unsorted);

        assertThat(read.graph()).hasToString("u = Abs(x)\ny = Neg(u)\nz = Neg(y)");
        assertThat(read.about().notes()).containsExactly("nodes stood before others that they read from: put in order");
    }

    @Test
    void nodesInsideABodyArePutInOrderToo() {
        Graph body = GraphText.graph("b = Neg(a)\na = Abs(x)\nreturn b");
        OnnxModel model = GraphText.model(
                "x: float[2]\nc: bool[]\nreturn y",
                b -> b.node(Node.of("If", List.of("c"), "y")
                        .with("then_branch", body)
                        .with("else_branch", body)));

        Graph sorted = NodeOrder.sorted(model.graph());

        assertThat(sorted.nodes().get(0).subgraphs())
                .allSatisfy(each -> assertThat(each).hasToString("a = Abs(x)\nb = Neg(a)"));
    }

    @Test
    void whatIsInOrderStaysTheSameObject() {
        Graph graph = GraphText.graph("x: float[2]\ny = Neg(x)\nz = Neg(y)\nreturn z");

        assertThat(NodeOrder.sorted(graph)).isSameAs(graph);
    }

    @Test
    void nodesThatReadEachOtherInACircleStayForTheVerifierToName() {
        Graph graph = GraphText.graph("x: float[2]\ny = Add(x, z)\nz = Neg(y)\nreturn z");

        assertThat(NodeOrder.sorted(graph)).isSameAs(graph);
    }

    @Test
    void initializersThatAnOldFileListsAsInputsAreConstants() {
        OnnxModel read = read(listed().withIrVersion(3));

        assertThat(read.graph().inputs()).extracting("name").containsExactly("x");
        assertThat(read.graph().constant("w")).isPresent();
        assertThat(read.irVersion()).isEqualTo(4);
        assertThat(read.about().notes()).hasSize(1).first().asString().contains("format 3 lists constants as inputs");
    }

    @Test
    void initializersThatANewFileListsAsInputsMayBeOverridden() {
        OnnxModel read = read(listed());

        assertThat(read.graph().constant("w")).isEmpty();
        assertThat(read.withoutDefaults().graph().constant("w")).isPresent();
        assertThat(read.about().notes()).isEmpty();
    }
}
