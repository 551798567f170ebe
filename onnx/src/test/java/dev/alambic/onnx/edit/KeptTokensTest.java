package dev.alambic.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeptTokensTest {

    private static OnnxModel model(String body) {
        return GraphText.model("ids: int64[batch, tokens]\n" + body, builder -> {
            builder.initializer("table", Tensor.ofFloats(new float[] {0, 1, 10, 11, 20, 21, 30, 31}, 4, 2));
            builder.initializer("one", Tensor.scalar(1L));
        });
    }

    private static final String LOOKED_UP =
            "size = Shape(ids)\ny = Gather(table, ids)\nreturn y: float[batch, tokens, 2]\nreturn size: int64[2]\n";

    private static float[] answer(OnnxModel model, long... ids) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            return Objects.requireNonNull(session.run(Map.of("ids", Tensor.ofLongs(ids, 1, ids.length)))
                            .get("y"))
                    .floats();
        }
    }

    @Test
    void rowsOfTheKeptTokensStandInTheirNewOrder() {
        OnnxModel whole = model(LOOKED_UP);

        OnnxModel smaller = KeptTokens.keep(whole, "ids", List.of(0, 3, 2));

        ModelVerifier.verify(smaller);
        assertThat(smaller.graph().initializers().get("table"))
                .isEqualTo(Tensor.ofFloats(new float[] {0, 1, 30, 31, 20, 21}, 3, 2));
        assertThat(answer(smaller, 1, 0, 2)).containsExactly(answer(whole, 3, 0, 2));
        assertThat(ModelInfo.of(smaller).history()).containsExactly(KeptTokens.STEP);
    }

    @Test
    void aTokenWithoutRowIsRefused() {
        assertThatThrownBy(() -> KeptTokens.keep(model(LOOKED_UP), "ids", List.of(0, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens: there is no row 4 in 'table' (expected 0 to 3)");
    }

    @Test
    void numbersThatAreComparedAreRefused() {
        OnnxModel compares = model("""
                y = Gather(table, ids)
                is = Equal(ids, one)
                return y: float[batch, tokens, 2]
                return is: bool[batch, tokens]
                """);

        assertThatThrownBy(() -> KeptTokens.keep(compares, "ids", List.of(0)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("it reads the numbers of tokens, which would be others");
    }

    @Test
    void aTableThatAnswersTooIsRefused() {
        OnnxModel tied = model("""
                x = Gather(table, ids)
                back = Transpose(table) perm=[1,0]
                y = MatMul(x, back)
                return y: float[batch, tokens, 4]
                """);

        assertThatThrownBy(() -> KeptTokens.keep(tied, "ids", List.of(0)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("the table 'table' is read elsewhere too");
    }
}
