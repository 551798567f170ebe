package dev.alambic.onnx.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.serde.FunctionText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class FunctionInliningTest {

    private static final FunctionText LEAK = FunctionText.of("Leak", "a\nb = LeakyRelu(a) alpha='@slope'\nreturn b")
            .attribute("slope", 0.5f);

    private static OnnxModel model(String text) {
        return GraphText.model(text, b -> {});
    }

    private static Map<String, Tensor> run(OnnxModel model, Map<String, Tensor> inputs) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            return session.run(inputs);
        }
    }

    /** Returns what reading makes of {@code file}, which gives the same as what ONNX Runtime makes of it. */
    private static Graph same(ModelContent file, Map<String, Tensor> inputs) {
        OnnxModel read = OnnxModel.canonical(file);
        ModelVerifier.verify(read);
        assertThat(run(read, inputs)).isEqualTo(run(new OnnxModel(file), inputs));
        assertThat(read.opsets()).containsOnlyKeys("");
        return read.graph();
    }

    /** As {@link #same}, where ONNX Runtime does not load the file itself. */
    private static Graph read(ModelContent file, Map<String, Tensor> inputs, float... expected) {
        OnnxModel read = OnnxModel.canonical(file);
        assertThat(run(read, inputs).get("z")).isEqualTo(Tensor.ofFloats(expected, expected.length));
        return read.graph();
    }

    private static Map<String, Tensor> x() {
        return Map.of("x", Tensor.ofFloats(new float[] {-2, 3}, 2));
    }

    @Test
    void attributesOfTheCallComeBeforeDefaults() {
        Graph graph = same(
                FunctionText.with(
                        model("x: float[2]\nu = local.Leak(x)\ny = local.Leak(u) slope=0.25\nreturn y: float[2]"),
                        LEAK),
                x());

        assertThat(graph).hasToString("u = LeakyRelu(x)\ny = LeakyRelu(u)");
        assertThat(graph.nodes())
                .extracting(node -> node.floatAttribute("alpha", 0))
                .containsExactly(0.5f, 0.25f);
    }

    @Test
    void anAttributeThatNobodyGivesIsLeftOut() {
        FunctionText leak = FunctionText.of("Leak", "a\nb = LeakyRelu(a) alpha='@slope'\nreturn b")
                .attribute("slope");

        Graph graph = same(FunctionText.with(model("x: float[2]\ny = local.Leak(x)\nreturn y: float[2]"), leak), x());

        assertThat(graph.nodes().get(0).attributes()).isEmpty();
    }

    @Test
    void functionsThatCallFunctionsHaveNamesOfTheirOwn() {
        FunctionText twice = FunctionText.of("Twice", "a\nu = local.Leak(a)\nv = Neg(u)\nb = local.Leak(v)\nreturn b");

        Graph graph = same(
                FunctionText.with(
                        model("x: float[2]\nu = local.Twice(x)\nv = local.Twice(u)\ny = Add(u, v)\nreturn y: float[2]"),
                        twice,
                        LEAK),
                x());

        assertThat(graph.nodes()).hasSize(7);
    }

    @Test
    void operandsAndResultsMayBeLeftOut() {
        FunctionText clip = FunctionText.of(
                "Clamp", "a,lo,hi\nb = Clip(a, lo, hi)\nc = Neg(b)\nreturn b; c".replace("a,lo,hi", "a\nlo\nhi"));
        ModelContent file = FunctionText.with(
                GraphText.model(
                        "x: float[2]\ny = local.Clamp(x, , one)\n, z = local.Clamp(x)\nreturn y: float[2]; z: float[2]",
                        b -> b.initializer("one", Tensor.scalar(1f))),
                clip);

        Graph graph = read(file, x(), 2, -3);

        assertThat(graph.nodes().get(0).inputs()).containsExactly("x", "", "one");
    }

    @Test
    void anInputThatIsReturnedIsCopied() {
        FunctionText pass = FunctionText.of("Pass", "a\nb = Neg(a)\nreturn a; b");

        Graph graph = read(
                FunctionText.with(model("x: float[2]\ny, z = local.Pass(x)\nreturn y: float[2]; z: float[2]"), pass),
                x(),
                2,
                -3);

        assertThat(graph).hasToString("z = Neg(x)\ny = Identity(x)");
    }

    @Test
    void bodiesInsideFunctionsTakeTheirNamesAndAttributes() {
        Graph leaking = GraphText.graph("t = LeakyRelu(a) alpha='@slope'\nv = local.Leak(t) slope='@slope'\nreturn v");
        Graph other = GraphText.graph("w = Neg(a)\nreturn w");
        FunctionText choose = FunctionText.of(
                        "Choose",
                        "a\nc\nreturn b",
                        out -> out.node(Node.of("If", List.of("c"), "b")
                                .with("then_branch", leaking)
                                .with("else_branch", other)))
                .attribute("slope", 0.125f);
        ModelContent file = FunctionText.with(
                model("x: float[2]\nc: bool[]\nt = local.Choose(x, c)\nv = local.Choose(t, c)\nw = Not(c)\n"
                        + "y = local.Choose(v, w)\nreturn y: float[2]"),
                choose,
                FunctionText.of("Leak", "a\nb = LeakyRelu(a) alpha='@slope'\nreturn b")
                        .attribute("slope", 0.5f));

        for (boolean condition : new boolean[] {false, true}) {
            Tensor c = Tensor.ofBytes(dev.alambic.onnx.graph.DataType.BOOL, new byte[] {(byte) (condition ? 1 : 0)});
            same(file, Map.of("x", Tensor.ofFloats(new float[] {-2, 3}, 2), "c", c));
        }
    }

    @Test
    void callsInsideBodiesOfTheModelAreWrittenOutToo() {
        Graph calling = GraphText.graph("t = local.Leak(x)\nreturn t");
        Graph other = GraphText.graph("u = Neg(x)\nreturn u");
        OnnxModel model = GraphText.model(
                "x: float[2]\nc: bool[]\nreturn y: float[2]",
                b -> b.node(Node.of("If", List.of("c"), "y")
                        .with("then_branch", calling)
                        .with("else_branch", other)));
        Tensor yes = Tensor.ofBytes(dev.alambic.onnx.graph.DataType.BOOL, new byte[] {1});

        Graph graph =
                same(FunctionText.with(model, LEAK), Map.of("x", Tensor.ofFloats(new float[] {-2, 3}, 2), "c", yes));

        assertThat(graph.nodes().get(0).subgraphs().get(0)).hasToString("t = LeakyRelu(x)");
    }

    @Test
    void aLargeConstantIsOneHoweverOftenItsFunctionIsCalled() {
        Tensor weight = Tensor.ofFloats(new float[64], 8, 8);
        FunctionText layer = FunctionText.of(
                "Layer",
                "a\nreturn b",
                out -> out.nodes(List.of(
                        Node.of("Constant", List.of(), "w").with("value", weight),
                        Node.of("MatMul", List.of("a", "w"), "b"))));
        ModelContent file = FunctionText.with(
                model("x: float[1, 8]\nu = local.Layer(x)\ny = local.Layer(u)\nreturn y: float[1, 8]"), layer);

        Graph graph = same(file, Map.of("x", Tensor.ofFloats(new float[8], 1, 8)));

        assertThat(graph).hasToString("u = MatMul(x, w)\ny = MatMul(u, w)");
        assertThat(graph.initializers()).containsOnlyKeys("w");
    }

    @Test
    void readingSaysWhatWasWrittenOut() {
        ModelContent file = FunctionText.with(model("x: float[2]\ny = local.Leak(x)\nreturn y: float[2]"), LEAK);

        assertThat(OnnxModel.canonical(file).about().notes())
                .containsExactly("operators that the model defines itself were written out: Leak");
    }

    @Test
    void functionsThatCallEachOtherInACircleAreRefused() {
        ModelContent file = FunctionText.with(
                model("x: float[2]\ny = local.A(x)\nreturn y: float[2]"),
                FunctionText.of("A", "a\nb = local.B(a)\nreturn b"),
                FunctionText.of("B", "a\nb = local.A(a)\nreturn b"));

        assertThatThrownBy(() -> OnnxModel.canonical(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("no function calls itself");
    }

    @Test
    void functionsThatStandForTooManyNodesAreRefusedAtOnce() {
        List<FunctionText> functions = new ArrayList<>();
        functions.add(FunctionText.of("F0", "a\nb = Neg(a)\nreturn b"));
        IntStream.range(1, 60)
                .forEach(i -> functions.add(FunctionText.of(
                        "F" + i, "a\nu = local.F" + (i - 1) + "(a)\nb = local.F" + (i - 1) + "(u)\nreturn b")));
        ModelContent file = FunctionText.with(
                model("x: float[2]\ny = local.F59(x)\nreturn y: float[2]"), functions.toArray(FunctionText[]::new));

        Assertions.assertThatThrownBy(() -> org.junit.jupiter.api.Assertions.assertTimeout(
                        Duration.ofSeconds(10), () -> OnnxModel.canonical(file)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("expected at most 200000 nodes");
    }
}
