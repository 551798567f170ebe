package dev.alambic.onnx.serde;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A single tensor in a file of its own, as the standard's tests keep their inputs and outputs. */
public final class TensorFile {

    private TensorFile() {}

    /**
     * Reads a serialized {@code TensorProto}.
     *
     * @throws InvalidModelException if the file cannot be read or holds no tensor
     */
    public static Tensor read(Path file) {
        try {
            TensorProto proto = TensorProto.parseFrom(Files.readAllBytes(file));
            return new TensorReader(ExternalFiles.none()).readAttribute(proto, file.toString());
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidModelException(file + ": not an ONNX tensor: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new InvalidModelException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
