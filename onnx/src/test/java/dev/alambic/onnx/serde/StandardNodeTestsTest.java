package dev.alambic.onnx.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The models that the standard tests its operators with, from the Debian package libonnx-testdata. */
@Tag("slow")
class StandardNodeTestsTest {
    private static final Path FOLDER = Path.of("/usr/share/libonnx-testdata");

    @Test
    void everyModelSurvivesReadingAndWriting() throws IOException {
        assumeThat(FOLDER).exists();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<Path> models =
                    files.filter(file -> file.toString().endsWith(".onnx")).toList();
            assertThat(models).isNotEmpty();
            for (Path file : models) {
                ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
                assertThat(ModelWriter.encode(ModelReader.read(file), TensorWriter.Outside.NOTHING))
                        .as(file.toString())
                        .isEqualTo(proto);
            }
        }
    }
}
