package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HazardsTest {

    @ParameterizedTest
    @CsvSource({
        "Div, 7, 0, 'whole constants can be divided (expected a divisor other than 0, was 0)'",
        "Mod, 7, 0, 'whole constants can be divided (expected a divisor other than 0, was 0)'",
        "Div, -9223372036854775808, -1, 'other than -1 of the least number of the type, was -1'"
    })
    void quotientThatEndsTheProcessIsRefused(String operator, long dividend, long divisor, String said) {
        OnnxModel model = GraphText.model("""
                x: float[1]
                q = %s(a, b)
                f = Cast(q) to=1
                y = Add(x, f)
                return y
                """.replace("%s", operator), graph -> {
            graph.initializer("a", Tensor.ofLongs(new long[] {dividend}, 1));
            graph.initializer("b", Tensor.ofLongs(new long[] {divisor}, 1));
        });

        assertThatThrownBy(() -> Session.open(model, SessionOptions.defaults()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(said);
        assertThatThrownBy(() -> {
                    try (SessionFolder folder = SessionFolder.create()) {
                        folder.open(model, SessionOptions.once());
                    }
                })
                .isInstanceOf(InvalidModelException.class);
    }

    @Test
    void quotientsThatTheRuntimeCanDivideAreNot() {
        OnnxModel model = GraphText.model("""
                x: int64[n]
                q = Div(x, minus)
                y = Mod(q, three)
                return y
                """, graph -> {
            graph.initializer("minus", Tensor.ofLongs(new long[] {-1}, 1));
            graph.initializer("three", Tensor.ofLongs(new long[] {3}, 1));
        });

        assertThatCode(() -> Hazards.require(model)).doesNotThrowAnyException();
    }

    @Test
    void valueBeyondMemoryIsRefusedInBodiesToo() {
        OnnxModel model = GraphText.model(
                """
                c: bool[]
                return y: float[n]
                """,
                graph -> graph.node(Node.of("If", List.of("c"), "y")
                        .with("then_branch", branch("ConstantOfShape(s)", new long[] {1L << 20, 1L << 13}))
                        .with("else_branch", branch("ConstantOfShape(s)", new long[] {2}))));

        assertThatThrownBy(() -> Hazards.require(model))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("expected at most 1,073,741,824 elements, was 8,589,934,592");
    }

    @ParameterizedTest
    @CsvSource({"'Expand(x, s)', 100000, 100000", "'Tile(x, s)', 40000, 40000", "'Resize(x, , , s)', 65536, 65536"})
    void otherOperatorsThatMakeMuchOfLittle(String made, long rows, long columns) {
        OnnxModel model = GraphText.model("y = " + made + "\nreturn y", graph -> {
            graph.input(ValueInfo.of("x", DataType.FLOAT, Shape.of(1, 2)));
            graph.initializer("s", Tensor.ofLongs(new long[] {rows, columns}, 2));
        });

        assertThatThrownBy(() -> Hazards.require(model))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("it gives a value that can be held");
    }

    private static Graph branch(String made, long[] sizes) {
        return GraphText.graph(
                "r = " + made + "\nreturn r: float[n]",
                graph -> graph.initializer("s", Tensor.ofLongs(sizes, sizes.length)));
    }
}
