package dev.alambic.quantizer.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.structure.ChannelCut;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruneChannelsTest {
    private final Weights weights = new Weights(11);

    private OnnxModel layers(String between) {
        return GraphText.model("""
                x: float[batch, 3]
                h = Gemm(x, w, c) transB=1
                a = %s
                y = Gemm(a, v) transB=1
                return y
                """.formatted(between), b -> {
            b.initializer("w", weights.tensor(6, 3));
            b.initializer("c", weights.tensor(6));
            b.initializer("v", weights.tensor(2, 6));
            b.initializer("scale", weights.tensor(6));
        });
    }

    /** Cuts units of the group of the first layer. */
    private static Outcome cut(OnnxModel model, Integer... units) {
        ChannelGroup group = DependencyGraph.of(model).groups().stream()
                .filter(each -> each.name().equals("h"))
                .findFirst()
                .orElseThrow();
        PrunePlan.Cost cost = new PrunePlan.Cost(0, 0);
        PrunePlan.GroupPlan plan = new PrunePlan.GroupPlan(new ChannelCut(group, List.of(units)), "");
        return new PruneChannels(new PrunePlan(List.of(plan), cost, cost, 0, ChannelPruning.defaults())).apply(model);
    }

    private static float[] floats(OnnxModel model, String weight) {
        return model.graph().initializer(weight).orElseThrow().floats();
    }

    @Test
    void rowsBiasAndReadersLoseTheSameChannels() {
        OnnxModel model = layers("Relu(h)");

        OnnxModel made = cut(model, 1, 4).model();

        float[] bias = floats(model, "c");
        assertThat(floats(made, "c")).containsExactly(bias[0], bias[2], bias[3], bias[5]);
        assertThat(made.graph().initializer("w").orElseThrow().dims()).containsExactly(4, 3);
        assertThat(made.graph().initializer("v").orElseThrow().dims()).containsExactly(2, 4);
        assertThat(made.graph().nodes()).isEqualTo(model.graph().nodes());
    }

    @Test
    void whatReadsThemIsAsIfItsWeightsWereZero() {
        OnnxModel model = layers("Relu(h)");
        float[] masked = floats(model, "v");
        masked[1] = masked[4] = masked[7] = masked[10] = 0;
        OnnxModel without = model.mapGraph(graph -> graph.edit(b -> b.initializer("v", Tensor.ofFloats(masked, 2, 6))));

        assertThat(Agreement.between(
                                without,
                                cut(model, 1, 4).model(),
                                Probe.of(model).inputs())
                        .relative())
                .as("the order of six additions")
                .isLessThan(1e-6);
    }

    @Test
    void aNormalizationOverChannelsIsToldOf() {
        Outcome outcome = cut(layers("LayerNormalization(h, scale)"), 0);

        assertThat(outcome.notes())
                .containsExactly(
                        "'h' is cut although LayerNormalization 'a' normalizes over it: what stays changes too");
    }

    @Test
    void aPlanOfNothingChangesNothing() {
        OnnxModel model = layers("Relu(h)");

        assertThat(cut(model).model()).isSameAs(model);
        assertThat(cut(model).notes()).isEmpty();
    }

    @Test
    void theOutputsChange() {
        PrunePlan.Cost cost = new PrunePlan.Cost(0, 0);

        assertThat(new PruneChannels(new PrunePlan(List.of(), cost, cost, 0, ChannelPruning.defaults())).promise())
                .isEqualTo(Pass.Promise.LOSSY);
    }
}
