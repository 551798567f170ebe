package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.run.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeCommandTest {

    @TempDir
    private Path folder;

    private String image = "";

    @BeforeEach
    void writeModel() {
        image = TinyModel.image(folder.resolve("image.onnx")).toString();
    }

    @Test
    void operatorsAreCountedBeforeAndAfter() throws Exception {
        Path out = folder.resolve("clean.onnx");
        JsonNode answer = Json.tree(Outcome.of("optimize", image, "-o", out.toString(), "--opset", "21", "--json")
                .succeeds());

        assertThat(answer.at("/before/operators/Gemm").asInt()).isEqualTo(1);
        assertThat(answer.at("/after/operators/Gemm").asInt()).isEqualTo(1);
        assertThat(answer.at("/before/opset").asInt()).isEqualTo(17);
        assertThat(answer.at("/after/opset").asInt()).isEqualTo(21);
        assertThat(answer.at("/passes/0").asText()).isEqualTo("RaiseOpset");
        assertThat(OnnxModel.read(out).opset()).isEqualTo(21);
    }

    @Test
    void tableIsForPeopleAndTheFileStandsBesideTheInput() {
        String text = Outcome.of("optimize", image).succeeds();

        assertThat(text).contains("operator", "before", "after", "Gemm", "all nodes", "image-optimized.onnx");
        assertThat(folder.resolve("image-optimized.onnx")).exists();
    }

    @Test
    void dimensionsAreFixed() {
        Path out = folder.resolve("fixed.onnx");
        Outcome.of("optimize", image, "-o", out.toString(), "--shape", "batch=1")
                .succeeds();

        assertThat(OnnxModel.read(out).graph().inputs()).hasToString("[x: float[1, 1, 1, 2]]");
    }

    @Test
    void aWholeInputIsGivenItsShape() {
        Path out = folder.resolve("fixed.onnx");
        Outcome.of("optimize", image, "-o", out.toString(), "--shape", "x:3x1x1x2")
                .succeeds();

        assertThat(OnnxModel.read(out).graph().inputs()).hasToString("[x: float[3, 1, 1, 2]]");
        Outcome.of("optimize", image, "--shape", "x:3x2")
                .fails(2, "alambic: shape of 'x': expected one that fits [batch, 1, 1, 2], was [3, 2]");
    }

    @Test
    void anInputThatIsFixedGoesAndTheOtherBranchWithIt() {
        OnnxModel model = OnnxModel.of(
                Graph.build("rates", b -> {
                    b.input(ValueInfo.of("x", DataType.FLOAT, Shape.of(2)));
                    b.input(ValueInfo.of("sr", DataType.INT64, Shape.of()));
                    b.initializer("rate", Tensor.scalar(16_000L));
                    b.node(Node.of("Equal", List.of("sr", "rate"), "is"));
                    b.node(Node.of("If", List.of("is"), "y")
                            .with("then_branch", branch("Abs"))
                            .with("else_branch", branch("Neg")));
                    b.output(ValueInfo.of("y", DataType.FLOAT, Shape.of(2)));
                }),
                17);
        Path file = folder.resolve("rates.onnx");
        model.write(file);
        Path out = folder.resolve("slow.onnx");

        Outcome.of("optimize", file.toString(), "-o", out.toString(), "--fix", "sr=8000")
                .succeeds();

        assertThat(OnnxModel.read(out).graph()).hasToString("y = Neg(x)");
        Outcome.of("optimize", file.toString(), "--fix", "rate=8000")
                .fails(2, "alambic: input 'rate': the model has none of that name (expected one of sr, x)");
        Outcome.of("optimize", file.toString(), "--fix", "sr")
                .fails(2, "alambic: optimize: --fix: expected name=value, was 'sr'");
    }

    @Test
    void wrongUseIsSaidInOneLine() {
        Outcome.of("optimize", image, "--shape", "batch")
                .fails(2, "alambic: optimize: --shape: expected name=size or input:1x3x48x320, was 'batch'");
        Outcome.of("optimize", image, "--shape", "sequence=4")
                .fails(2, "alambic: dimension 'sequence': no input has it (expected one of batch)");
        Outcome.of("optimize", image, "--opset", "99")
                .fails(2, "alambic: opset is between 7 and 25, or 0 for that of the model, was 99");
        Outcome.of("optimize", image, "-o", image)
                .fails(2, "alambic: " + image + ": would overwrite the input (choose another file by -o)");
        assertThat(Outcome.of("optimize", folder.resolve("none.onnx").toString())
                        .code())
                .isEqualTo(3);
    }

    private static Graph branch(String operator) {
        return Graph.build(operator, b -> {
            b.node(Node.of(operator, List.of("x"), operator + "_x"));
            b.output(ValueInfo.of(operator + "_x", DataType.FLOAT, Shape.of(2)));
        });
    }
}
