package dev.alambic.quantizer.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.Criterion;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelPrunerTest {
    private static final Widths ANY = new Widths(1, 1);
    private final Weights weights = new Weights(5);

    private static ChannelPruning half() {
        return ChannelPruning.defaults().withWidths(ANY);
    }

    /** Rows of growing size, so that the first are the least important. */
    private static Tensor growing(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + i / columns;
        }
        return Tensor.ofFloats(values, rows, columns);
    }

    private OnnxModel twoLayers() {
        return GraphText.model("""
                x: float[batch, 3]
                h = Gemm(x, w1) transB=1
                a = Relu(h)
                g = Gemm(a, w2) transB=1
                b = Relu(g)
                y = Gemm(b, w3) transB=1
                return y
                """, b -> {
            b.initializer("w1", growing(8, 3));
            b.initializer("w2", weights.tensor(16, 8));
            b.initializer("w3", weights.tensor(2, 16));
        });
    }

    @Test
    void planSaysWhatGoesAndWhatStaysAndWhy() {
        PrunePlan plan = ChannelPruner.plan(twoLayers(), half());

        assertThat(plan).hasToString("""
                h: 8 -> 4
                g: 16 -> 8
                y: 2 stays, the model returns 'y'""");
        assertThat(plan.before()).isEqualTo(new PrunePlan.Cost(24 + 128 + 32, 24 + 128 + 32));
        assertThat(plan.after()).isEqualTo(new PrunePlan.Cost(12 + 32 + 16, 12 + 32 + 16));
    }

    @Test
    void smallestNormsGo() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 3]
                h = Gemm(x, w1) transB=1
                a = Relu(h)
                y = Gemm(a, w2) transB=1
                return y
                """, b -> {
            b.initializer("w1", growing(8, 3));
            b.initializer("w2", Tensor.ofFloats(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, 1, 8));
        });

        for (Criterion criterion : List.of(Criterion.l1(), Criterion.l2(), Criterion.lamp())) {
            assertThat(ChannelPruner.plan(model, half().withCriterion(criterion))
                            .cuts()
                            .get(0)
                            .units())
                    .as("%s", criterion)
                    .containsExactly(0, 1, 2, 3);
        }
        // the filters in the middle are the nearest to all others
        assertThat(ChannelPruner.plan(model, half().withCriterion(Criterion.fpgm()))
                        .cuts()
                        .get(0)
                        .units())
                .containsExactly(2, 3, 4, 5);
    }

    @Test
    void scoresOfTheCallerDecide() {
        Map<String, List<Double>> scores = Map.of("h", List.of(8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0));

        PrunePlan plan = ChannelPruner.plan(twoLayers(), half().withCriterion(Criterion.scores(scores)));

        assertThat(plan.cuts())
                .singleElement()
                .satisfies(cut -> assertThat(cut.units()).containsExactly(4, 5, 6, 7));
        assertThat(plan.groups().get(1).reason()).isEqualTo("the criterion has no score for it");
        assertThatThrownBy(() -> ChannelPruner.plan(
                        twoLayers(), half().withCriterion(Criterion.scores(Map.of("h", List.of(1.0))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("scores: 'h' (expected");
    }

    @Test
    void scaleOfTheNormalizationDecides() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2, 5, 5]
                c = Conv(x, w1)
                n = BatchNormalization(c, n.scale, n.bias, n.mean, n.var)
                y = Conv(n, w2)
                return y
                """, b -> {
            b.initializer("w1", weights.tensor(4, 2, 1, 1));
            weights.batchNorm(b, "n", 4);
            b.initializer("n.scale", Tensor.ofFloats(new float[] {3, -0.1f, 2, 0.2f}, 4));
            b.initializer("w2", weights.tensor(2, 4, 1, 1));
        });

        PrunePlan plan = ChannelPruner.plan(model, half().withCriterion(Criterion.batchNormScale()));

        assertThat(plan.cuts().get(0).units()).containsExactly(1, 3);
    }

    @Test
    void excludedNamesAndRoundingKeepGroupsWhole() {
        assertThat(ChannelPruner.plan(twoLayers(), half().withExclude(List.of("w2|nothing")))
                        .groups())
                .extracting(PrunePlan.GroupPlan::reason)
                .containsExactly("excluded by 'w2|nothing'", "excluded by 'w2|nothing'", "the model returns 'y'");
        assertThat(ChannelPruner.plan(twoLayers(), ChannelPruning.defaults()).groups())
                .extracting(PrunePlan.GroupPlan::reason)
                .containsExactly("no width below is a multiple of 8 and at least 8", "", "the model returns 'y'");
        assertThatThrownBy(() -> ChannelPruner.plan(twoLayers(), half().withExclude(List.of("nothing"))))
                .hasMessage(
                        "exclude: 'nothing' (expected the name of a node or tensor of the model to match, none does)");
    }

    @Test
    void targetsAreReachedByAsLittleAsPossible() {
        PrunePlan byMacs = ChannelPruner.plan(twoLayers(), half().withTarget(new PruningTarget.Macs(100)));
        PrunePlan byParameters = ChannelPruner.plan(twoLayers(), half().withTarget(new PruningTarget.Parameters(60)));

        assertThat(byMacs.after().macs()).isBetween(80L, 100L);
        assertThat(byParameters.after().parameters()).isBetween(45L, 60L);
        assertThat(ChannelPruner.plan(twoLayers(), half().withTarget(new PruningTarget.Macs(1000)))
                        .cuts())
                .isEmpty();
        assertThatThrownBy(() -> ChannelPruner.plan(twoLayers(), half().withTarget(new PruningTarget.Macs(3))))
                .hasMessage("target: macs that pruning can reach (expected at least 6, was 3)");
    }

    @Test
    void latencyIsMeasuredOnModelsThatWereCut() {
        PruningTarget.Latency target = new PruningTarget.Latency(
                5, model -> model.graph().initializer("w2").orElseThrow().dim(0));

        PrunePlan plan = ChannelPruner.plan(twoLayers(), half().withTarget(target));

        assertThat(plan.groups().get(1).after()).isEqualTo(5);
    }

    @Test
    void globalScopeTakesMoreFromWhatMattersLess() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                h = Gemm(x, w1) transB=1
                y = Gemm(h, w2) transB=1
                return y
                """, b -> {
            b.initializer("w1", growing(10, 2));
            b.initializer("w2", growing(1, 10));
        });

        PrunePlan plan =
                ChannelPruner.plan(model, half().withScope(Scope.GLOBAL).withTarget(new PruningTarget.Ratio(0.3)));

        assertThat(plan.cuts().get(0).units()).containsExactly(0, 1, 2);
    }

    @Test
    void sameOptionsGiveTheSameModelWithItsShapes() {
        OnnxModel model = twoLayers();
        ChannelPruning options = half().withCriterion(Criterion.random(3));

        OnnxModel pruned = Quantizer.prune(model, options).model();

        assertThat(pruned).isEqualTo(Quantizer.prune(model, options).model());
        assertThat(pruned.graph().outputs()).isEqualTo(model.graph().outputs());
        assertThat(pruned.graph().initializer("w2").orElseThrow().dims()).containsExactly(8, 4);
    }

    @Test
    void allZeroWeightsAndTiesAreCutInOrder() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                h = Gemm(x, w1) transB=1
                y = Gemm(h, w2) transB=1
                return y
                """, b -> {
            b.initializer("w1", Tensor.ofFloats(new float[8], 4, 2));
            b.initializer("w2", Tensor.ofFloats(new float[4], 1, 4));
        });

        for (Criterion criterion : List.of(Criterion.l1(), Criterion.lamp(), Criterion.fpgm())) {
            assertThat(ChannelPruner.plan(model, half().withCriterion(criterion))
                            .cuts()
                            .get(0)
                            .units())
                    .containsExactly(0, 1);
        }
    }

    /** A detector that branches on its sample rate: the weights lie in the branches, or are read by both. */
    @Test
    void branchesArePrunedByTheSamePart() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 3]
                wide: bool[]
                return y: float[batch, 2]
                """, b -> {
            b.initializer("w3", weights.tensor(2, 16));
            b.node(Node.of("If", List.of("wide"), "y")
                    .with("then_branch", branch(16))
                    .with("else_branch", branch(16)));
        });

        Result pruned = Quantizer.prune(model, half());

        Node made = pruned.model().graph().nodes().get(0);
        for (Graph body : made.subgraphs()) {
            assertThat(body.nodes()).extracting(Node::opType).containsExactly("Gemm", "Relu", "Gemm");
            Node first = body.nodes().get(0);
            Tensor rows = body.initializer(first.inputs().get(1))
                    .or(() -> pruned.model().graph().initializer(first.inputs().get(1)))
                    .orElseThrow();
            assertThat(rows.dims()).containsExactly(8, 3);
        }
        assertThat(pruned.notes()).anyMatch(note -> note.startsWith("in a body of If") && note.endsWith(": 16 -> 8"));
    }

    private Graph branch(int width) {
        return GraphText.graph("""
                h = Gemm(x, w1) transB=1
                a = Relu(h)
                r = Gemm(a, w3) transB=1
                return r: float[batch, 2]
                """, b -> b.initializer("w1", weights.tensor(width, 3)));
    }
}
