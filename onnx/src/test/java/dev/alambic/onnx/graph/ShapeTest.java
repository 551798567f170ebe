package dev.alambic.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final Shape IMAGES = new Shape(List.of(Dim.of("batch"), Dim.of(3), Dim.unknown()));

    @Test
    void whatIsNotFixedFitsEverySize() {
        assertThat(IMAGES.admits(1, 3, 9)).isTrue();
        assertThat(IMAGES.admits(7, 3, 0)).isTrue();
        assertThat(IMAGES.admits(1, 4, 9)).isFalse();
        assertThat(IMAGES.admits(1, 3)).isFalse();
        assertThat(Shape.of().admits()).isTrue();
    }

    @Test
    void onlyAKnownShapeHasSizes() {
        assertThat(Shape.of(2, 0).sizes()).containsExactly(2, 0);
        assertThat(IMAGES.isFixed()).isFalse();
        assertThatThrownBy(IMAGES::sizes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[batch, 3, ?]");
    }

    @Test
    void symbolsAndSizesAreTold() {
        assertThat(Shape.symbolic("batch", 3, 224L)).hasToString("[batch, 3, 224]");
        assertThatThrownBy(() -> Shape.symbolic(1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Dim.of(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTypeAdmitsTensorsOfItsElementsAndShape() {
        TensorType type = new TensorType(DataType.FLOAT, Shape.symbolic("n", 2));

        assertThat(type.admits(Tensor.ofFloats(new float[4], 2, 2))).isTrue();
        assertThat(type.admits(Tensor.ofFloats(new float[4], 4))).isFalse();
        assertThat(type.admits(Tensor.ofInts(new int[4], 2, 2))).isFalse();
        assertThat(new TensorType(DataType.FLOAT, null).admits(Tensor.scalar(1f)))
                .isTrue();
    }

    @Test
    void eachExtentOfAValueIsMapped() {
        ValueInfo value = new ValueInfo("x", new TensorType(DataType.FLOAT, IMAGES), Bytes.EMPTY);

        assertThat(value.mapDims((axis, dim) -> dim.isFixed() ? dim : Dim.of(axis + 5)))
                .hasToString("x: float[5, 3, 7]");
    }
}
