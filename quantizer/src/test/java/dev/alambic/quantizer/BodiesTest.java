package dev.alambic.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.explain.Execution;
import dev.alambic.quantizer.explain.Explanation;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.pass.ModelSize;
import dev.alambic.quantizer.pass.Result;
import dev.alambic.quantizer.precision.Fp16;
import dev.alambic.quantizer.weightonly.WeightOnlyOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights in or read by the bodies of If, Loop and Scan, in every form. */
class BodiesTest {

    static Stream<OnnxModel> models() {
        return BranchingModels.all().stream();
    }

    /** Returns the worst difference over samples that take every branch, as a part of the largest output. */
    private static double error(OnnxModel model, OnnxModel made) {
        return BranchingModels.samples(model).stream()
                .mapToDouble(sample -> Agreement.between(model, made, sample).relative())
                .max()
                .orElseThrow();
    }

    private static Set<String> operators(OnnxModel model) {
        return model.graph().allNodes().map(Node::opType).collect(Collectors.toSet());
    }

    /** Returns the names of float constants as large as a weight. */
    private static List<String> floats(OnnxModel model) {
        return model.graph()
                .allGraphs()
                .flatMap(graph -> graph.initializers().entrySet().stream())
                .filter(entry -> entry.getValue().dataType() == DataType.FLOAT
                        && entry.getValue().elementCount() >= 1024)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void samplesOfTheModelAreNoneOfItsBodies() {
        for (OnnxModel model : BranchingModels.all()) {
            OnnxModel known = model.withSamples(BranchingModels.samples(model));

            assertThat(error(model, Quantizer.strip(known).model())).isLessThan(1e-4);
        }
    }

    /** No name may hide another one: ONNX Runtime refuses that. */
    private static void requireUnique(Graph graph, Set<String> around) {
        Set<String> here = new HashSet<>(around);
        List<String> defined = new ArrayList<>(graph.initializers().keySet());
        graph.inputs().forEach(input -> defined.add(input.name()));
        graph.nodes().forEach(node -> defined.addAll(node.outputs()));
        defined.removeIf(String::isEmpty);
        assertThat(defined).doesNotHaveDuplicates().noneMatch(around::contains);
        here.addAll(defined);
        graph.nodes().forEach(node -> node.subgraphs().forEach(body -> requireUnique(body, here)));
    }

    private static void check(OnnxModel model, Result result, double share, double error) {
        OnnxModel made = result.model();
        requireUnique(made.graph(), Set.of());
        assertThat(floats(made)).isEmpty();
        assertThat(ModelSize.of(made).bytes())
                .isLessThan((long) (ModelSize.of(model).bytes() * share));
        assertThat(error(model, made)).isLessThan(error);
    }

    @ParameterizedTest
    @MethodSource("models")
    void dynamicIntegersAreInBodiesToo(OnnxModel model) {
        // a quarter, scales, and biases that stay; both weights and activations have 8 bits, in a scan five times over
        check(model, Quantizer.int8Dynamic(model), 0.4, 0.1);
    }

    @ParameterizedTest
    @MethodSource("models")
    void optimizingIsExactOnEveryBranch(OnnxModel model) {
        Result result = Quantizer.optimize(model);

        requireUnique(result.model().graph(), Set.of());
        assertThat(error(model, result.model())).isLessThan(1e-5);
        assertThat(Quantizer.optimize(result.model()).model().graph())
                .isEqualTo(result.model().graph());
        assertThat(ModelSize.of(result.model()).bytes())
                .isLessThanOrEqualTo(ModelSize.of(model).bytes());
    }

    @ParameterizedTest
    @MethodSource("models")
    void halfTheFileInFloat16(OnnxModel model) {
        check(model, Quantizer.fp16(model, Fp16.STORAGE), 0.6, 2e-3);
    }

    @Test
    void weightsOfLayersInBodiesBecomeCodes() {
        for (OnnxModel model : List.of(BranchingModels.wakeWord(), BranchingModels.loop(), BranchingModels.scan())) {
            check(model, Quantizer.weightOnly(model, WeightOnlyOptions.int8()), 0.4, 0.05);
            // 4 bits: a step is a seventh of the largest weight of a block, and an output may be nearly zero
            check(model, Quantizer.weightOnly(model, WeightOnlyOptions.defaults()), 0.3, 1);
        }
    }

    @Test
    void layersAndRecurrentWeightsOfBothBranchesBecomeIntegers() {
        OnnxModel made = Quantizer.int8Dynamic(BranchingModels.detector()).model();

        assertThat(operators(made))
                .contains("DynamicQuantizeLSTM", "MatMulInteger")
                .doesNotContain("LSTM", "MatMul");
    }

    @Test
    void aWeightThatBothBranchesReadStaysOneWeight() {
        Weights weights = new Weights(30);
        Graph one = GraphText.graph("p = MatMul(x, W)\nreturn p");
        Graph other = GraphText.graph("q = MatMul(x, W)\nq2 = Neg(q)\nreturn q2");
        OnnxModel model = GraphText.model("x: float[1, 64]\nc: bool[]\nreturn y: float[1, 64]", b -> {
            b.initializer("W", weights.tensor(64, 64));
            b.node(Node.of("If", List.of("c"), "y").with("then_branch", one).with("else_branch", other));
        });

        for (Result result :
                List.of(Quantizer.int8Dynamic(model), Quantizer.weightOnly(model, WeightOnlyOptions.int8()))) {
            assertThat(result.model().graph().allGraphs().flatMap(graph -> graph.initializers().values().stream()))
                    .filteredOn(tensor -> tensor.elementCount() == 64 * 64)
                    .hasSize(1);
        }
    }

    @Test
    void staticIntegersLeaveBodiesToTheDynamicFormAndSaySo() {
        OnnxModel model = BranchingModels.wakeWord();
        Result result =
                Quantizer.int8Static(model, Calibration.of(BranchingModels.samples(model)), Int8Options.defaults());

        assertThat(result.notes())
                .contains("weights in bodies have the dynamic form: ranges inside bodies cannot be observed");
        check(model, result, 0.4, 0.1);
    }

    @Test
    void constantsOfBodiesFoldThere() {
        Graph body = GraphText.graph("t = Transpose(W)\np = MatMul(x, t)\ns = Add(p, k)\nreturn s");
        Graph other = GraphText.graph("n = Neg(x)\nreturn n");
        OnnxModel model = GraphText.model("x: float[1, 64]\nc: bool[]\nreturn y: float[1, 64]", b -> {
            b.initializer("W", new Weights(31).tensor(64, 64));
            b.initializer("k", new Weights(32).tensor(64));
            b.node(Node.of("If", List.of("c"), "y").with("then_branch", body).with("else_branch", other));
        });

        OnnxModel made = Quantizer.optimize(model).model();

        assertThat(operators(made)).containsExactlyInAnyOrder("If", "Gemm", "Neg");
        assertThat(made.graph()
                        .allGraphs()
                        .mapToInt(graph -> graph.initializers().size())
                        .sum())
                .isEqualTo(2);
    }

    @Test
    void aWeightThatTheMainGraphReadsIsNotStoredAgainForABody() {
        Graph body = GraphText.graph("t = Transpose(W)\np = MatMul(x, t)\nreturn p");
        Graph other = GraphText.graph("n = Neg(x)\nreturn n");
        OnnxModel model =
                GraphText.model("x: float[1, 64]\nc: bool[]\nz = MatMul(x, W)\nreturn y: float[1, 64]; z", b -> {
                    b.initializer("W", new Weights(33).tensor(64, 64));
                    b.node(Node.of("If", List.of("c"), "y")
                            .with("then_branch", body)
                            .with("else_branch", other));
                });

        OnnxModel made = Quantizer.optimize(model).model();

        assertThat(ModelSize.of(made).bytes()).isEqualTo(ModelSize.of(model).bytes());
    }

    @Test
    void whatBodiesExecuteOnIntegersIsExplained() {
        OnnxModel made = Quantizer.int8Dynamic(BranchingModels.wakeWord()).model();

        Explanation explanation = Explanation.of(made);

        assertThat(explanation.nodes())
                .filteredOn(node -> node.operator().equals("MatMulInteger"))
                .hasSize(6)
                .allSatisfy(node -> assertThat(node.execution()).isEqualTo(Execution.INTEGER));
        assertThat(explanation.nodes()).extracting("operator").contains("If");
    }

    @Test
    void whatIsExcludedStaysAsItIsInBodiesToo() {
        OnnxModel model = BranchingModels.detector();
        Int8Options excluded = Int8Options.defaults().withExcluded(List.of("LSTM"));

        assertThat(operators(Quantizer.int8Dynamic(model, excluded).model())).contains("LSTM", "MatMulInteger");
    }
}
