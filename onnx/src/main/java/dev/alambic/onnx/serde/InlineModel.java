package dev.alambic.onnx.serde;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.alambic.onnx.file.PendingFile;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model with its weights inside, written without putting large ones into a message: protobuf would copy those that
 * are mapped to the heap. The counterpart of {@link Skeleton}; the initializers stand behind the rest of the graph, and
 * the graph behind the rest of the model.
 */
final class InlineModel {
    /** Smaller weights go into their message. */
    private static final long LARGE_BYTES = 1 << 16;

    private final ModelProto model;
    private final GraphProto graph;
    private final List<Weight> weights = new ArrayList<>();

    /** An initializer; its elements come after the message, if they are not in it. */
    private record Weight(TensorProto proto, @Nullable Tensor elements) {

        long size() {
            long size = proto.getSerializedSize();
            return elements == null ? size : size + fieldSize(TensorProto.RAW_DATA_FIELD_NUMBER, elements.byteSize());
        }
    }

    InlineModel(ModelContent whole) {
        Graph bare = whole.graph()
                .edit(out -> List.copyOf(whole.graph().initializers().keySet()).forEach(out::removeInitializer));
        ModelProto proto = ModelWriter.encode(whole.withGraph(bare), TensorWriter.Outside.NOTHING);
        this.graph = proto.getGraph();
        this.model = proto.toBuilder().clearGraph().build();
        TensorWriter messages = new TensorWriter((tensor, message) -> isLarge(tensor));
        whole.graph()
                .initializers()
                .forEach((name, tensor) -> weights.add(
                        new Weight(messages.writeInitializer(name, tensor), isLarge(tensor) ? tensor : null)));
    }

    private static boolean isLarge(Tensor tensor) {
        return tensor.dataType() != DataType.STRING
                && tensor.storage() == Tensor.Storage.RAW
                && tensor.byteSize() >= LARGE_BYTES;
    }

    private static long fieldSize(int field, long length) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt64SizeNoTag(length) + length;
    }

    /** @throws UnsupportedModelException if it is larger than protobuf can hold */
    void write(PendingFile file) throws IOException {
        long size = graph.getSerializedSize();
        for (Weight weight : weights) {
            size += fieldSize(GraphProto.INITIALIZER_FIELD_NUMBER, weight.size());
        }
        if (size > ModelWriter.LARGEST_INLINE_BYTES) {
            throw new UnsupportedModelException("a model file is smaller than 2 GiB; weights above that go outside");
        }
        CodedOutputStream out = CodedOutputStream.newInstance(file.stream(), ModelWriter.BUFFER_BYTES);
        model.writeTo(out);
        header(out, ModelProto.GRAPH_FIELD_NUMBER, size);
        graph.writeTo(out);
        for (Weight weight : weights) {
            header(out, GraphProto.INITIALIZER_FIELD_NUMBER, weight.size());
            weight.proto.writeTo(out);
            if (weight.elements != null) {
                header(out, TensorProto.RAW_DATA_FIELD_NUMBER, weight.elements.byteSize());
                out.flush();
                file.write(weight.elements.data());
            }
        }
        out.flush();
    }

    private static void header(CodedOutputStream out, int field, long length) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt64NoTag(length);
    }
}
