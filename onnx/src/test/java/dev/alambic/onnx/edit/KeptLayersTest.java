package dev.alambic.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeptLayersTest {

    /** Four layers x + mask * (x w), each with a mask from the side, between two that differ. */
    private static OnnxModel model(String names) {
        StringBuilder text = new StringBuilder("""
                x: float[batch, 3]
                mask: float[batch, 1]
                hide = Neg(mask)
                h0 = MatMul(x, first)
                """);
        for (int i = 0; i < 4; i++) {
            text.append("p%d = MatMul(h%d, w%d)\n".replace("%d", String.valueOf(i)));
            text.append("m%d = Mul(p%d, hide)\n".replace("%d", String.valueOf(i)));
            text.append("h%e = Add(h%d, m%d)\n".replace("%d", String.valueOf(i)).replace("%e", String.valueOf(i + 1)));
        }
        text.append("y = MatMul(h4, last)\nreturn y: float[batch, 2]\n");
        OnnxModel model = GraphText.model(text.toString(), builder -> {
            builder.initializer("first", ones(3, 2));
            builder.initializer("last", ones(2, 2));
            for (int i = 0; i < 4; i++) {
                builder.initializer("w" + i, Tensor.ofFloats(new float[] {i, 1, 0, i + 1}, 2, 2));
            }
        });
        return model.mapGraph(graph -> graph.rewrite((out, node) -> out.node(named(node, names))));
    }

    private static Node named(Node node, String names) {
        String output = node.output();
        String layer = output.substring(output.length() - 1);
        int number = output.startsWith("h") && !output.equals("hide") ? Integer.parseInt(layer) - 1 : -1;
        number = output.startsWith("p") || output.startsWith("m") ? Integer.parseInt(layer) : number;
        return number < 0 ? node : node.withName(names.replace("%d", String.valueOf(number)) + node.opType());
    }

    private static Tensor ones(int rows, int columns) {
        float[] values = new float[rows * columns];
        Arrays.fill(values, 1);
        return Tensor.ofFloats(values, rows, columns);
    }

    private static float[] answer(OnnxModel model) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            Map<String, Tensor> feeds = Map.of(
                    "x", Tensor.ofFloats(new float[] {1, -2, 4}, 1, 3), "mask", Tensor.ofFloats(new float[] {2}, 1, 1));
            return Objects.requireNonNull(session.run(feeds).get("y")).floats();
        }
    }

    @Test
    void layersThatAreAlikeAreFoundByStructure() {
        List<KeptLayers.Layer> layers = KeptLayers.of(model(""));

        assertThat(layers).extracting(KeptLayers.Layer::input).containsExactly("h0", "h1", "h2", "h3");
        assertThat(layers).extracting(KeptLayers.Layer::output).containsExactly("h1", "h2", "h3", "h4");
        assertThat(layers).allSatisfy(layer -> assertThat(layer.nodes()).hasSize(3));
    }

    @Test
    void theyAreCalledByThePathOfTheirNodes() {
        assertThat(KeptLayers.of(model("/encoder/layer.%d/block/")))
                .extracting(KeptLayers.Layer::name)
                .containsExactly(
                        "encoder.layer.0.block",
                        "encoder.layer.1.block",
                        "encoder.layer.2.block",
                        "encoder.layer.3.block");
    }

    @Test
    void thoseThatAreKeptComputeWithTheirOwnWeights() {
        OnnxModel kept = KeptLayers.keep(model(""), List.of(1, 3));

        ModelVerifier.verify(kept);
        assertThat(kept.graph().initializers()).containsOnlyKeys("first", "w1", "w3", "last");
        // x first = [3, 3]; w1 = [1 1; 0 2], w3 = [3 1; 0 4], both times -2
        // h + -2 h w1 = [3 - 6, 3 - 18] = [-3, -15]; of it [-3 + 18, -15 + 6 + 120] = [15, 111]
        assertThat(answer(kept)).containsExactly(126, 126);
        assertThat(ModelInfo.of(kept).history()).containsExactly(KeptLayers.STEP);
    }

    @Test
    void everySecondStartsWithTheFirst() {
        assertThat(KeptLayers.keepEverySecond(model("")).graph().initializers())
                .containsOnlyKeys("first", "w0", "w2", "last");
        assertThat(KeptLayers.everySecond(6)).containsExactly(0, 2, 4);
    }

    @Test
    void aLayerWhoseResultTheModelGivesIsCutToo() {
        OnnxModel open = Cut.at(model(""), "h4");

        OnnxModel kept = KeptLayers.keep(open, List.of(0));

        ModelVerifier.verify(kept);
        assertThat(kept.graph().outputs()).hasSize(1);
        assertThat(kept.graph().initializers()).containsOnlyKeys("first", "w0");
    }

    @Test
    void allLayersAreTheModelItself() {
        OnnxModel model = model("");

        assertThat(KeptLayers.keep(model, List.of(3, 2, 1, 0))).isSameAs(model);
    }

    @Test
    void aLayerThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> KeptLayers.keep(model("/encoder/layer.%d/"), List.of(0, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layers: there is no layer 4 (expected 0 to 3, from 'encoder.layer.0' to"
                        + " 'encoder.layer.3')");
    }

    @Test
    void aLayerThatIsToldTwiceIsRefused() {
        assertThatThrownBy(() -> KeptLayers.keep(model(""), List.of(0, 2, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layers: expected each once, was [0, 2, 0]");
    }

    @Test
    void aModelWithoutRepeatedLayersIsRefused() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 3]
                h = MatMul(x, a)
                r = Relu(h)
                y = MatMul(r, b)
                return y: float[batch, 2]
                """, builder -> {
            builder.initializer("a", ones(3, 4));
            builder.initializer("b", ones(4, 2));
        });

        assertThatThrownBy(() -> KeptLayers.keepEverySecond(model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layers: the model has none that are repeated (expected at least two in a row that are"
                        + " alike and give the extents that they take)");
    }
}
