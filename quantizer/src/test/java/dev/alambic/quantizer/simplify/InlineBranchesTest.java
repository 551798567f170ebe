package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Passes;
import java.util.List;
import org.junit.jupiter.api.Test;

class InlineBranchesTest {

    private static OnnxModel model(boolean condition, Graph yes, Graph no) {
        return GraphText.model("x: float[2]\nh = Neg(x)\nreturn y: float[2]; z: float[2]", b -> {
            b.initializer("c", Tensor.ofBytes(DataType.BOOL, new byte[] {(byte) (condition ? 1 : 0)}));
            b.node(Node.of("If", List.of("c"), List.of("y", "z"))
                    .with("then_branch", yes)
                    .with("else_branch", no));
        });
    }

    private static final Graph ADDING =
            GraphText.graph("p = Add(h, k)\nq = Abs(p)\nreturn q; p", b -> b.initializer("k", Tensor.scalar(1f)));
    private static final Graph PASSING = GraphText.graph("r = Abs(h)\nreturn r; r2".replace("; r2", ""), b -> {
        b.node(Node.of("Exp", List.of("x"), "s"));
        b.output(GraphText.graph("return s").outputs().get(0));
    });

    @Test
    void theBranchThatIsTakenStandsInTheGraph() {
        OnnxModel made = Passes.run(new InlineBranches(), model(true, ADDING, PASSING));

        assertThat(made.graph()).hasToString("h = Neg(x)\nz = Add(h, k)\ny = Abs(z)");
        assertThat(made.graph().constant("k")).isPresent();
    }

    @Test
    void theOtherOneToo() {
        OnnxModel made = Passes.run(new InlineBranches(), model(false, ADDING, PASSING));

        assertThat(made.graph()).hasToString("h = Neg(x)\ny = Abs(h)\nz = Exp(x)");
    }

    @Test
    void whatABranchReturnsTwiceOrDoesNotComputeIsCopied() {
        Graph twice = GraphText.graph(
                "r = Abs(h)\nr2 = Identity(k)\nreturn r; r2",
                b -> b.initializer("k", Tensor.ofFloats(new float[] {1, 2}, 2)));

        OnnxModel made = Passes.run(new InlineBranches(), model(true, twice, PASSING));

        assertThat(made.graph()).hasToString("h = Neg(x)\ny = Abs(h)\nz = Identity(k)");
    }

    @Test
    void namesThatOthersHaveAreChanged() {
        Graph inner = GraphText.graph("v = Add(t, t)\nreturn v");
        Graph other = GraphText.graph("w = Neg(t)\nreturn w");
        Graph branch = GraphText.graph(
                "t = Exp(x)\ne = Greater(t, x)\nf = Cast(e) to=1\nd = ReduceMax(f) keepdims=0\nc2 = Cast(d) to=9",
                b -> {
                    b.node(Node.of("If", List.of("c2"), "u")
                            .with("then_branch", inner)
                            .with("else_branch", other));
                    b.output(GraphText.graph("return u").outputs().get(0));
                });
        OnnxModel model = GraphText.model("x: float[2]\nreturn y: float[2]; z: float[2]", b -> {
            b.initializer("c", Tensor.ofBytes(DataType.BOOL, new byte[] {1}));
            b.node(Node.of("If", List.of("c"), "y").with("then_branch", branch).with("else_branch", branch));
            b.node(Node.of("If", List.of("c"), "z").with("then_branch", branch).with("else_branch", branch));
        });

        OnnxModel made = Passes.run(new InlineBranches(), model);

        assertThat(made.graph().nodes()).filteredOn(node -> node.is("If")).hasSize(2);
        assertThat(made.graph().nodes().stream().flatMap(node -> node.outputs().stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aConditionThatIsComputedStays() {
        Graph one = GraphText.graph("r = Abs(x)\nreturn r");
        OnnxModel model = GraphText.model(
                "x: float[2]\nc: bool[]\nreturn y: float[2]",
                b -> b.node(Node.of("If", List.of("c"), "y")
                        .with("then_branch", one)
                        .with("else_branch", one)));

        assertThat(Passes.run(new InlineBranches(), model)).isEqualTo(model);
    }

    @Test
    void conditionsInsideBodiesThatConstantsAroundThemDecideGoToo() {
        Graph yes = GraphText.graph("r = Abs(x)\nreturn r");
        Graph no = GraphText.graph("s = Neg(x)\nreturn s");
        Graph nested = GraphText.graph("same = Equal(k, l)", b -> {
            b.node(Node.of("If", List.of("same"), "n").with("then_branch", yes).with("else_branch", no));
            b.output(GraphText.graph("return n").outputs().get(0));
        });
        Graph plain = GraphText.graph("e = Exp(x)\nreturn e");
        OnnxModel model = GraphText.model("x: float[2]\nc: bool[]\nreturn y: float[2]", b -> {
            b.initializer("k", Tensor.scalar(1L));
            b.initializer("l", Tensor.scalar(2L));
            b.node(Node.of("If", List.of("c"), "y").with("then_branch", nested).with("else_branch", plain));
        });

        OnnxModel made = Quantizer.optimize(model).model();

        assertThat(made.graph().nodes().get(0).subgraphs().get(0)).hasToString("n = Neg(x)");
        assertThat(made.graph().initializers()).isEmpty();
    }
}
