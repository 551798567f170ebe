package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example of docs/export.md gives the graph that the page shows. */
class ExportPageTest {

    @Test
    void exampleGivesTheGraphOfThePage() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray mean = manager.randomNormal(new Shape(30));
            NDArray scale = manager.randomUniform(0.5f, 2, new Shape(30));
            SequentialBlock net = new SequentialBlock()
                    .addSingleton(x -> x.sub(mean).div(scale))
                    .add(Linear.builder().setUnits(32).build())
                    .add(Activation::relu)
                    .add(Linear.builder().setUnits(2).build());
            RandomBlocks.initialize(net, manager, new Shape(1, 30));

            OnnxModel model = Exporter.export(
                    net, Signature.of("features", DataType.FLOAT, "batch", 30).output("logits"));

            assertThat(Files.readString(Path.of("../docs/export.md")))
                    .contains(model.graph().nodes().stream()
                            .map(ExportPageTest::line)
                            .collect(Collectors.joining("\n", "```\n", "\n```")));
        }
    }

    private static String line(Node node) {
        return node.output() + " = " + node.opType() + "(" + String.join(", ", node.inputs()) + ")";
    }
}
