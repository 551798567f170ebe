package dev.alambic.quantizer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Quantizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatProductsTest {

    private static OnnxModel model(String call) {
        return GraphText.model(
                "x: float[batch, 4, 8]\nz: float[batch, 8, 4]\ng: float[8, 3]\nd: double[8, 8]\ny = " + call
                        + "\nreturn y",
                b -> {
                    Weights weights = new Weights(5);
                    b.initializer("w", weights.tensor(8, 3));
                    b.initializer("f", weights.tensor(2, 4));
                    b.initializer("w3", weights.tensor(1, 8, 3));
                    b.initializer("k", weights.tensor(4, 3, 2));
                    b.initializer("wd", Tensor.ofFloats(DataType.DOUBLE, weights.normal(8, 3), 8, 3));
                    b.initializer("g", weights.tensor(8, 3));
                });
    }

    private static List<String> notes(OnnxModel model) {
        return new FloatProducts(model.graph()).notes(node -> false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MatMul(x, z)        | MatMul 'y' stays float: two activations are multiplied",
                "MatMul(x, g)        | MatMul 'y' stays float: the caller may feed the weight",
                "MatMul(f, x)        | MatMul 'y' stays float: the weight is the first factor",
                "MatMul(x, w3)       | MatMul 'y' stays float: the weight has another rank than a matrix, 3",
                "MatMul(d, wd)       | MatMul 'y' stays float: the weight is double",
                "ConvTranspose(x, k) | ConvTranspose 'y' stays float: ONNX Runtime has no integer kernel for this operator"
            })
    void theReasonIsNamed(String call, String note) {
        assertThat(notes(model(call))).containsExactly(note);
    }

    @Test
    void whatCouldBeIntegersNeedsNoReason() {
        assertThat(notes(model("MatMul(x, w)"))).isEmpty();
    }

    @Test
    void severalOfAKindAreToldOnce() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 4, 4]
                s = MatMul(x, x)
                y = MatMul(s, x)
                return y
                """, b -> {});

        assertThat(Quantizer.int8Dynamic(model).notes())
                .contains("2 MatMul stay float, such as 's': two activations are multiplied");
    }
}
