package dev.alambic.quantizer.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.pass.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Float16Test {
    /** float16 rounds to 2^-11; sums of some tens of products stay well within ten times that. */
    private static final double BOUND = 10 * 0x1p-11;

    /** bfloat16 rounds to 2^-8. */
    private static final double BFLOAT_BOUND = 10 * 0x1p-8;

    private static final Pass COMPUTE = new ComputeFloat16(Fp16Options.of(Fp16.COMPUTE), null);

    private static OnnxModel model() {
        Weights weights = new Weights(19);
        return GraphText.model("""
                x: float[batch, 32]
                h = Gemm(x, w1, b1)
                r = Relu(h)
                c = Cast(r) to=1
                y = Gemm(c, w2)
                return y: float[batch, 4]
                """, b -> {
            b.initializer("w1", weights.tensor(32, 16));
            b.initializer("b1", weights.tensor(16));
            b.initializer("w2", weights.tensor(16, 4));
        });
    }

    @Test
    void storageNarrowsLargeWeightsAlone() {
        Result result = Quantizer.fp16(model(), Fp16.STORAGE);

        assertThat(result.model().graph().initializers().values())
                .extracting(Tensor::dataType)
                .containsExactlyInAnyOrder(DataType.FLOAT16, DataType.FLOAT, DataType.FLOAT);
        assertThat(result.reports())
                .allSatisfy(report -> assertThat(report.worstError()).isLessThan(BOUND));
        assertThat(Quantizer.fp16(result.model(), Fp16.STORAGE).model()).isEqualTo(result.model());
    }

    @Test
    void weightThatFloat16CannotHoldIsNotStoredInIt() {
        float[] large = new float[400];
        large[7] = 70_000;
        OnnxModel model = GraphText.model("""
                x: float[batch, 20]
                y = MatMul(x, w)
                return y: float[batch, 20]
                """, b -> b.initializer("w", Tensor.ofFloats(large, 20, 20)));

        Result result =
                Pipeline.of(List.of(new StoreFloat16(Fp16Options.defaults()))).run(model);

        assertThat(result.model()).isSameAs(model);
        assertThat(result.notes()).containsExactly("'w' stays float32: float16 cannot hold all of its elements");
    }

    @Test
    void computingNarrowsEverythingInsideAndNothingAtTheBorder() {
        Result result = Pipeline.of(List.of(COMPUTE)).run(model());

        OnnxModel made = result.model();
        assertThat(made.graph().initializers().values())
                .extracting(Tensor::dataType)
                .containsOnly(DataType.FLOAT16);
        assertThat(made.graph().inputs()).isEqualTo(model().graph().inputs());
        assertThat(made.graph().outputs()).extracting(ValueInfo::toString).containsExactly("y: float[batch, 4]");
        assertThat(made.graph()).hasToString("""
                        x_f16 = Cast(x)
                        h_f16 = Gemm(x_f16, w1_f16, b1_f16)
                        r_f16 = Relu(h_f16)
                        c_f16 = Cast(r_f16)
                        y_f16 = Gemm(c_f16, w2_f16)
                        y = Cast(y_f16)""");
        assertThat(result.reports())
                .allSatisfy(report -> assertThat(report.worstError()).isLessThan(BOUND));
    }

    @Test
    void resizeKeepsFloat32AndItsScales() {
        OnnxModel model =
                GraphText.model("""
                x: float[1, 2, 4, 4]
                a = Relu(x)
                r = Resize(a, , scales)
                y = Neg(r)
                return y: float[1, 2, 8, 8]
                """, b -> b.initializer("scales", Tensor.ofFloats(new float[] {1, 1, 2, 2}, 4)));

        OnnxModel made = Pipeline.of(List.of(COMPUTE)).run(model).model();

        assertThat(made.graph().initializer("scales")).map(Tensor::dataType).contains(DataType.FLOAT);
        assertThat(made.graph()).hasToString("""
                        x_f16 = Cast(x)
                        a_f16 = Relu(x_f16)
                        a = Cast(a_f16)
                        r = Resize(a, , scales)
                        r_f16 = Cast(r)
                        y_f16 = Neg(r_f16)
                        y = Cast(y_f16)""");
    }

    @Test
    void operatorsWithoutAFloat16FormStayFloat32() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 4]
                a = Celu(x) alpha=0.5
                i = IsInf(a)
                f = Cast(i) to=1
                s = Add(a, f)
                y = ScatterElements(s, at, update) axis=1 reduction='add'
                return y: float[batch, 4]
                """, b -> {
            b.initializer("at", Tensor.ofLongs(new long[] {2}, 1, 1));
            b.initializer("update", Tensor.ofFloats(new float[] {1}, 1, 1));
        });

        OnnxModel made = Pipeline.of(List.of(COMPUTE)).run(model).model();

        assertThat(made.graph()).hasToString("""
                        a = Celu(x)
                        i = IsInf(a)
                        f_f16 = Cast(i)
                        a_f16 = Cast(a)
                        s_f16 = Add(a_f16, f_f16)
                        s = Cast(s_f16)
                        y = ScatterElements(s, at, update)""");
    }

    @Test
    void sequencesKeepTheirFloats() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 4]
                a = Relu(x)
                n = SequenceEmpty()
                l = SequenceInsert(n, a)
                b = SequenceAt(l, zero)
                y = Neg(b)
                return y: float[batch, 4]
                """, b -> b.initializer("zero", Tensor.scalar(0L)));

        Result result = Pipeline.of(List.of(COMPUTE)).run(model);

        assertThat(result.reports().get(0).worstError()).isLessThan(BOUND);
    }

    @Test
    void nodesWithoutAFirstOutputAreNotTakenForEachOther() {
        Weights weights = new Weights(29);
        OnnxModel model = GraphText.model("""
                x: float[3, 1, 4]
                , h = LSTM(x, w, r) hidden_size=2
                , g = LSTM(x, w, r) hidden_size=2
                y = Add(h, g)
                return y: float[1, 1, 2]
                """, b -> {
            b.initializer("w", weights.tensor(1, 8, 4));
            b.initializer("r", weights.tensor(1, 8, 2));
        });
        Fp16Options options = Fp16Options.of(Fp16.COMPUTE).withExcluded(List.of("first"));
        OnnxModel named = model.mapGraph(graph ->
                graph.rewrite((out, node) -> out.node(node.outputs().contains("h") ? node.withName("first") : node)));

        OnnxModel made = Pipeline.of(List.of(new ComputeFloat16(options, null)))
                .run(named)
                .model();

        assertThat(made.graph().nodes()).flatExtracting(Node::outputs).contains("h", "g_f16");
    }

    @Test
    void weightsBeyondTheRangeAreClampedAndNoted() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                s = Mul(x, small)
                y = Mul(s, w)
                return y: float[batch, 2]
                """, b -> {
            b.initializer("w", Tensor.ofFloats(new float[] {1e6f, 2}, 2));
            b.initializer("small", Tensor.scalar(1e-3f));
        });

        Outcome outcome = COMPUTE.apply(model);

        assertThat(outcome.notes()).contains("'w': 1 elements beyond ±65504 were clamped");
        assertThat(outcome.model().graph().initializer("w_f16"))
                .map(tensor -> tensor.floats()[0])
                .contains(65504f);
    }

    @Test
    void nodesWhoseValuesLeaveTheRangeStayFloat32AndAreNamed() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                a = Relu(x)
                b = Mul(a, a)
                c = Sqrt(b)
                y = Neg(c)
                return y: float[batch, 2]
                """, b -> {});
        Map<String, Tensor> large = Map.of("x", Tensor.ofFloats(new float[] {450, 3}, 1, 2));

        Outcome onSamples = new ComputeFloat16(Fp16Options.of(Fp16.COMPUTE), List.of(large)).apply(model);
        Outcome onRandom = COMPUTE.apply(model);

        assertThat(onRandom.model().graph().nodes()).extracting(Node::output).contains("b_f16", "c_f16");
        assertThat(onSamples.notes()).contains("values beyond ±65504 keep 2 nodes in float32: Mul 'b', Sqrt 'c'");
        assertThat(onSamples.model().graph()).hasToString("""
                        x_f16 = Cast(x)
                        a_f16 = Relu(x_f16)
                        a = Cast(a_f16)
                        b = Mul(a, a)
                        c = Sqrt(b)
                        c_f16 = Cast(c)
                        y_f16 = Neg(c_f16)
                        y = Cast(y_f16)""");
    }

    @Test
    void whatKeepsADivisorFromZeroDoesNotBecomeZero() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                s = Sub(x, x)
                d = Add(s, epsilon)
                y = Div(s, d)
                return y: float[batch, 2]
                """, b -> b.initializer("epsilon", Tensor.scalar(1e-12f)));

        Result result = Pipeline.of(List.of(COMPUTE)).run(model);

        assertThat(result.reports().get(0).worstError()).isZero();
        assertThat(result.notes()).contains("'epsilon': 1 elements too small for float16 became its smallest number");
    }

    @Test
    void excludedNodesAndOperatorsComputeInFloat32() {
        Fp16Options options = Fp16Options.of(Fp16.COMPUTE)
                .withBlockedOperators(Set.of("Relu"))
                .withExcluded(List.of("y"));

        OnnxModel made = Pipeline.of(List.of(new ComputeFloat16(options, null)))
                .run(model())
                .model();

        assertThat(made.graph()).hasToString("""
                        x_f16 = Cast(x)
                        h_f16 = Gemm(x_f16, w1_f16, b1_f16)
                        h = Cast(h_f16)
                        r = Relu(h)
                        r_f16 = Cast(r)
                        c_f16 = Cast(r_f16)
                        c = Cast(c_f16)
                        y = Gemm(c, w2)""");
    }

    @Test
    void inputsAndOutputsBecomeHalvesOnRequest() {
        Fp16Options options = Fp16Options.of(Fp16.COMPUTE).withKeepIo(false);

        OnnxModel made = Quantizer.fp16(model(), options).model();

        assertThat(made.graph().inputs()).extracting(ValueInfo::toString).containsExactly("x: float16[batch, 32]");
        assertThat(made.graph().outputs()).extracting(ValueInfo::toString).containsExactly("y: float16[batch, 4]");
        assertThat(made.graph().nodes()).extracting(Node::opType).containsExactly("Gemm", "Relu", "Gemm");
        Map<String, Tensor> inputs = RandomInputs.of(made, Map.of(), 3);
        Map<String, Tensor> wide = Map.of(
                "x", Tensor.ofFloats(Objects.requireNonNull(inputs.get("x")).floats(), 2, 32));
        try (Session half = Session.open(made, SessionOptions.defaults());
                Session full = Session.open(model(), SessionOptions.defaults())) {
            float[] expected = Objects.requireNonNull(full.run(wide).get("y")).floats();
            float[] actual = Objects.requireNonNull(half.run(inputs).get("y")).floats();
            assertThat(Agreement.of(Tensor.ofFloats(expected, 2, 4), Tensor.ofFloats(actual, 2, 4))
                            .relative())
                    .isLessThan(BOUND);
        }
    }

    @Test
    void theBodiesOfControlFlowFindTheirFloatsAndStoreTheirWeights() {
        Weights weights = new Weights(23);
        Graph then = GraphText.graph("""
                t = MatMul(h, w)
                return t
                """, b -> b.initializer("w", weights.tensor(16, 32)));
        Graph otherwise = GraphText.graph("""
                e = Mul(h, h)
                e2 = Concat(e, e) axis=1
                return e2
                """, b -> {});
        OnnxModel model = GraphText.model(
                """
                x: float[batch, 16]
                on: bool[]
                h = Relu(x)
                return y: float[batch, 32]
                """,
                b -> b.node(Node.of("If", List.of("on"), "y")
                        .with("then_branch", then)
                        .with("else_branch", otherwise)));

        Result stored = Quantizer.fp16(model, Fp16Options.defaults());
        Result computed = Quantizer.fp16(model, Fp16.COMPUTE);

        Node branch = stored.model().graph().nodes().stream()
                .filter(node -> node.is("If"))
                .findFirst()
                .orElseThrow();
        assertThat(branch.subgraphs().get(0).initializers().values())
                .extracting(Tensor::dataType)
                .containsExactly(DataType.FLOAT16);
        for (Result result : List.of(stored, computed)) {
            for (byte on = 0; on < 2; on++) {
                Map<String, Tensor> inputs =
                        Map.of("x", weights.tensor(2, 16), "on", Tensor.ofBytes(DataType.BOOL, new byte[] {on}));
                assertThat(Agreement.between(model, result.model(), inputs).relative())
                        .isLessThan(BOUND);
            }
        }
    }

    @Test
    void bfloat16IsStoredButRefusedWhereTheRuntimeCannotCompute() {
        Fp16Options storage = Fp16Options.defaults().withType(DataType.BFLOAT16);
        Fp16Options compute = Fp16Options.of(Fp16.COMPUTE).withType(DataType.BFLOAT16);

        Result result = Quantizer.fp16(model(), storage);

        assertThat(result.model().graph().initializers().values())
                .extracting(Tensor::dataType)
                .contains(DataType.BFLOAT16);
        assertThat(result.reports())
                .allSatisfy(report -> assertThat(report.worstError()).isLessThan(BFLOAT_BOUND));
        assertThatThrownBy(() -> Quantizer.fp16(model(), compute))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("bfloat16 arithmetic: ONNX Runtime 1.");
    }

    @Test
    void weightsThatAreAllTooSmallStayFloat32() {
        float[] small = new float[400];
        Arrays.fill(small, 3e-6f);
        OnnxModel model = GraphText.model("""
                x: float[batch, 20]
                y = MatMul(x, w)
                return y: float[batch, 20]
                """, b -> b.initializer("w", Tensor.ofFloats(small, 20, 20)));

        assertThat(new StoreFloat16(Fp16Options.defaults()).apply(model).model())
                .isSameAs(model);
        assertThat(new StoreFloat16(Fp16Options.defaults().withType(DataType.BFLOAT16))
                        .apply(model)
                        .model())
                .isNotSameAs(model);
    }
}
