package dev.alambic.onnx.serde;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model file without the elements of its large weights, which stay where they are in the mapped file: protobuf would
 * copy the whole of it to the heap.
 *
 * @param weights the elements of each initializer of the main graph in order, null if they are in the message
 */
record Skeleton(ModelProto model, List<@Nullable ByteBuffer> weights) {
    /** Smaller weights are copied with the rest. */
    private static final int LARGE_BYTES = 4096;

    /** Takes {@code file} apart; empty if it is no plain message, so that protobuf must judge it. */
    static Optional<Skeleton> of(ByteBuffer file) {
        try {
            return Optional.of(new Walk(file).skeleton());
        } catch (IOException | IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Writes another form of a field, whose tag has been read. */
    @FunctionalInterface
    private interface Replacement {
        /** Returns false, with nothing read, if the field is to be copied. */
        boolean replace(int field, CodedOutputStream out) throws IOException;
    }

    /** One way through the file. */
    private static final class Walk {
        private final ByteBuffer file;
        private final List<@Nullable ByteBuffer> weights = new ArrayList<>();
        private boolean graphSeen;

        Walk(ByteBuffer file) {
            this.file = file;
        }

        Skeleton skeleton() throws IOException {
            byte[] bytes = message(file.limit(), (field, out) -> {
                if (field != ModelProto.GRAPH_FIELD_NUMBER) {
                    return false;
                }
                graph(out);
                return true;
            });
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            in.enableAliasing(true);
            return new Skeleton(ModelProto.parseFrom(in), Collections.unmodifiableList(weights));
        }

        /** Returns the message that ends at {@code end}, with some fields replaced. */
        private byte[] message(int end, Replacement replacement) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            while (file.position() < end) {
                int start = file.position();
                int tag = varint();
                boolean nested = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (!nested || !replacement.replace(WireFormat.getTagFieldNumber(tag), out)) {
                    skip(tag);
                    out.writeRawBytes(file.slice(start, file.position() - start));
                }
            }
            if (file.position() != end) {
                throw new IOException("a field crosses the end of its message");
            }
            out.flush();
            return bytes.toByteArray();
        }

        private void graph(CodedOutputStream out) throws IOException {
            if (graphSeen) {
                throw new IOException("a second graph, to be merged");
            }
            graphSeen = true;
            byte[] graph = message(end(), (field, inner) -> {
                if (field != GraphProto.INITIALIZER_FIELD_NUMBER) {
                    return false;
                }
                initializer(inner);
                return true;
            });
            out.writeByteArray(ModelProto.GRAPH_FIELD_NUMBER, graph);
        }

        private void initializer(CodedOutputStream out) throws IOException {
            int index = weights.size();
            weights.add(null);
            byte[] tensor = message(end(), (field, inner) -> {
                if (field != TensorProto.RAW_DATA_FIELD_NUMBER) {
                    return false;
                }
                int start = file.position();
                int end = end();
                boolean large = end - file.position() >= LARGE_BYTES;
                weights.set(index, large ? file.slice(file.position(), end - file.position()) : null);
                file.position(large ? end : start);
                return large;
            });
            out.writeByteArray(GraphProto.INITIALIZER_FIELD_NUMBER, tensor);
        }

        /** Reads a length and returns where what it counts ends. */
        private int end() throws IOException {
            int length = varint();
            if (length < 0 || length > file.remaining()) {
                throw new IOException("a length beyond the file");
            }
            return file.position() + length;
        }

        private void skip(int tag) throws IOException {
            switch (WireFormat.getTagWireType(tag)) {
                case WireFormat.WIRETYPE_VARINT -> {
                    while (file.get() < 0) {
                        // the high bit says that more follows
                    }
                }
                case WireFormat.WIRETYPE_FIXED64 -> file.position(file.position() + Long.BYTES);
                case WireFormat.WIRETYPE_FIXED32 -> file.position(file.position() + Integer.BYTES);
                case WireFormat.WIRETYPE_LENGTH_DELIMITED -> file.position(end());
                default -> throw new IOException("a group");
            }
        }

        /** Reads a number of at most 32 bits. */
        private int varint() throws IOException {
            int value = 0;
            for (int shift = 0; shift < Integer.SIZE; shift += 7) {
                byte next = file.get();
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IOException("a number of more than 32 bits");
        }
    }
}
