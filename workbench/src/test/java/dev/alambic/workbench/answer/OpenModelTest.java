package dev.alambic.workbench.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TaskInfo;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenModelTest {

    @TempDir
    private Path folder;

    /** Answers with a and b as they are, in two tasks. */
    private OpenModel.Answer answer(String first) {
        Graph graph = Graph.build("two", out -> {
            out.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 2)));
            out.node(Node.of("Identity", List.of("x"), "first"));
            out.node(Node.of("Neg", List.of("x"), "second"));
            out.output(ValueInfo.of("first", DataType.FLOAT, Shape.symbolic("batch", 2)));
            out.output(ValueInfo.of("second", DataType.FLOAT, Shape.symbolic("batch", 2)));
        });
        Map<String, TaskInfo> tasks = new LinkedHashMap<>();
        tasks.put("first", new TaskInfo(first, List.of("p", "q"), null, Map.of()));
        tasks.put("second", new TaskInfo("regression", List.of("u", "v"), null, Map.of()));
        Path file = folder.resolve(first + ".onnx");
        ModelInfo.none()
                .withTask("multiTask")
                .withTasks(tasks)
                .withInput(new InputMeaning.Table(List.of("a", "b")))
                .applyTo(OnnxModel.of(graph, 17))
                .write(file);
        OpenModel model = OpenModel.open(file);
        try {
            return model.answer(new float[] {1, 1});
        } finally {
            model.close();
        }
    }

    @Test
    void whatIsSaidInSeveralTasksIsOneLineAndItsProbabilities() {
        OpenModel.Answer answer = answer("classification");
        assertThat(answer.label()).isEqualTo("first p; second u -1; second v -1");
        assertThat(answer.values()).containsExactly(entry("first: p", 0.5), entry("first: q", 0.5));
    }

    @Test
    void numbersAloneHaveNoLabel() {
        OpenModel.Answer answer = answer("regression");
        assertThat(answer.label()).isNull();
        assertThat(answer.values())
                .containsExactly(
                        entry("first: p", 1.0),
                        entry("first: q", 1.0),
                        entry("second: u", -1.0),
                        entry("second: v", -1.0));
    }
}
