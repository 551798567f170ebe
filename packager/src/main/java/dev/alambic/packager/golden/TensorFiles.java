package dev.alambic.packager.golden;

import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.manifest.ManifestJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The files that hold a tensor: numbers as their bytes, texts as a JSON array. */
final class TensorFiles {

    private TensorFiles() {}

    static String ending(Tensor tensor) {
        return tensor.dataType() == DataType.STRING ? ".json" : ".bin";
    }

    static ByteBuffer content(Tensor tensor) {
        if (tensor.dataType() != DataType.STRING) {
            return tensor.data();
        }
        List<String> texts = tensor.strings().stream().map(Bytes::asUtf8).toList();
        return ByteBuffer.wrap(ManifestJson.write(texts).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the file does not hold as many elements as the shape says */
    static Tensor read(String name, ByteBuffer content, DataType type, long[] shape) {
        if (type != DataType.STRING) {
            return Tensor.of(type, shape, content);
        }
        List<Bytes> texts = new ArrayList<>();
        ManifestJson.tree(
                        name, StandardCharsets.UTF_8.decode(content.duplicate()).toString())
                .forEach(text -> texts.add(Bytes.utf8(text.asText())));
        return Tensor.ofStrings(texts, shape);
    }
}
