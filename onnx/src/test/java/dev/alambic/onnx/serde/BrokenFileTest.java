package dev.alambic.onnx.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.serde.proto.OnnxProto.AttributeProto;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.NodeProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenFileTest {
    private static final int TRIALS = 1000;

    @TempDir
    private Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("m.onnx"), content);
    }

    private void refused(Path file, String message) {
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aFileThatIsNoModelIsNamedInOneLine() throws IOException {
        refused(folder.resolve("none.onnx"), "the file is there (expected a file, was nothing)");
        refused(folder, "the file is there (expected a file, was a folder)");
        refused(file(new byte[0]), "there is a graph");
        refused(file("This is not a model\n".getBytes(StandardCharsets.UTF_8)), "");
        byte[] whole = Samples.everything().toByteArray();
        refused(file(Arrays.copyOf(whole, whole.length / 2)), "not an ONNX model");
    }

    @Test
    void graphsNestedWithoutEndAreRefused() throws IOException {
        ByteString graph = ByteString.EMPTY;
        for (int depth = 0; depth < 5000; depth++) {
            graph = nest(graph);
        }
        ByteString model = ModelProto.newBuilder().build().toByteString().concat(field(7, graph));
        refused(file(model.toByteArray()), "not an ONNX model");
    }

    /** Returns a graph with a node with an attribute that is {@code graph}, as bytes: messages would recurse. */
    private static ByteString nest(ByteString graph) {
        ByteString attribute =
                AttributeProto.newBuilder().setName("b").build().toByteString().concat(field(6, graph));
        ByteString node = NodeProto.newBuilder().build().toByteString().concat(field(5, attribute));
        return GraphProto.newBuilder().build().toByteString().concat(field(1, node));
    }

    private static ByteString field(int number, ByteString content) {
        ByteString.Output out = ByteString.newOutput();
        out.write((number << 3) | 2);
        int size = content.size();
        while (size >= 0x80) {
            out.write((size & 0x7f) | 0x80);
            size >>>= 7;
        }
        out.write(size);
        return out.toByteString().concat(content);
    }

    @Test
    void mutatedModelsAreReadWithoutLossOrRefused() throws IOException {
        byte[] whole = Samples.everything().toByteArray();
        int refusals = 0;
        for (int seed = 0; seed < TRIALS; seed++) {
            refusals += readsOrRefuses(mutated(whole, new Random(seed)), seed) ? 0 : 1;
        }
        // a mutation often hits a text or a number, where any value is legal
        assertThat(refusals).isBetween(TRIALS / 4, TRIALS - 1);
    }

    private boolean readsOrRefuses(byte[] content, int seed) throws IOException {
        Path file = file(content);
        try {
            assertThat(ModelWriter.encode(ModelReader.read(file), TensorWriter.Outside.NOTHING))
                    .as("seed %d", seed)
                    .isEqualTo(ModelProto.parseFrom(content));
            verifyOrRefuse(OnnxModel.read(file));
            return true;
        } catch (InvalidModelException | UnsupportedModelException e) {
            return false;
        } catch (RuntimeException | Error e) {
            return fail("seed " + seed + ", file " + HexFormat.of().formatHex(content), e);
        }
    }

    private static void verifyOrRefuse(OnnxModel model) {
        try {
            ModelVerifier.verify(model);
        } catch (InvalidModelException e) {
            assertThat(e).hasMessageContaining("expected");
        }
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
