package dev.alambic.cli.corpus;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tensors as {@code float[4, 8] normal 0.1}, brought into a {@code TensorProto}. */
final class TensorText {
    private static final Pattern TYPE = Pattern.compile("(\\w+\\[[^]]*])(.*)");

    private TensorText() {}

    static Tensor parse(String text, Random random, Function<String, Tensor> others) {
        Matcher parts = TYPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected type[dims] fill, was '" + text + "'");
        }
        Type type = Type.parse(parts.group(1));
        return new Fill(parts.group(2).strip()).tensor(type.element(), type.sizes(Map.of()), random, others);
    }

    static Message proto(String name, Tensor tensor) {
        Message proto = head(name, tensor);
        if (tensor.dataType() == DataType.STRING) {
            tensor.strings().forEach(text -> proto.bytes(6, text.toArray()));
            return proto;
        }
        return proto.bytes(9, bytes(tensor));
    }

    /** Returns a tensor whose elements lie in {@code file}. */
    static Message outside(String name, Tensor tensor, String file, long offset) {
        return head(name, tensor)
                .message(13, entry("location", file))
                .message(13, entry("offset", Long.toString(offset)))
                .message(13, entry("length", Long.toString(tensor.byteSize())))
                .number(14, 1);
    }

    static byte[] bytes(Tensor tensor) {
        ByteBuffer data = tensor.data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    private static Message head(String name, Tensor tensor) {
        Message proto = new Message();
        for (long dim : tensor.dims()) {
            proto.number(1, dim);
        }
        return proto.number(2, tensor.dataType().code()).text(8, name);
    }

    private static Message entry(String key, String value) {
        return new Message().text(1, key).text(2, value);
    }
}
