package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResolveShapesTest {

    private static OnnxModel resolve(String text) {
        return Passes.run(new ResolveShapes(), GraphText.model(text, b -> {
            b.initializer("at0", Tensor.scalar(0L));
            b.initializer("at1", Tensor.scalar(1L));
            b.initializer("axis0", Tensor.ofLongs(new long[] {0}, 1));
            b.initializer("two", Tensor.ofLongs(new long[] {2}, 1));
            b.initializer("eight", Tensor.ofLongs(new long[] {8}, 1));
            b.initializer("four", Tensor.ofLongs(new long[] {4}, 1));
        }));
    }

    private static String target(OnnxModel model, String reshaped) {
        String name =
                model.graph().index().producer(reshaped).orElseThrow().inputs().get(1);
        return model.graph()
                .initializer(name)
                .map(tensor -> Arrays.toString(tensor.longs()))
                .orElse("computed");
    }

    private static final String HEADS = """
            x: float[batch, tokens, 8]
            s = Shape(x)
            b0 = Gather(s, at0)
            t0 = Gather(s, at1)
            b = Unsqueeze(b0, axis0)
            t = Unsqueeze(t0, axis0)
            """;

    @Test
    void extentsOfTheInputAreTakenFromIt() {
        OnnxModel made = resolve(HEADS + """
                h = Concat(b, t, two, four) axis=0
                y = Reshape(x, h)
                return y
                """);

        assertThat(target(made, "y")).isEqualTo("[0, 0, 2, 4]");
    }

    @Test
    void oneExtentFromElsewhereIsWhatIsLeft() {
        OnnxModel made = resolve(HEADS + """
                h = Concat(two, t, four, b) axis=0
                y = Reshape(x, h)
                return y
                """);

        assertThat(target(made, "y")).isEqualTo("[2, 0, 4, -1]");
    }

    @Test
    void twoExtentsFromElsewhereStayComputed() {
        OnnxModel made = resolve(HEADS + """
                h = Concat(two, four, t, b) axis=0
                y = Reshape(x, h)
                return y
                """);

        assertThat(target(made, "y")).isEqualTo("computed");
    }

    @Test
    void reshapeAfterAReshapeOfUnknownRankIsResolvedToo() {
        OnnxModel made = resolve(HEADS + """
                h = Concat(b, t, two, four) axis=0
                r = Reshape(x, h)
                p = Transpose(r) perm=[0,2,1,3]
                q = Transpose(p) perm=[0,2,1,3]
                qs = Shape(q)
                q0 = Slice(qs, axis0, two)
                m = Concat(q0, eight) axis=0
                y = Reshape(q, m)
                return y
                """);

        assertThat(target(made, "y")).isEqualTo("[0, 0, 8]");
    }

    @Test
    void fixedExtentsBecomeConstants() {
        OnnxModel made = resolve("""
                x: float[3, 8]
                s = Shape(x)
                n = Gather(s, at1)
                c = Cast(n) to=1
                y = Div(x, c)
                return y
                """);

        assertThat(made.graph()).hasToString("c = Cast(n)\ny = Div(x, c)");
        assertThat(made.graph().initializer("n")).contains(Tensor.scalar(8L));
    }

    @Test
    void extentsThatTheCallerChoosesStayComputed() {
        OnnxModel made = resolve("""
                x: float[batch, 8]
                s = Shape(x)
                n = Gather(s, at0)
                c = Cast(n) to=1
                y = Div(x, c)
                return y
                """);

        assertThat(made.graph().nodes()).hasSize(4);
    }

    @Test
    void theLengthOfADefaultIsNotThatOfEveryCall() {
        OnnxModel model = GraphText.model(
                "x: float[batch]\nd: float[length]\nn = Shape(d)\ny = Identity(x)\nreturn y; n",
                b -> b.initializer("d", Tensor.ofFloats(new float[3], 3)));

        assertThat(Passes.run(new ResolveShapes(), model)).isEqualTo(model);
    }
}
