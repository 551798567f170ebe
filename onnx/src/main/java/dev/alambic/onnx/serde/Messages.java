package dev.alambic.onnx.serde;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.Parser;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.util.List;

/** What all messages share: leftovers as bytes, and text that must be UTF-8. */
final class Messages {

    private Messages() {}

    /** Returns the bytes of {@code leftover}, none if it says nothing. */
    static Bytes rest(MessageLite leftover) {
        return Bytes.of(leftover.toByteArray());
    }

    /**
     * Checks a part that is carried along without being interpreted.
     *
     * @throws UnsupportedModelException if it points to external data, which would be lost when the model moves
     */
    static <M extends MessageOrBuilder> M selfContained(M carried, String where) {
        for (Object value : carried.getAllFields().values()) {
            for (Object element : value instanceof List<?> list ? list : List.of(value)) {
                if (element instanceof TensorProto tensor
                        && tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                    throw new UnsupportedModelException(where + ": external data of tensor '" + tensor.getName()
                            + "' in a function, sparse tensor or training graph is not supported");
                }
                if (element instanceof MessageOrBuilder message) {
                    selfContained(message, where);
                }
            }
        }
        return carried;
    }

    /** Returns the message that {@code rest} holds. */
    static <M> M parse(Parser<M> parser, Bytes rest, String where) {
        try {
            return parser.parseFrom(rest.toArray());
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidModelException(where + ": the carried part cannot be parsed: " + e.getMessage(), e);
        }
    }

    /**
     * Returns {@code text} as a name.
     *
     * @throws InvalidModelException if it is not UTF-8, since two such names would look the same
     */
    static String name(ByteString text, String where) {
        if (!text.isValidUtf8()) {
            throw new InvalidModelException(where, "names are UTF-8", "UTF-8", "other bytes");
        }
        return text.toStringUtf8();
    }
}
