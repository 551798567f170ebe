package dev.alambic.onnx.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {

    private static final Graph GRAPH = GraphText.graph("""
            x: float[batch, 4]
            z: float[batch, 4]
            fed: float[]
            a = Mul(x, two)
            b = Div(a, four)
            c = Mul(b, z)
            d = Mul(c, fed)
            e = Div(x, z)
            f = Mul(e, two)
            g = Mul(f, h16)
            y = Add(d, g)
            return y; g
            """, b -> {
        b.initializer("two", Tensor.scalar(2f));
        b.initializer("four", Tensor.ofFloats(new float[] {4}, 1));
        b.initializer("fed", Tensor.scalar(3f));
        b.initializer("h16", Tensor.ofFloats(DataType.FLOAT16, new float[] {0.5f}));
        b.initializer("row", Tensor.ofFloats(new float[] {1, 2}, 2));
    });

    private final Values values = Values.of(GRAPH);

    @Test
    void productsAreTakenApartIntoNumbersAndFactors() {
        Values.Product product = values.product("d");

        assertThat(product.number()).isEqualTo(0.5);
        // a number that the caller can override is a factor
        assertThat(product.factors()).containsExactly("x", "z", "fed");
        assertThat(product.inner()).hasSize(4);
    }

    @Test
    void aQuotientByNoNumberIsAFactor() {
        assertThat(values.product("f").factors()).containsExactly("e");
        assertThat(values.product("f").number()).isEqualTo(2);
    }

    @Test
    void whatIsNoProductIsItsOwnFactor() {
        assertThat(values.product("x")).isEqualTo(new Values.Product(1, List.of("x"), List.of()));
    }

    @Test
    void whatIsReturnedIsNotInner() {
        assertThat(values.inner("d", "Mul")).isPresent();
        assertThat(values.inner("d", "Div")).isEmpty();
        assertThat(values.inner("g", "Mul")).isEmpty();
        assertThat(values.writer("g", "Mul")).isPresent();
    }

    @Test
    void numbersAreSingleConstants() {
        assertThat(values.number("four")).contains(4.0);
        assertThat(values.number("row")).isEmpty();
        assertThat(values.number("fed")).isEmpty();
        assertThat(values.is("two", 2 + 1e-6)).isTrue();
        assertThat(values.is("two", 2 + 1e-5)).isFalse();
    }

    @Test
    void float16CountsOnlyAmongAllFloats() {
        assertThat(values.number("h16")).isEmpty();
        assertThat(Values.ofFloats(GRAPH).number("h16")).contains(0.5);
    }
}
