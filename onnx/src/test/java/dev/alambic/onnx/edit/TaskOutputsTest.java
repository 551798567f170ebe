package dev.alambic.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskOutputsTest {

    private static final Tensor TWO_ROWS = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

    private static ValueInfo value(String name, long width) {
        return ValueInfo.of(name, DataType.FLOAT, new Shape(List.of(Dim.of("batch"), Dim.of(width))));
    }

    private static OnnxModel twice(long opset) {
        Graph graph = Graph.build("g", out -> {
            out.input(value("x", 3));
            out.node(Node.of("Add", List.of("x", "x"), "kind"));
            out.node(Node.of("Neg", List.of("kind"), "answers"));
            out.output(value("answers", 3));
        });
        return OnnxModel.of(graph, opset);
    }

    private static Map<String, Integer> widths() {
        Map<String, Integer> widths = new LinkedHashMap<>();
        widths.put("kind", 2);
        widths.put("size", 1);
        return widths;
    }

    private static float[] run(OnnxModel model, String output) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            return Objects.requireNonNull(session.run(Map.of("x", TWO_ROWS)).get(output))
                    .floats();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 13, 18})
    void eachTaskHasAnOutputOfItsOwn(long opset) {
        OnnxModel split = TaskOutputs.split(twice(opset), widths());
        assertThat(split.graph().outputs()).extracting(ValueInfo::name).containsExactly("kind", "size");
        assertThat(run(split, "kind")).containsExactly(-2, -4, -8, -10);
        assertThat(run(split, "size")).containsExactly(-6, -12);
    }

    @Test
    void whatWasSplitIsJoinedWithoutTheSplit() {
        OnnxModel joined = TaskOutputs.join(TaskOutputs.split(twice(17), widths()));
        assertThat(joined.graph().nodes()).extracting(Node::opType).containsExactly("Add", "Neg");
        assertThat(run(joined, joined.graph().outputs().get(0).name())).containsExactly(-2, -4, -6, -8, -10, -12);
        assertThat(TaskOutputs.join(joined)).isSameAs(joined);
    }

    @Test
    void outputsOfSeveralNodesAreJoinedByAnother() {
        OnnxModel heads = twice(17)
                .mapGraph(graph -> graph.edit(out -> out.outputs(List.of(value("kind", 3), value("answers", 3)))));
        OnnxModel joined = TaskOutputs.join(heads);
        assertThat(joined.graph().outputs()).hasSize(1);
        assertThat(run(joined, joined.graph().outputs().get(0).name()))
                .containsExactly(2, 4, 6, -2, -4, -6, 8, 10, 12, -8, -10, -12);
    }

    @Test
    void aTaskIsNotCalledAsAnInputIs() {
        assertThatThrownBy(() -> TaskOutputs.split(twice(17), Map.of("x", 3)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("task 'x': an input of the model is called so (expected another name of the task)");
    }

    @Test
    void aWidthThatIsNotKnownIsRefused() {
        OnnxModel free = twice(17)
                .mapGraph(graph -> graph.edit(out -> out.outputs(List.of(
                        ValueInfo.of("kind", DataType.FLOAT, new Shape(List.of(Dim.of("batch"), Dim.of("values")))),
                        value("answers", 3)))));
        assertThatThrownBy(() -> TaskOutputs.join(free))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("output 'kind': the answers to a task are rows of a known width");
    }
}
