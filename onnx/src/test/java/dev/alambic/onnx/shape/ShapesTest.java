package dev.alambic.onnx.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapesTest {
    private static final TensorType NAMELESS =
            new TensorType(DataType.FLOAT, new Shape(List.of(Dim.unknown(), Dim.of(4))));

    /** Splits the last axis of x by a shape that the graph computes, as exporters of transformers do. */
    private static final OnnxModel HEADS = GraphText.model("""
            x: float[batch, tokens, 8]
            s = Shape(x)
            b = Slice(s, zero, one)
            t = Concat(b, minus, two, four) axis=0
            h = Reshape(x, t)
            p = Transpose(h) perm=[0,2,1,3]
            f = Reshape(h, flat)
            m = ReduceMean(p) keepdims=0
            return p; f; m
            """, b -> {
        b.initializer("zero", Tensor.ofLongs(new long[] {0}, 1));
        b.initializer("one", Tensor.ofLongs(new long[] {1}, 1));
        b.initializer("minus", Tensor.ofLongs(new long[] {-1}, 1));
        b.initializer("two", Tensor.ofLongs(new long[] {2}, 1));
        b.initializer("four", Tensor.ofLongs(new long[] {4}, 1));
        b.initializer("flat", Tensor.ofLongs(new long[] {-1}, 1));
    });

    @Test
    void inferenceEndsAtAComputedShapeAndSaysSo() {
        Shapes shapes = Shapes.inferred(HEADS);

        assertThat(shapes.shape("h")).hasToString("Optional[[?, ?, ?, ?]]");
        assertThat(shapes.elementType("h")).contains(DataType.FLOAT);
        assertThat(shapes.shape("m")).hasToString("Optional[[]]");
    }

    @Test
    void scalarIsToldFromAnUnknownRank() {
        Shapes shapes = Shapes.inferred(GraphText.model("""
                x: float[batch, 8]
                sizes: int64[rank]
                s = Shape(x)
                n = Gather(s, zero)
                d = Mul(n, n)
                u = Reshape(x, sizes)
                v = Neg(u)
                w = Mul(v, half)
                return d; w
                """, b -> {
            b.initializer("zero", Tensor.ofLongs(new long[] {0}));
            b.initializer("half", Tensor.ofFloats(new float[] {0.5f}));
        }));

        assertThat(shapes.shape("n")).hasToString("Optional[[]]");
        assertThat(shapes.shape("d")).hasToString("Optional[[]]");
        assertThat(List.of("u", "v", "w"))
                .allSatisfy(value -> assertThat(shapes.shape(value)).isEmpty());
    }

    @Test
    void runsFillWhatInferenceLeavesOpen() {
        Shapes shapes = Shapes.of(HEADS);

        assertThat(shapes.shape("h")).hasToString("Optional[[batch, tokens, 2, 4]]");
        assertThat(shapes.shape("p")).hasToString("Optional[[batch, 2, tokens, 4]]");
        assertThat(shapes.shape("f").orElseThrow().dim(0)).hasToString("?");
    }

    @Test
    void symbolsGoThroughOperators() {
        Shapes shapes = Shapes.inferred(GraphText.model(
                """
                x: float[batch, 3, height, 8]
                c = Conv(x, w) pads=[1,1,1,1]
                p = MaxPool(c) kernel_shape=[2,2] strides=[2,2]
                return p
                """, b -> b.initializer("w", Tensor.ofFloats(new float[512 * 27], 512, 3, 3, 3))));

        assertThat(String.valueOf(shapes.types().get("p")))
                .startsWith("float[batch, 512, ")
                .endsWith(", 4]");
    }

    @Test
    void extentWithoutANameIsCalledByItsPlace() {
        OnnxModel model = GraphText.model("r = Reshape(x, rows)", b -> {
            b.input(new ValueInfo("x", NAMELESS, Bytes.EMPTY));
            b.initializer("rows", Tensor.ofLongs(new long[] {-1, 2}, 2));
            b.output(new ValueInfo("r", null, Bytes.EMPTY));
        });

        Shapes shapes = Shapes.of(model);

        assertThat(shapes.shape("x")).hasToString("Optional[[x.0, 4]]");
        assertThat(shapes.shape("r")).hasToString("Optional[[2*x.0, 2]]");
    }

    @Test
    void modelThatDoesNotRunOnRandomInputsHasWhatIsInferred() {
        // a row of 0 and 1 is no shape that two random runs could agree on
        Shapes shapes = Shapes.of(GraphText.model("""
                x: float[batch, 7]
                s: int64[length]
                r = Reshape(x, s)
                n = Neg(x)
                return r; n
                """, b -> {}));

        assertThat(shapes.elementType("r")).contains(DataType.FLOAT);
        assertThat(shapes.shape("r")).isEmpty();
        assertThat(shapes.shape("n")).hasToString("Optional[[batch, 7]]");
    }

    @Test
    void extentsOfADefaultAreThoseOfOneCallOnly() {
        OnnxModel model = GraphText.model(
                "d: float[length]\ny = Relu(d)\nreturn y",
                builder -> builder.initializer("d", Tensor.ofFloats(new float[3], 3)));

        assertThat(Shapes.inferred(model).shape("d")).contains(Shape.symbolic("length"));
        assertThat(Shapes.inferred(model).shape("y")).contains(Shape.symbolic("length"));
    }

    @Test
    void aGraphIsAskedOnceForTheSameOperators() {
        OnnxModel model = GraphText.model("x: float[batch, 4]\ny = Relu(x)\nreturn y", builder -> {});

        assertThat(Shapes.inferred(model.withMetadata("history", "read"))).isSameAs(Shapes.inferred(model));
        assertThat(Shapes.of(model)).isSameAs(Shapes.of(model));
        assertThat(Shapes.inferred(model.withOpset("", 18))).isNotSameAs(Shapes.inferred(model));
    }
}
