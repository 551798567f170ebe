package dev.alambic.onnx.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreeExtentsTest {

    @Test
    void whatHasNoNameIsCalledByItsPlace() {
        ValueInfo image = ValueInfo.of(
                "image", DataType.FLOAT, new Shape(List.of(Dim.of("batch"), Dim.of(3), Dim.unknown(), Dim.unknown())));

        assertThat(FreeExtents.named(image)).hasToString("image: float[batch, 3, image.2, image.3]");
    }

    @Test
    void whatHasNoRankStaysAsItIs() {
        ValueInfo untyped = new ValueInfo("x", null, Bytes.EMPTY);
        ValueInfo rankless = new ValueInfo("x", new TensorType(DataType.FLOAT, null), Bytes.EMPTY);

        assertThat(FreeExtents.named(untyped)).isEqualTo(untyped);
        assertThat(FreeExtents.named(rankless)).isEqualTo(rankless);
    }

    @Test
    void eachSymbolOfARequiredInputIsAskedForOnce() {
        Graph graph = GraphText.graph(
                "ids: int64[batch, tokens]\nmask: int64[batch, tokens]\nstate: float[layers, batch]\nreturn ids",
                b -> b.initializer("state", Tensor.ofFloats(new float[2], 1, 2)));

        assertThat(FreeExtents.sizes(graph, (axis, decided) -> 10 * axis + decided))
                .hasToString("{batch=0, tokens=11}");
    }
}
