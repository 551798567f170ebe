package dev.alambic.quantizer.opset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.pass.Pipeline;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RaiseOpsetTest {

    private static OnnxModel raise(String text, long from, long to) {
        return raise(OnnxModel.of(GraphText.graph(text), from), to);
    }

    private static OnnxModel raise(String text, long from, long to, Consumer<Graph.Builder> more) {
        return raise(OnnxModel.of(GraphText.graph(text, more), from), to);
    }

    /** The pipeline compares the outputs of both models in ONNX Runtime. */
    private static OnnxModel raise(OnnxModel model, long to) {
        Pipeline pipeline = Pipeline.of(List.of(new RaiseOpset(to)));
        OnnxModel made = pipeline.run(model).model();
        assertThat(made.opset()).isEqualTo(to);
        assertThat(pipeline.run(made).model()).as("raised once").isEqualTo(made);
        return made;
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 17, 18, 21, 25})
    void attributesBecomeInputs(long to) {
        OnnxModel made = raise("""
                x: float[batch, 4]
                c = Clip(x) min=-1.0 max=1.0
                p = Pad(c) pads=[0,1,0,1] value=0.5
                u = Unsqueeze(p) axes=[1]
                s = ReduceSum(u) axes=[1] keepdims=0
                l, r = Split(s) axis=1 split=[2,4]
                q = Softmax(r)
                y = Concat(l, q) axis=1
                return y: float[batch, 6]
                """, 9, to);

        assertThat(made.graph().toString()).contains("l, r = Split(s, l_split)").contains("u = Unsqueeze(p, u_axes)");
        assertThat(made.irVersion())
                .isGreaterThanOrEqualTo(OnnxModel.of(made.graph(), to).irVersion());
    }

    @Test
    void cutsAndLargestBecomeInputsAndBoundsStayOut() {
        OnnxModel made = raise("""
                x: float[batch, 6]
                s = Slice(x) starts=[1] ends=[5] axes=[1]
                a = Slice(s) starts=[0,1] ends=[9,9]
                c = Clip(a) min=0.0
                t, i = TopK(c) k=2
                d = Dropout(t) ratio=0.3
                return d; i
                """, 9, 21);

        assertThat(made.graph().toString())
                .contains("s = Slice(x, s_starts, s_ends, s_axes)")
                .contains("a = Slice(s, a_starts, a_ends, a_axes)")
                .contains("c = Clip(a, c_min)")
                .contains("t, i = TopK(c, t_k)")
                .contains("d = Dropout(t, d_ratio)");
    }

    @ParameterizedTest
    @CsvSource({"Softmax,0", "Softmax,1", "Softmax,2", "LogSoftmax,1", "Hardmax,1", "LogSoftmax,-2"})
    void rowsOfSeveralAxesStayRows(String operator, long axis) {
        OnnxModel made = raise("x: float[batch, 3, 4]\ny = %s(x) axis=%d\nreturn y".formatted(operator, axis), 11, 21);

        assertThat(made.graph().nodes()).hasSize(axis == 2 ? 1 : 4);
    }

    @Test
    void rowWithOneLongAxisIsThatAxis() {
        OnnxModel made = raise("""
                x: float[batch, 5, 1, 1]
                y = Softmax(x)
                return y
                """, 9, 13);

        assertThat(made.graph().nodes().get(0).intAttribute("axis", 0)).isEqualTo(-3);
        assertThat(made.graph().nodes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"nearest, 2.0, 3.0", "nearest, 1.0, 1.5", "nearest, 0.5, 0.6", "linear, 2.0, 0.5", "linear, 1.7, 1.0"})
    void resizeReachesTheSamePixels(String mode, float height, float width) {
        String text = """
                x: float[1, 2, 6, 8]
                y = Resize(x, scales) mode='%s'
                return y
                """.formatted(mode);

        OnnxModel made = raise(
                text, 10, 18, b -> b.initializer("scales", Tensor.ofFloats(new float[] {1, 1, height, width}, 4)));

        assertThat(made.graph()).hasToString("y = Resize(x, , scales)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nearest", "linear"})
    void upsampleBecomesResize(String mode) {
        OnnxModel made = raise(
                "x: float[1, 1, 3, 3]\ny = Upsample(x) mode='%s' scales=[1.0,1.0,2.0,2.0]\nreturn y".formatted(mode),
                7,
                21);

        assertThat(made.graph()).hasToString("y = Resize(x, , y_scales)");
    }

    @Test
    void resizeThatGrowsAndShrinksIsRefused() {
        assertThatThrownBy(() -> raise(
                        "x: float[1, 1, 4, 4]\ny = Resize(x, s)\nreturn y",
                        10,
                        11,
                        b -> b.initializer("s", Tensor.ofFloats(new float[] {1, 1, 2, 0.5f}, 4))))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Resize 'y'")
                .hasMessageContaining("one axis grows and another shrinks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReduceMean(x) axes=[1] keepdims=0",
                "ReduceMax(x) axes=[-1]",
                "ReduceL2(x)",
                "ReduceLogSumExp(x) axes=[0,1]",
                "ReduceProd(x) axes=[1]",
                "ReduceSumSquare(x) axes=[1]"
            })
    void reductionsTakeAxesAsInput(String reduction) {
        OnnxModel made = raise("x: float[batch, 4]\ny = " + reduction + "\nreturn y", 13, 18);

        assertThat(made.graph().nodes().get(0).attributes()).doesNotContainKey("axes");
    }

    @Test
    void splitInEqualPartsSaysHowMany() {
        OnnxModel made = raise("x: float[batch, 4]\na, b = Split(x) axis=1\nreturn a; b", 11, 18);

        assertThat(made.graph().nodes().get(0).intAttribute("num_outputs", 0)).isEqualTo(2);
    }

    @Test
    void scatterIsRenamed() {
        OnnxModel made =
                raise("x: float[3, 2]\ni: int64[1, 2]\nu: float[1, 2]\ny = Scatter(x, i, u)\nreturn y", 10, 16);

        assertThat(made.graph()).hasToString("y = ScatterElements(x, i, u)");
    }

    @Test
    void gridSampleNamesItsModesAnew() {
        OnnxModel made = raise(
                "x: float[1, 1, 3, 3]\ng: float[1, 2, 2, 2]\ny = GridSample(x, g) mode='bicubic'\nreturn y", 16, 20);

        assertThat(made.graph().nodes().get(0).textAttribute("mode", "")).isEqualTo("cubic");
    }

    @Test
    void roiAlignKeepsItsCoordinates() {
        OnnxModel made = raise("""
                x: float[1, 1, 4, 4]
                i: int64[1]
                y = RoiAlign(x, rois, zero)
                return y
                """, 10, 16, b -> {
            b.initializer("rois", Tensor.ofFloats(new float[] {0, 0, 3, 3}, 1, 4));
            b.initializer("zero", Tensor.ofLongs(new long[] {0}, 1));
        });

        assertThat(made.graph().nodes().get(0).textAttribute("coordinate_transformation_mode", ""))
                .isEqualTo("output_half_pixel");
    }

    @Test
    void groupsShareTheirScaleNoLonger() {
        OnnxModel made =
                raise("x: float[batch, 4, 3]\ny = GroupNormalization(x, s, b) num_groups=2\nreturn y", 18, 21, b -> {
                    b.initializer("s", Tensor.ofFloats(new float[] {1, 2}, 2));
                    b.initializer("b", Tensor.ofFloats(new float[] {0, 3}, 2));
                });

        assertThat(made.graph().initializer("s_1")).contains(Tensor.ofFloats(new float[] {1, 1, 2, 2}, 4));
    }

    @Test
    void bodiesAreRaisedAsWell() {
        Graph then = GraphText.graph("c = Clip(x) max=0.5\nt = Unsqueeze(c) axes=[0]\nreturn t", b -> {});
        Graph otherwise = GraphText.graph("o = Unsqueeze(x) axes=[0]\nreturn o", b -> {});
        OnnxModel model = OnnxModel.of(
                Graph.build("choice", b -> {
                    b.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 2)));
                    b.input(ValueInfo.of("k", DataType.BOOL, Shape.of()));
                    b.node(Node.of("If", List.of("k"), "y")
                            .with("then_branch", then)
                            .with("else_branch", otherwise));
                    b.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic(1, "batch", 2)));
                }),
                10);

        OnnxModel made = raise(model, 21);

        Graph body = made.graph().nodes().get(0).subgraphs().get(0);
        assertThat(body).hasToString("c = Clip(x, , c_max)\nt = Unsqueeze(c, t_axes)");
    }

    @Test
    void whatHasNoCounterpartIsRefusedByName() {
        OnnxModel scaler = OnnxModel.of(GraphText.graph("x: float[1, 2, 2]\ny = ImageScaler(x)\nreturn y"), 9);
        assertThatThrownBy(() -> new RaiseOpset(11).apply(scaler))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("ImageScaler 'y': ImageScaler of opset 9 cannot be raised to opset 11");
        assertThatThrownBy(() -> new RaiseOpset(21).requires(OnnxModel.of(GraphText.graph("x: float[1]\nreturn x"), 6)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("opset 6: only models from opset 7 on can be raised");
        assertThatThrownBy(() -> new RaiseOpset(99)).isInstanceOf(IllegalArgumentException.class);
    }
}
